"""A known incident: its customers get its text once, then at most a short word, and wait for its updates."""

from __future__ import annotations

from bot.model.effects import Attach, Effect, Outcome, Reply, Understood
from bot.model.incident import Attached, Incident
from bot.model.message import Purpose
from bot.policy.incidents.folding import fold
from bot.policy.incidents.scope import attached, concerned
from bot.policy.rules.answer import answer_intent, asked_beside, offers
from bot.policy.situation import Ruling, Situation
from bot.policy.sureness import is_sure
from bot.policy.text import PLEASANTRIES

TEXT = "_incident"
AGAIN = "_incident_again"


def incident(case: Situation) -> Ruling | None:
    """Say an open incident's text to whom it concerns; nothing else of its topics is answered meanwhile."""
    found = concerned(case)
    if found is not None:
        return _said(case, *found)
    mine = attached(case)
    if mine is None or not _says_no_more(case):
        return None
    known = _known(case, mine)
    if known is None or known.repeated >= mine.update:
        return None
    return _again(case, mine, "", ("the customer writes again, and asks for nothing else that is known",))


def _said(case: Situation, item: Incident, about: str) -> Ruling:
    known = _known(case, item)
    why = (f"incident {item.id}: {item.title}", *case.match.why)
    if known is None or known.told < item.update:
        return _tell(case, item, about, why)
    beside = asked_beside(case, about)
    if beside:
        told = (*why, "told already; the other question is answered")
        return answer_intent(case, beside[0], told, also=beside[1:])
    if known.repeated < item.update:
        return _again(case, item, about, (*why, "told already: a short word"))
    silent = (*_understood(case, about), *case.wait_over)
    return Ruling(outcome=Outcome.SILENT, effects=silent, why=(*why, "told already, twice"))


def _tell(case: Situation, item: Incident, about: str, why: tuple[str, ...]) -> Ruling:
    reply = Reply(
        template=TEXT,
        purpose=Purpose.ANSWER,
        also=offers(case, asked_beside(case, about)),
        may_promise=False,
        incident=item.said,
    )
    folded = fold(case.conversation, item.said, case.knowledge, case.timetable(), case.now)
    told = Attach(incident=item.id, told=item.update)
    return Ruling(outcome=Outcome.ANSWER, effects=(*_understood(case, about), *folded, told, reply), why=why)


def _again(case: Situation, item: Incident, about: str, why: tuple[str, ...]) -> Ruling:
    folded = fold(case.conversation, item.said, case.knowledge, case.timetable(), case.now)
    known = Attach(incident=item.id, told=item.update, repeated=True)
    effects: tuple[Effect, ...] = (*_understood(case, about), *folded, known)
    if not case.knowledge.replies.languages(AGAIN):
        return Ruling(outcome=Outcome.SILENT, effects=(*effects, *case.wait_over), why=why)
    reply = Reply(template=AGAIN, purpose=Purpose.ANSWER, may_promise=False, incident=item.said)
    return Ruling(outcome=Outcome.ANSWER, effects=(*effects, reply), why=why)


def _known(case: Situation, item: Incident) -> Attached | None:
    return next((one for one in case.state.attached if one.incident == item.id), None)


def _understood(case: Situation, name: str) -> tuple[Effect, ...]:
    """Note what the case is about, unless a person has been asked about something."""
    intent = case.intent(name)
    if intent is None or (case.awaits_person and case.conversation.case.intent):
        return ()
    return (Understood(intent=name, topic=intent.topic),)


def _says_no_more(case: Situation) -> bool:
    """Whether an attached customer's message is about nothing else that the bot could tell."""
    settings, best = case.knowledge.settings.matching, case.best
    if case.awaits_person or case.state.offered or case.state.filling is not None:
        return False
    if case.plain_text in PLEASANTRIES:
        return False
    return not is_sure(case.match, settings) and (best is None or best.confidence < settings.ask_above)
