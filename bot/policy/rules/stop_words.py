"""A customer who wants no automatic messages is obeyed at once, and can come back."""

from __future__ import annotations

from bot.knowledge.intents import Means
from bot.model.case import CaseStatus, FollowUpKind, Priority
from bot.model.conversation import Whose
from bot.model.effects import Alert, Cancel, Effect, HandOff, OptOut, Outcome, Reply, Withdraw
from bot.model.hand_off import HandOffReason
from bot.model.message import STARTED_BY, Purpose
from bot.model.reference import numbers_in
from bot.policy.people import leave
from bot.policy.rules.same_person import question_of_link
from bot.policy.situation import Ruling, Situation
from bot.policy.text import START, STOP, plain

REMINDERS = frozenset({FollowUpKind.REASSURE, FollowUpKind.CHECK, FollowUpKind.REMIND})


def stop_words(case: Situation) -> Ruling | None:
    """Opt out, opt in, or keep quiet for one who opted out and leave the message to people."""
    if not case.from_person:
        return None
    if _says_stop(case) or _means_stop(case):
        return _opt_out(case)
    if case.plain_text in START:
        return _opt_in(case)
    if case.state.opted_out:
        return Ruling(
            outcome=Outcome.SILENT,
            effects=(HandOff(reason=HandOffReason.PEOPLE_ONLY),),
            why=("the customer wants no automatic messages: a person answers",),
        )
    return None


def _says_stop(case: Situation) -> bool:
    """Whether the last such word of the burst says stop, whatever else was written with it."""
    words = [plain(message.button or message.text) for message in case.messages]
    wishes = [word in STOP for word in words if word in STOP | START]
    return bool(wishes) and wishes[-1]


def _means_stop(case: Situation) -> bool:
    best = case.best
    if best is None or best.confidence < case.knowledge.settings.matching.answer_above:
        return False
    intent = case.intent(best.intent)
    return intent is not None and intent.means is Means.OPT_OUT


def _opt_out(case: Situation) -> Ruling:
    rest: tuple[Effect, ...] = leave(case, CaseStatus.ANSWERED)
    if case.plain_text not in STOP:
        rest = (HandOff(reason=HandOffReason.PEOPLE_ONLY),)
    quiet = (OptOut(out=True), Withdraw(), Cancel(kinds=REMINDERS), *rest)
    if case.state.opted_out:
        return Ruling(outcome=Outcome.SILENT, effects=quiet, why=("the customer had opted out before",))
    if _not_now(case):
        why = f"the customer wants no automatic messages; {_not_now(case)}"
        return Ruling(outcome=Outcome.SILENT, effects=quiet, why=(why,))
    reply = Reply(template="_stop", purpose=Purpose.STOP)
    return Ruling(
        outcome=Outcome.ANSWER, effects=(*quiet, reply), why=("the customer wants no automatic messages",)
    )


def _opt_in(case: Situation) -> Ruling | None:
    if _not_now(case):
        why = f"the customer begins again; {_not_now(case)}"
        return Ruling(outcome=Outcome.SILENT, effects=(OptOut(out=False),), why=(why,))
    question = question_of_link(case)
    if question:
        why = "the customer came by the link of a case elsewhere: asked once whether it is theirs"
        return Ruling(outcome=Outcome.CLARIFY, effects=(OptOut(out=False), *question), why=(why,))
    greeting = next((item for item in case.knowledge.intents.values() if item.means is Means.GREETING), None)
    if greeting is None:
        return Ruling(
            outcome=Outcome.HAND_OFF,
            effects=(OptOut(out=False), HandOff(reason=HandOffReason.PEOPLE_ONLY, priority=Priority.NORMAL)),
            why=("the customer begins; the brand has no greeting",),
        )
    reply = Reply(template=greeting.name, purpose=Purpose.ANSWER)
    effects = (OptOut(out=False), *_tie(case), reply)
    return Ruling(outcome=Outcome.ANSWER, effects=effects, why=("the customer begins",))


def _tie(case: Situation) -> tuple[Effect, ...]:
    """Tell people which case the customer came for, unless the bot has spoken here within an hour.

    Anybody can write a reference into a link: it joins no case and shows the customer nothing.
    """
    named = case.last.payload.get(STARTED_BY, "").partition("_")[0]
    own = case.conversation.case.reference
    if case.said_last_hour or not numbers_in(named) or named == own or _is_theirs(case):
        return ()
    text = f"the customer came by the link of {named}; make sure that it is theirs before you speak of it"
    return (Alert(text=text, reason=f"link:{named}"),)


def _is_theirs(case: Situation) -> bool:
    return any(item.whose is Whose.OWN for item in case.conversation.quoted)


def _not_now(case: Situation) -> str:
    """Say why even this is not confirmed; "" if it is."""
    if case.taken_over:
        return f"{case.state.agent} has taken over"
    return case.said_enough
