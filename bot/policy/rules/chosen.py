"""The customer picks one of the choices the bot offered."""

from __future__ import annotations

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Offered
from bot.model.effects import Cancel, GiveFeedback, Outcome
from bot.model.hand_off import HandOffReason
from bot.model.message import OLD_BUTTON
from bot.model.unanswered import CHOSE
from bot.policy.choosing import chosen_of
from bot.policy.people import ask_person, leave
from bot.policy.public_first import settled, why_settled
from bot.policy.rules.answer import answer_intent
from bot.policy.situation import Ruling, Situation

_TO_PEOPLE = {
    "none": (HandOffReason.TIE, "none of the offered meanings was right"),
    "person": (HandOffReason.ASKED_FOR_HUMAN, "the customer prefers a person"),
}


def chosen(case: Situation) -> Ruling | None:
    """Read the message as one of the offered choices: by its label, its number, or a plain yes or no.

    A button of an older question says nothing about this one, whatever its label.
    """
    if OLD_BUTTON in case.last.payload:
        return None
    offered = case.state.offered
    choice = chosen_of(offered, case.plain_text, only_labels=case.state.filling is not None)
    if choice is None:
        return None
    if choice.meaning in _TO_PEOPLE:
        reason, why = _TO_PEOPLE[choice.meaning]
        return ask_person(case, reason, (why,))
    told = {"yes": _solved, "no": _not_solved, "enough": _enough}.get(choice.meaning)
    if told is not None:
        return told(case)
    also = _still_asked(offered, choice)
    return answer_intent(case, choice.meaning, (CHOSE,), case.state.heard, also=also)


def _still_asked(offered: tuple[Offered, ...], choice: Offered) -> tuple[str, ...]:
    """Give what the customer asked about as well and has not chosen yet."""
    return tuple(item.meaning for item in offered if item.asked and item != choice) if choice.asked else ()


def _enough(case: Situation) -> Ruling:
    effects = (*leave(case, CaseStatus.ANSWERED), *case.wait_over)
    return Ruling(outcome=Outcome.SILENT, effects=effects, why=("no further answer is wanted",))


def _not_solved(case: Situation) -> Ruling:
    """A person has it from here; the customer is not asked again, and the person reads what was answered."""
    answered = case.conversation.case.intent
    why = (f"the answer {answered} did not solve it" if answered else "the answer did not solve it",)
    asked = ask_person(case, HandOffReason.NOT_SOLVED, why)
    effects = (GiveFeedback(solved=False), *asked.effects)
    return Ruling(outcome=asked.outcome, effects=effects, why=asked.why)


def _solved(case: Situation) -> Ruling:
    return Ruling(
        outcome=Outcome.SILENT,
        effects=(
            GiveFeedback(solved=True),
            Cancel(kinds=frozenset(FollowUpKind)),
            *leave(case, CaseStatus.RESOLVED),
            *case.wait_over,
            *settled(case.conversation),
        ),
        why=("the customer says it is solved", *why_settled(case.conversation)),
    )
