"""A customer who wants no automatic messages is obeyed at once, and can come back."""

from __future__ import annotations

from bot.knowledge.intents import Means
from bot.model.case import FollowUpKind, Priority
from bot.model.effects import Cancel, HandOff, HandOffReason, OptOut, Outcome, Reply, Withdraw
from bot.model.message import Purpose
from bot.policy.situation import Ruling, Situation
from bot.policy.text import START, STOP

REMINDERS = frozenset({FollowUpKind.REASSURE, FollowUpKind.CHECK, FollowUpKind.GIVE_UP})


def stop_words(case: Situation) -> Ruling | None:
    """Opt out, opt in, or keep quiet for one who opted out and leave the message to people."""
    if case.plain_text in STOP or _means_stop(case):
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


def _means_stop(case: Situation) -> bool:
    best = case.best
    if best is None or best.confidence < case.knowledge.settings.matching.answer_above:
        return False
    intent = case.intent(best.intent)
    return intent is not None and intent.means is Means.OPT_OUT


def _opt_out(case: Situation) -> Ruling:
    quiet = (OptOut(out=True), Withdraw(), Cancel(kinds=REMINDERS))
    if case.state.opted_out:
        return Ruling(outcome=Outcome.SILENT, effects=quiet, why=("the customer had opted out before",))
    reply = Reply(template="_stop", purpose=Purpose.STOP)
    return Ruling(
        outcome=Outcome.ANSWER, effects=(*quiet, reply), why=("the customer wants no automatic messages",)
    )


def _opt_in(case: Situation) -> Ruling | None:
    greeting = next((item for item in case.knowledge.intents.values() if item.means is Means.GREETING), None)
    if greeting is None:
        return Ruling(
            outcome=Outcome.HAND_OFF,
            effects=(OptOut(out=False), HandOff(reason=HandOffReason.PEOPLE_ONLY, priority=Priority.NORMAL)),
            why=("the customer begins; the brand has no greeting",),
        )
    reply = Reply(template=greeting.name, purpose=Purpose.ANSWER)
    return Ruling(outcome=Outcome.ANSWER, effects=(OptOut(out=False), reply), why=("the customer begins",))
