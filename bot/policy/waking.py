"""A follow-up that falls due, with all one may look at to decide on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import FollowUp, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import Decision, Effect, Outcome, Schedule
from bot.model.message import Surface
from bot.model.traits import Traits
from bot.policy.limits import said_enough
from bot.policy.sensitive import MINDED, minded
from bot.policy.timing import STALE, Timetable, timetable


@dataclass(frozen=True, slots=True, kw_only=True)
class Waking:
    """The conversation, what falls due in it, and the moment."""

    conversation: Conversation
    follow_up: FollowUp
    knowledge: Knowledge
    traits: Traits
    now: datetime

    @property
    def hours(self) -> Timetable:
        """The hours that count for the conversation."""
        return timetable(self.conversation, self.knowledge, self.traits)

    @property
    def is_late(self) -> bool:
        """Whether it fell due more than a day ago: the program was not running."""
        return self.now - self.follow_up.at > STALE

    @property
    def forbidden(self) -> str:
        """Say why the platform takes no automatic message now; "" if it does."""
        told = unsayable(self.conversation, self.hours, self.traits, self.now)
        if told or self.conversation.surface is not Surface.PUBLIC:
            return told
        return said_enough(self.conversation, self.knowledge, self.now)

    def reassuring(self, promised: datetime | None, step: int = 0) -> tuple[Effect, ...]:
        """Owe the waiting customer a reassurance, until they have waited as long as cases are kept."""
        heard = self.conversation.state.heard_at
        at = self.hours.reassuring(self.now, promised, step)
        if at is None or (heard is not None and at - heard > self.hours.follow_ups.give_up_after):
            return ()
        return (Schedule(kind=FollowUpKind.REASSURE, at=at, step=step),)

    def said(self, effects: tuple[Effect, ...], why: str) -> Decision:
        """Decide to say something."""
        return self._decision(Outcome.ACKNOWLEDGE, effects, why)

    def silent(self, effects: tuple[Effect, ...], why: str) -> Decision:
        """Decide to say nothing."""
        return self._decision(Outcome.SILENT, effects, why)

    def _decision(self, outcome: Outcome, effects: tuple[Effect, ...], why: str) -> Decision:
        rule = f"wake_{self.follow_up.kind}"
        return Decision(rule=rule, outcome=outcome, effects=effects, why=(why,))


def unsayable(conversation: Conversation, hours: Timetable, traits: Traits, now: datetime) -> str:
    """Say why nothing automatic may be said in a conversation now, whoever wrote it; "" if it may."""
    if not hours.reaches(now):
        return f"{traits.title}’s messaging window has shut"
    if conversation.surface is not Surface.PUBLIC:
        return ""
    if minded(conversation):
        return MINDED
    if traits.auto_replies and conversation.state.spoken >= traits.auto_replies:
        return f"{traits.title} allows no more automatic messages on this post"
    return ""
