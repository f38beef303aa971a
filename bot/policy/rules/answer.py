"""A question the bot is sure of is answered at once, open or closed, in one message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.knowledge.intents import Intent, Means
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Filling, Offered
from bot.model.effects import Effect, Fill, Invite, Outcome, Reply, Schedule, Understood
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose, Surface
from bot.policy.people import ask_person, leave
from bot.policy.public_first import settled, why_settled
from bot.policy.situation import Ruling, Situation
from bot.policy.sureness import is_sure, person_reason, wants_person
from bot.settings.values import Mode

_NO_SLOTS: Mapping[str, str] = {}
_MOST_BESIDE = 3
"""More questions than these beside the first are left for the next message."""


def answer(case: Situation) -> Ruling | None:
    """Answer the likeliest intent when its calibrated confidence is high and no other is near."""
    best, settings = case.best, case.knowledge.settings.matching
    if best is None or not is_sure(case.match, settings) or case.mode is Mode.ACKNOWLEDGE:
        return None
    why = f"{best.intent} with {best.confidence:.2f}, at least {settings.answer_above:.2f}"
    wanted = wants_person(case)
    if wanted is not None:
        return ask_person(case, wanted, (why, "and a person is wanted"), intent=case.intent(best.intent))
    return answer_intent(case, best.intent, (why, *case.match.why), also=asked_beside(case, best.intent))


def asked_beside(case: Situation, first: str) -> tuple[str, ...]:
    """Give the intents of the other questions in the customer's message, in the order they are asked."""
    least = case.knowledge.settings.matching.ask_above
    names = dict.fromkeys(item.intent for item in case.match.also if item.confidence >= least)
    questions = (name for name in names if _is_question(case, name))
    return tuple(name for name in questions if name != first)[:_MOST_BESIDE]


def _is_question(case: Situation, name: str) -> bool:
    intent = case.intent(name)
    return intent is not None and intent.means is Means.NOTHING


def answer_intent(
    case: Situation,
    name: str,
    why: tuple[str, ...],
    slots: Mapping[str, str] = _NO_SLOTS,
    *,
    also: Iterable[str] = (),
) -> Ruling:
    """Answer an intent: with its reply, a question for what is missing, in private, or by a person.

    `also` are intents asked about in the same message: they are offered beside the answer, and the customer
    is reminded once; a person who is asked reads them too.
    """
    intent = case.intent(name)
    if intent is None:
        return ask_person(case, HandOffReason.LOW_CONFIDENCE, (*why, f"there is no intent {name} any more"))
    reason = person_reason(case, intent)
    if reason is not None:
        return ask_person(case, reason, (*why, f"{name} is for people"), intent=intent)
    understood = Understood(intent=name, topic=intent.topic)
    values = {**case.match.slots, **slots}
    missing = _missing_slot(case, intent, values)
    if case.conversation.surface is Surface.PUBLIC and _needs_privacy(case, intent, missing):
        return _ask_in_private(case, understood, offers(case, also), why)
    if missing:
        fill = Fill(filling=Filling(intent=name, asking=missing, values=values, also=tuple(also)))
        asked = (understood, *leave(case, CaseStatus.WAITING_FOR_CUSTOMER), fill)
        return Ruling(outcome=Outcome.CLARIFY, effects=asked, why=(*why, f"{missing} is missing"))
    known = {slot: value for slot, value in values.items() if slot in intent.slots}
    choices = offers(case, also)
    reply = Reply(template=name, purpose=Purpose.ANSWER, slots=known, also=choices)
    if choices:
        why = (*why, f"asked about as well: {', '.join(choice.meaning for choice in choices)}")
    courtesy = intent.means in {Means.GREETING, Means.THANKS} and case.awaits_person
    # an answer on the way does not change what a person was asked about, nor does a word of thanks
    about = () if courtesy else (replace(understood, renames=not case.awaits_person),)
    after = leave(case, CaseStatus.WAITING_FOR_CUSTOMER) if choices else _afterwards(case, intent)
    if intent.means is Means.THANKS and not case.awaits_person:
        after, why = (*after, *settled(case.conversation)), (*why, *why_settled(case.conversation))
    return Ruling(outcome=Outcome.ANSWER, effects=(*about, *after, reply), why=why)


def _needs_privacy(case: Situation, intent: Intent, missing: str) -> bool:
    """Whether personal data is needed: the intent says so, or the value it waits for is personal."""
    return intent.private or (missing != "" and case.knowledge.settings.slots[missing].private)


def _ask_in_private(
    case: Situation, understood: Understood, beside: tuple[Offered, ...], why: tuple[str, ...]
) -> Ruling:
    reply = Reply(template="_ask_private", purpose=Purpose.ANSWER, also=beside)
    after = leave(case, CaseStatus.WAITING_FOR_CUSTOMER) if beside else ()
    effects = (understood, *after, Invite(), reply)
    return Ruling(outcome=Outcome.ANSWER, effects=effects, why=(*why, "needs personal data"))


def offers(case: Situation, also: Iterable[str]) -> tuple[Offered, ...]:
    """Give other questions as choices, by their titles in the customer's language."""
    titles = ((name, case.title(name)) for name in also)
    return tuple(Offered(label=title, meaning=name, asked=True) for name, title in titles if title)


def _missing_slot(case: Situation, intent: Intent, values: Mapping[str, str]) -> str:
    """Name the first value that is asked for and not given; "" if there is none."""
    declared, spoken = case.knowledge.settings.slots, case.knowledge.settings.brand.languages
    asked = (
        name for name in intent.slots if name in declared and not declared[name].ask.keys().isdisjoint(spoken)
    )
    return next((name for name in asked if name not in values), "")


def _afterwards(case: Situation, intent: Intent) -> tuple[Effect, ...]:
    """The case is answered, unless it waits for a person; in private it is asked once if it is solved."""
    settled = leave(case, CaseStatus.ANSWERED)
    public = case.conversation.surface is Surface.PUBLIC
    asked = case.state.asked_about == case.conversation.case.number
    if not settled or intent.follow_up is None or public or asked:
        return settled
    at = case.timetable(intent.topic).polite(case.now + intent.follow_up)
    return (*settled, Schedule(kind=FollowUpKind.CHECK, at=at))
