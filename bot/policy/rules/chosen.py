"""The customer picks one of the choices the bot offered."""

from __future__ import annotations

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.effects import Cancel, HandOffReason, Outcome
from bot.model.unanswered import CHOSE
from bot.policy.people import ask_person, leave
from bot.policy.rules.answer import answer_intent
from bot.policy.situation import Ruling, Situation
from bot.policy.text import NO, PLACES, YES, plain


def chosen(case: Situation) -> Ruling | None:
    """Read the message as one of the offered choices: by its label, its number, or a plain yes or no."""
    meaning = _meaning(case)
    if meaning is None:
        return None
    if meaning == "none":
        return ask_person(case, HandOffReason.TIE, ("none of the offered meanings was right",))
    if meaning == "no":
        return ask_person(case, HandOffReason.LOW_CONFIDENCE, ("the answer did not solve it",))
    if meaning == "yes":
        return _solved(case)
    return answer_intent(case, meaning, (CHOSE,), case.state.heard)


def _meaning(case: Situation) -> str | None:
    offered = case.state.offered
    text = case.plain_text
    for choice, place in zip(offered, PLACES, strict=False):
        if text == plain(choice.label) or text in place:
            return choice.meaning
    meanings = {choice.meaning for choice in offered}
    if "yes" in meanings and text in YES:
        return "yes"
    only = [meaning for meaning in meanings if meaning not in {"yes", "no", "none"}]
    if len(only) == 1 and text in YES:
        return only[0]
    if meanings & {"no", "none"} and text in NO:
        return "no" if "no" in meanings else "none"
    return None


def _solved(case: Situation) -> Ruling:
    return Ruling(
        outcome=Outcome.SILENT,
        effects=(
            Cancel(kinds=frozenset(FollowUpKind)),
            *leave(case, CaseStatus.RESOLVED),
            *case.wait_over,
        ),
        why=("the customer says it is solved",),
    )
