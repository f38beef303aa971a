"""What a rule looks at: one conversation, the messages to decide on, and what the brand knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from bot.knowledge.intents import Intent
from bot.knowledge.library import Knowledge
from bot.knowledge.personal.guard import without_marks
from bot.knowledge.tone import Tone, is_bare_insult, tones
from bot.model.case import CaseStatus, FollowUp, FollowUpKind
from bot.model.conversation import Conversation, State
from bot.model.effects import Effect, Outcome, WaitOver
from bot.model.hours import Calendar
from bot.model.incident import Incident
from bot.model.matching import Candidate, Match
from bot.model.message import MASKED, Inbound
from bot.model.traits import Traits
from bot.policy.authors import is_automatic
from bot.policy.limits import said_enough, said_last_hour
from bot.policy.text import plain
from bot.policy.timing import STALE, Timetable, calendar_of, timetable
from bot.settings.values import Mode

_STORED_EXACTLY = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """A rule's answer: what the customer sees, what is to be done, and why in plain sentences.

    `by_itself`: it waits for nobody, whatever the channel.
    """

    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    why: tuple[str, ...] = ()
    by_itself: bool = False


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A burst of a customer's messages in its conversation; what is costly is worked out when asked for."""

    conversation: Conversation
    messages: Sequence[Inbound]
    knowledge: Knowledge
    traits: Traits
    now: datetime
    incidents: Sequence[Incident] = ()

    @property
    def state(self) -> State:
        return self.conversation.state

    @property
    def last(self) -> Inbound:
        return self.messages[-1]

    @property
    def from_person(self) -> bool:
        """Whether a person wrote it, not the brand itself or another bot."""
        return not is_automatic(self.last.author, self.knowledge)

    @property
    def is_stale(self) -> bool:
        """Whether the message is too old to be answered by itself."""
        return self.now - self.last.received_at > STALE

    @property
    def taken_over(self) -> bool:
        """Whether an agent has the conversation, and the bot is silent."""
        return taken_over(self.conversation, self.now)

    @property
    def said_last_hour(self) -> int:
        """How many automatic messages this conversation has had within an hour."""
        return said_last_hour(self.conversation, self.now)

    @property
    def said_enough(self) -> str:
        """Why nothing more may be said automatically now; "" if it may."""
        return said_enough(self.conversation, self.knowledge, self.now)

    @cached_property
    def text(self) -> str:
        """The burst as one text, a line a message; what was masked in it is left out."""
        return "\n".join(message.button or _own_words(message) for message in self.messages)

    @cached_property
    def plain_text(self) -> str:
        """The last message in lower case without punctuation, for comparing with short words."""
        return plain(self.last.button or self.last.text)

    @cached_property
    def match(self) -> Match:
        """The matcher's reading of the burst."""
        return self.knowledge.matcher.match(
            self.text, past_language=self.state.language, hint=self.conversation.contact.language_hint
        )

    @cached_property
    def tones(self) -> tuple[Tone, ...]:
        """What the burst sounds like, the gravest first; a brand's own and other bots are not listened to."""
        if not self.from_person:
            return ()
        author, names = self.last.author, self.knowledge.settings.brand.account_names
        return tones(self.text, author=(author.name, author.handle), own=self._own_tones, names=names)

    @property
    def is_bare_insult(self) -> bool:
        """Whether the burst insults and asks for nothing; in doubt it asks for something."""
        if not set(self.tones) <= {Tone.INSULT, Tone.JOKE}:
            return False
        names = self.knowledge.settings.brand.account_names
        return is_bare_insult(self.text, own=self._own_tones, names=names)

    @property
    def _own_tones(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        own = self.knowledge.settings.tone
        return tuple((name, getattr(own, name)) for name in ("harmless", *Tone))

    @property
    def best(self) -> Candidate | None:
        return self.match.best

    @property
    def language(self) -> str:
        """The language to answer in: one the brand writes, the default where the customer's is not."""
        languages = self.knowledge.settings.brand.languages
        return self.match.language if self.match.language in languages else languages[0]

    @property
    def mode(self) -> Mode:
        return mode_of(self.conversation, self.knowledge)

    @property
    def speaks(self) -> bool:
        """Whether what the bot decides is said, not only proposed to people."""
        return self.mode is not Mode.DRAFT

    @property
    def calendar(self) -> Calendar:
        """The hours that count for what the conversation has been about so far."""
        return calendar_of(self.conversation, self.knowledge)

    def timetable(self, topic: str = "") -> Timetable:
        """Give the hours that count for a topic, or for the conversation's own."""
        return timetable(self.conversation, self.knowledge, self.traits, topic=topic)

    @property
    def awaits_person(self) -> bool:
        """Whether a person has been asked already and has not answered."""
        return self.conversation.case.status is CaseStatus.WAITING_FOR_AGENT

    @property
    def promise(self) -> FollowUp | None:
        """The open promise to this customer, if any."""
        return promise_of(self.conversation)

    @property
    def wait_over(self) -> tuple[Effect, ...]:
        """What follows when the messages need no answer: nobody waits, unless something older does."""
        since = self.conversation.unanswered_since
        first = min(message.occurred_at for message in self.messages)
        older = since is not None and first - since >= _STORED_EXACTLY
        return () if older or self.awaits_person else (WaitOver(),)

    def intent(self, name: str) -> Intent | None:
        return self.knowledge.intents.get(name)

    def title(self, name: str) -> str:
        intent = self.intent(name)
        return intent.title_in(self.language) if intent is not None else ""


def _own_words(message: Inbound) -> str:
    return without_marks(message.text) if MASKED in message.payload else message.text


def mode_of(conversation: Conversation, knowledge: Knowledge) -> Mode:
    """Tell how far the conversation's channel may go on its own."""
    channel = knowledge.settings.channels.get(conversation.channel)
    return channel.mode if channel is not None else Mode.ANSWER


def is_draft(conversation: Conversation, knowledge: Knowledge) -> bool:
    """Tell whether what the bot would say is only proposed to people."""
    return mode_of(conversation, knowledge) is Mode.DRAFT


def promise_of(conversation: Conversation) -> FollowUp | None:
    """Give the open promise about a conversation's case, if any; its own before one made elsewhere."""
    return own_promise_of(conversation) or _promise_elsewhere(conversation)


def own_promise_of(conversation: Conversation) -> FollowUp | None:
    """Give the open promise that was made in this very conversation, if any."""
    return next((item for item in conversation.follow_ups if item.kind is FollowUpKind.PROMISE), None)


def _promise_elsewhere(conversation: Conversation) -> FollowUp | None:
    made = [place.promised for place in conversation.places if place.promised is not None]
    return FollowUp(kind=FollowUpKind.PROMISE, at=min(made)) if made else None


def is_muted(conversation: Conversation, now: datetime) -> bool:
    """Tell whether a person has let the bot say nothing to this contact for now."""
    return conversation.mute is not None and now < conversation.mute.until


def taken_over(conversation: Conversation, now: datetime) -> bool:
    """Tell whether an agent has the conversation, and the bot is silent."""
    until = conversation.state.silent_until
    return bool(conversation.state.agent) and until is not None and now < until
