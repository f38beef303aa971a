"""What settings.toml says, as frozen values; `bot.settings.read` makes them, with every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.model.hours import DayException, Interval
from bot.settings.hearing import Brigade, Incident, Listening, PolicyWords, ToneWords


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """Who speaks. The first language is the default; `account_names` are how customers address the brand.

    `ignore` are the @names of accounts that are never answered, on any channel: siblings, other bots.
    `public` are the brand's own numbers and addresses: everybody may read those.
    """

    name: str
    languages: tuple[str, ...] = ("it",)
    account_names: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    public: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherHours:
    """The hours of a channel or a topic where they differ: None is the brand's; its exceptions come first."""

    week: Mapping[int, tuple[Interval, ...]] | None = None
    holidays: tuple[str, ...] | None = None
    exceptions: tuple[DayException, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """Opening hours as written; `holidays` are "IT", "IT-MI" or "ical:file.ics".

    `channels` and `topics` hold those that have hours of their own, by name.
    """

    timezone: str = "Europe/Rome"
    week: Mapping[int, tuple[Interval, ...]] = field(default_factory=dict)
    holidays: tuple[str, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    channels: Mapping[str, OtherHours] = field(default_factory=dict)
    topics: Mapping[str, OtherHours] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sla:
    """What the business sets itself.

    `first_answer`, `next_answer` and `resolution` (None: not set) are opening time, the others clock time.
    `reach` gives, for so many followers and more, how many times faster the clocks of a public post run.
    `escalate_to` are the people told of what is late, besides those of the topic's route.
    """

    acknowledge: timedelta = timedelta(minutes=2)
    first_answer: timedelta = timedelta(hours=1)
    next_answer: timedelta = timedelta(hours=1)
    resolution: timedelta | None = None
    public_post: tuple[timedelta, ...] = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=18))
    reach: Mapping[int, float] = field(default_factory=dict)
    warn_before: timedelta = timedelta(minutes=15)
    escalate_to: tuple[str, ...] = ()

    def faster(self, followers: int | None) -> float:
        """Give how many times faster a public post of an author with so many followers is answered."""
        reached = [times for least, times in self.reach.items() if (followers or 0) >= least]
        return max(reached, default=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUps:
    """When a waiting customer hears from us. `quiet` is (first, last) minute of the local day, half-open.

    `remind_after`: a customer who was asked something is reminded once; None: never.
    """

    reassure_every: tuple[timedelta, ...] = (timedelta(hours=2), timedelta(days=1))
    remind_after: timedelta | None = timedelta(days=1)
    quiet: tuple[int, int] = (21 * 60, 8 * 60)
    give_up_after: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """How sure the bot must be: calibrated probabilities in [0, 1]. `encoder` is a name, "none" for none.

    `precision` is the part of the answers given that is to be right; with it `answer_above` is found by
    leaving the brand's own sentences out, one by one.
    """

    answer_above: float = 0.80
    ask_above: float = 0.50
    margin: float = 0.10
    precision: float | None = None
    encoder: str = "use"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handoff:
    """What makes a person be asked, and how long the bot is silent after a person's word.

    `courtesy`: an insult in public that asks for nothing has one courteous answer, and no person is asked.
    """

    on: frozenset[str] = frozenset(
        {"low_confidence", "tie", "asked_for_human", "angry", "personal_data", "legal"}
    )
    silence_bot_for: timedelta = timedelta(hours=12)
    courtesy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Most automatic messages; above it a person is asked.

    In private to one conversation in a sliding hour; in public to one person in a sliding hour and a sliding
    day, and in one thread as long as no person of ours has written in it. `account_per_minute`: most of one
    account in a sliding minute (0: any number); above it the bot is paused there.
    """

    private_per_hour: int = 20
    public_per_hour: int = 4
    account_per_minute: int = 2000
    public_per_day: int = 8
    public_per_thread: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much sooner a waiting customer counts as having begun to wait, fact by fact; no time: not at all.

    `promise` counts from so long before the promised time, `public` before the time set for a public post.
    `broken`: a promise was not kept. `reach` is by the least number of followers, `spread` by that of
    reposts, quotes and likes of a public post together, `risk` by what was heard,
    `again` for each time the customer came back, up to four. `urgent`: the intent or the tone has a high
    priority, or something is late.
    """

    promise: timedelta = timedelta(hours=2)
    broken: timedelta = timedelta(hours=2)
    public: timedelta = timedelta(hours=2)
    reach: Mapping[int, timedelta] = field(
        default_factory=lambda: {
            1_000: timedelta(minutes=15),
            10_000: timedelta(hours=1),
            100_000: timedelta(hours=3),
        }
    )
    spread: Mapping[int, timedelta] = field(
        default_factory=lambda: {
            10: timedelta(minutes=15),
            100: timedelta(hours=1),
            1_000: timedelta(hours=3),
        }
    )
    urgent: timedelta = timedelta(hours=8)
    anger: timedelta = timedelta(hours=1)
    risk: Mapping[str, timedelta] = field(
        default_factory=lambda: {
            "self_harm": timedelta(days=3),
            "threat": timedelta(days=1),
            "minor": timedelta(hours=8),
            "legal": timedelta(hours=4),
            "scandal": timedelta(hours=4),
        }
    )
    again: timedelta = timedelta(minutes=30)
    reference: timedelta = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An agent as customers see them: the key signs ("^FB"). `telegram` is their number there, 0 for none."""

    key: str
    name: str
    email: str = ""
    telegram: int = 0


class Mode(StrEnum):
    """How far a channel may go on its own."""

    DRAFT = "draft"
    ACKNOWLEDGE = "acknowledge"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """One `[channels.NAME]`. `options` are the channel's own keys, strings as written, secrets resolved.

    `missing` names the environment variables that are referred to and not set.
    """

    name: str
    mode: Mode = Mode.ANSWER
    options: Mapping[str, object] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    line: int = 1


class SlotKind(StrEnum):
    """What a slot's value must be."""

    AMOUNT = "amount"
    PHONE = "phone"
    EMAIL = "email"
    IBAN = "iban"
    FISCAL_CODE = "fiscal_code"
    DATE = "date"
    ORDER = "order"
    LIST = "list"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A value a customer may give. `ask` is the question by language; empty: never asked for.

    `ask_again` is how it is asked a second time, saying what form is expected. `private` values are personal:
    asked for and repeated in private only. `country` is where a phone number without a prefix belongs.
    """

    name: str
    kind: SlotKind
    values: tuple[str, ...] = ()
    pattern: str = ""
    ask: Mapping[str, str] = field(default_factory=dict)
    ask_again: Mapping[str, str] = field(default_factory=dict)
    country: str = "IT"
    private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Where the console and the web chat listen; `url` is where people open them, "" for just there."""

    host: str = "127.0.0.1"
    port: int = 8080
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Where the truth is kept; `keep` is how long before a conversation is anonymised."""

    url: str = "sqlite:///sportello.db"
    keep: timedelta = timedelta(days=548)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Answers that a person reads first: those for which all that is named here is so.

    `below`: the bot is less sure than this, in [0, 1]. `angry`: the customer sounds so. `reach`: the author
    has at least so many followers. `incident`: a burst of the same question is suspected to be an incident.
    """

    channels: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    below: float | None = None
    angry: bool = False
    reach: int | None = None
    incident: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """When a person reads an answer before it is sent: where any of the bands holds.

    `graduate_after`: so many approvals in a row without an edit let an intent answer by itself; 0: never.
    """

    when: tuple[Band, ...] = ()
    graduate_after: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskHabits:
    """How people work at the desk. `undo`: for so long an answer can be taken back before it leaves."""

    undo: timedelta = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of settings.toml, checked."""

    brand: Brand
    hours: Hours = field(default_factory=Hours)
    sla: Sla = field(default_factory=Sla)
    follow_ups: FollowUps = field(default_factory=FollowUps)
    matching: Matching = field(default_factory=Matching)
    handoff: Handoff = field(default_factory=Handoff)
    limits: Limits = field(default_factory=Limits)
    priority: Weights = field(default_factory=Weights)
    tone: ToneWords = field(default_factory=ToneWords)
    brigade: Brigade = field(default_factory=Brigade)
    policy: PolicyWords = field(default_factory=PolicyWords)
    listening: Listening = field(default_factory=Listening)
    incident: Incident = field(default_factory=Incident)
    approval: Approval = field(default_factory=Approval)
    bot_signature: str = "^Bot"
    people: Mapping[str, Person] = field(default_factory=dict)
    routes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slots: Mapping[str, Slot] = field(default_factory=dict)
    channels: Mapping[str, ChannelSettings] = field(default_factory=dict)
    console: Console = field(default_factory=Console)
    storage: Storage = field(default_factory=Storage)
    desk: DeskHabits = field(default_factory=DeskHabits)

    @property
    def names(self) -> tuple[str, ...]:
        """What the brand is called: its names, and the terms that are listened for."""
        return tuple(dict.fromkeys((self.brand.name, *self.brand.account_names, *self.listening.terms)))

    def people_for(self, topic: str, *, escalate: bool = False) -> tuple[str, ...]:
        """Give the keys of the people of a topic's route, with `escalate` also those told of what is late."""
        more = self.sla.escalate_to if escalate else ()
        return tuple(dict.fromkeys((*self.routes.get(topic, ()), *more)))

    def routed(self, topic: str, channel: str, language: str) -> tuple[str, ...]:
        """Give the keys of the people to whom the routes of a topic, a channel and a language lead."""
        found = (self.routes.get(name, ()) for name in (topic, f"channel:{channel}", f"language:{language}"))
        return tuple(dict.fromkeys(key for keys in found for key in keys))

    def routes_of(self, person: str) -> tuple[str, ...]:
        """Name the routes that lead to a person."""
        return tuple(name for name, keys in self.routes.items() if person in keys)
