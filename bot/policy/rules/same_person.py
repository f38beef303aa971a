"""A customer who came by the link of a case of theirs elsewhere says whether they are the same person."""

from __future__ import annotations

from bot.knowledge.intents import Means
from bot.model.conversation import Whose
from bot.model.effects import AskTie, Effect, JoinCase, Outcome, Reply, TieContacts
from bot.model.message import Purpose, Surface
from bot.policy.choosing import chosen_of
from bot.policy.rules.duplicate import AGAIN
from bot.policy.rules.one_case import joins
from bot.policy.situation import Ruling, Situation

ASK = "_same_person"
"""The reply that asks; its two buttons are yes and no."""


def same_person(case: Situation) -> Ruling | None:
    """Hear the yes or no to our question; anything else leaves the two apart, and is not asked again."""
    number = case.state.tying
    if not number:
        return None
    choice = chosen_of(case.state.offered, case.plain_text)
    if choice is None or choice.meaning not in {"yes", "no"}:
        return None
    tied: tuple[Effect, ...] = (TieContacts(number=number),) if choice.meaning == "yes" else ()
    why = "the customer says that they are the same person" if tied else "the customer is somebody else"
    if tied and joins(case, number):
        reply = Reply(template=AGAIN, purpose=Purpose.HAND_OFF)
        one = (*tied, JoinCase(number=number), *case.wait_over, reply)
        return Ruling(outcome=Outcome.HAND_OFF, effects=one, why=(why, "and this is one case from now on"))
    greeting = next((item for item in case.knowledge.intents.values() if item.means is Means.GREETING), None)
    if greeting is None or case.said_enough:
        return Ruling(outcome=Outcome.SILENT, effects=(*tied, *case.wait_over), why=(why,))
    reply = Reply(template=greeting.name, purpose=Purpose.ANSWER)
    return Ruling(outcome=Outcome.ANSWER, effects=(*tied, reply), why=(why,))


def question_of_link(case: Situation) -> tuple[Effect, ...]:
    """Ask once, in private, one who came by the very link that the customer of a case was given."""
    linked = [item.number for item in case.conversation.quoted if item.whose is Whose.LINKED]
    asked = any(item.template == ASK for item in case.state.used)
    spoken = case.language in case.knowledge.replies.languages(ASK)
    if not linked or asked or not spoken or case.conversation.surface is not Surface.PRIVATE:
        return ()
    reply = Reply(template=ASK, purpose=Purpose.CLARIFY, own_meanings=("yes", "no"))
    return (AskTie(number=linked[0]), reply)
