"""Who writes when, and what: hundreds of customers with their habits, drawn from the week's seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from bot.model.message import Author, Inbound, InboundKind
from tests.simulate.brand import SAID
from tests.simulate.ledger import Said
from tests.simulate.platforms import ACCOUNT, TRAITS

DAY = 86_400.0

NONSENSE = {
    "it": ("il mio cane ha mangiato un libro", "non capisco niente di tutto questo", "boh"),
    "en": ("my dog has eaten a book", "I do not understand any of this", "whatever"),
}
WORDS = {"it": {"stop": "STOP", "start": "START"}, "en": {"stop": "stop", "start": "start"}}
FAQ = ("sim/ricarica", "sim/orari", "sim/portabilita", "sim/saluto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person (or a robot) on one platform."""

    name: str
    channel: str
    language: str
    robot: bool = False

    @property
    def key(self) -> str:
        """The conversation's key."""
        return f"c:{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something a customer will write: after so many seconds of the week."""

    at: float
    customer: Customer
    sort: str
    text: str
    kind: InboundKind = InboundKind.MESSAGE


def week(random: Random, *, customers: int, days: float) -> Iterator[Wish]:
    """Draw a week's traffic: ordinary customers, a burst, someone who never stops, night owls."""
    people = [_customer(random, number) for number in range(customers)]
    for person in people:
        yield from _visit(random, person, moment(random, days))
    yield from _burst(random, people[: customers // 5], days)
    if random.random() < 0.5:
        yield from _chatterbox(random, moment(random, days))


def _customer(random: Random, number: int) -> Customer:
    return Customer(
        name=f"{number}",
        channel=random.choice(tuple(TRAITS)),
        language=random.choice(("it", "it", "en")),
        robot=random.random() < 0.03,
    )


def moment(random: Random, days: float) -> float:
    """Draw a second of the week, more often by day than by night."""
    day = random.uniform(0, days)
    if random.random() < 0.6:
        return int(day) * DAY + random.uniform(7, 19) * 3600
    return day * DAY


def _visit(random: Random, person: Customer, at: float) -> Iterator[Wish]:
    for _ in range(random.choice((1, 1, 2, 2, 3, 5))):
        yield _wish(random, person, at)
        at += random.choice((0.0, 0.5, 3.0, 20.0, 600.0, 7200.0, 40_000.0)) * random.uniform(0.5, 2)


def _burst(random: Random, people: list[Customer], days: float) -> Iterator[Wish]:
    """Everybody asks the same within minutes."""
    at = moment(random, days)
    for person in people:
        text = random.choice(SAID["sim/ricarica"][person.language])
        yield Wish(at=at + random.uniform(0, 300), customer=person, sort="burst", text=text)


def _chatterbox(random: Random, at: float) -> Iterator[Wish]:
    """One who answers every answer in other words, all afternoon: another program, perhaps."""
    person = Customer(name="chatterbox", channel="posts", language="it")
    for count in range(12):
        text = random.choice(SAID[random.choice(FAQ)]["it"])
        yield Wish(at=at, customer=person, sort="faq", text=f"{text} {'!' * count}")
        at += random.uniform(5, 300)


def _wish(random: Random, person: Customer, at: float) -> Wish:
    language = person.language
    sort = random.choices(
        ("faq", "nonsense", "person", "stop", "start", "same", "gone", "order"), (50, 22, 10, 3, 2, 6, 2, 3)
    )[0]
    kind = InboundKind.MESSAGE
    match sort:
        case "faq":
            text = random.choice(SAID[random.choice(FAQ)][language])
        case "person":
            text = random.choice(SAID["sim/persona"][language])
        case "stop" | "start":
            text = WORDS[language][sort]
        case "same":
            text = SAID["sim/ricarica"][language][0]
        case "order":
            text = f"PR-{random.randrange(10_000, 99_999)}"
        case "gone":
            text, kind = "", random.choice((InboundKind.BLOCKED, InboundKind.DELETE))
        case _:
            text = random.choice(NONSENSE[language])
    return Wish(at=at, customer=person, sort=sort, text=text, kind=kind)


def message(wish: Wish, number: int, now: datetime) -> Said:
    """Make the platform's item of a wish; `number` is the item's in the feed, from 1."""
    person = wish.customer
    surface = TRAITS[person.channel].default_surface
    pressed = wish.kind is InboundKind.BUTTON
    inbound = Inbound(
        channel=person.channel,
        account=ACCOUNT,
        event_key=f"e:{number}",
        conversation_key=person.key,
        author=Author(id=person.name, name="Anna", is_bot=person.robot),
        kind=wish.kind,
        surface=surface,
        text="" if pressed else wish.text,
        button=wish.text if pressed else "",
        message_id=str(number),
        occurred_at=now,
        received_at=now,
    )
    return Said(inbound=inbound, language=person.language, sort=wish.sort)


def echo(channel: str, conversation_key: str, text: str, number: int, now: datetime) -> Said:
    """Make the item by which a platform shows us our own post."""
    person = Customer(name="brand", channel=channel, language="it")
    said = message(Wish(at=0.0, customer=person, sort="own", text=text), number, now)
    inbound = said.inbound
    author = Author(id="brand", name="Volo", is_brand=True)
    own = Inbound(
        **{
            **{name: getattr(inbound, name) for name in inbound.__slots__},
            "author": author,
            "conversation_key": conversation_key,
        }
    )
    return Said(inbound=own, language="it", sort="own")
