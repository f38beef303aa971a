"""Whether a customer's messages belong to an open incident: by intent, topic, words and place."""

from __future__ import annotations

from bot.knowledge.intents import AnswerBy, Means
from bot.model.incident import Announcement, Incident
from bot.policy.choosing import chosen_of
from bot.policy.incidents.places import names, places_in
from bot.policy.situation import Situation
from bot.policy.sureness import is_sure, wants_person
from bot.policy.text import plain
from bot.settings.values import SlotKind


def concerned(case: Situation) -> tuple[Incident, str] | None:
    """Give the latest open incident the messages belong to, and the intent they are about ("" for none)."""
    if not any(item.is_open for item in case.incidents):
        return None
    for item in reversed(case.incidents):
        about = _about(case, item.said) if item.is_open else None
        if about is not None and not elsewhere(case, item.said.place):
            return item, about
    return None


def attached(case: Situation) -> Incident | None:
    """Give the latest open incident that the conversation belongs to already."""
    mine = {item.incident for item in case.state.attached}
    return next((item for item in reversed(case.incidents) if item.is_open and item.id in mine), None)


def covers(case: Situation, said: Announcement, name: str) -> bool:
    """Tell whether a question of this intent belongs to an incident: it is named, or an FAQ of its topics."""
    if name in said.intents:
        return True
    intent = case.intent(name)
    faq = intent is not None and intent.answer is AnswerBy.FAQ and intent.means is Means.NOTHING
    return faq and intent is not None and intent.topic in said.topics


def elsewhere(case: Situation, place: str) -> bool:
    """Tell whether the messages name another place than the incident's, and not that one."""
    if not place or names(case.text, place):
        return False
    declared = case.knowledge.settings.slots
    listed = [name for name in case.match.slots if name in declared and declared[name].kind is SlotKind.LIST]
    return bool(listed or places_in(case.text, case.knowledge.settings.brand.account_names))


def _about(case: Situation, said: Announcement) -> str | None:
    """Give the intent by which the messages are the incident's ("": by its words), None if they are not."""
    filling = case.state.filling
    choice = chosen_of(case.state.offered, case.plain_text, only_labels=filling is not None)
    if choice is not None:
        return choice.meaning if covers(case, said, choice.meaning) else None
    asked = filling.intent if filling is not None else ""
    if filling is not None and covers(case, said, asked):
        given = case.knowledge.matcher.slot(filling.asking, case.text)
        if given is not None:
            return asked
    return _understood(case, said)


def _understood(case: Situation, said: Announcement) -> str | None:
    settings, best = case.knowledge.settings.matching, case.best
    sure = is_sure(case.match, settings)
    if sure and wants_person(case) is not None:
        return None  # a person has the whole message
    if best is not None and sure:
        if covers(case, said, best.intent):
            return best.intent
    elif best is not None and not case.match.novel:
        near = (item for item in case.match.candidates if best.confidence - item.confidence < settings.margin)
        likely = (item.intent for item in near if item.confidence >= settings.ask_above)
        found = next((name for name in likely if name in said.intents), None)
        if found is not None:
            return found
    return "" if not sure and tells(case.text, said.words) else None


def tells(text: str, phrases: tuple[str, ...]) -> bool:
    """Tell whether a text has all the words of one of the phrases."""
    words = set(plain(text).split())
    return any(set(plain(phrase).split()) <= words for phrase in phrases if plain(phrase))
