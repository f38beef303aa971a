"""Notes in the conversation what was said: the wordings, the choices offered, the times promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.knowledge.ports import Rendered
from bot.model.case import FollowUpKind
from bot.model.conversation import Offered, Used
from bot.model.effects import Acknowledged, Cancel, HandOff, MakePromise, Reply
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose, Surface
from bot.policy.apply import Draft, apply
from bot.policy.beside import Beside
from bot.policy.people import time_to_promise
from bot.policy.situation import promise_of
from bot.policy.timing import calendar_of, timetable
from bot.policy.writing import Writing

_REMEMBERED = 20


def remember_said(writing: Writing, effect: Reply, rendered: Rendered, said: Beside) -> None:
    """Remember a reply and what can be chosen below it; a time it tells is promised."""
    _remember_choices(writing, effect, rendered, said)
    owe_what_is_told(writing, rendered)


def owe_what_is_told(writing: Writing, rendered: Rendered) -> None:
    """Owe the time that words tell, if they tell one."""
    if rendered.promises:
        _owe_promise(writing)
        _name_opening(writing)


def _remember_choices(writing: Writing, effect: Reply, rendered: Rendered, said: Beside) -> None:
    draft, state = writing.draft, writing.draft.conversation.state
    offered = choices_below(effect, rendered, said)
    thread = effect.to.thread if effect.to is not None else state.thread
    remember_words(draft, rendered, *([said.named] if said.named is not None else []), thread=thread)
    if said.apology:
        draft.remember(apologised=True)
    if (effect.purpose is Purpose.FOLLOW_UP or effect.to is not None) and not offered:
        return  # a reminder or a reassurance takes back no question that was asked
    match = writing.decision.match
    values = {**(match.slots if match is not None else {}), **effect.slots}
    draft.remember(
        offered=offered,
        heard={**state.heard, **values} if said.offered else effect.slots if effect.choices else {},
        clarified=state.clarified + 1 if effect.purpose is Purpose.CLARIFY else 0,
    )


def choices_below(effect: Reply, rendered: Rendered, said: Beside) -> tuple[Offered, ...]:
    """Give the choices below a reply in the order they are shown, for a choice by number."""
    own = offers(rendered.buttons, effect.own_meanings)
    return (*effect.choices, *said.offered, *own)


def offers(labels: Sequence[str], meanings: Sequence[str]) -> tuple[Offered, ...]:
    """Give the choices that a template's own buttons are."""
    pairs = zip(labels, meanings, strict=False)
    return tuple(Offered(label=label, meaning=meaning) for label, meaning in pairs)


def remember_words(draft: Draft, *said: Rendered, thread: str | None = None) -> None:
    """Count an automatic message, in the customer's latest thread if none is given, and note its wordings."""
    remember_used(draft, *said)
    state = draft.conversation.state
    draft.remember(automatic=_lately(state.automatic, draft.now), spoken=state.spoken + 1)
    if draft.conversation.surface is Surface.PUBLIC:
        heard = draft.conversation.heard.and_one(state.thread if thread is None else thread)
        draft.conversation = replace(draft.conversation, heard=heard)


def remember_used(draft: Draft, *said: Rendered) -> None:
    """Note which wordings were used, the latest last."""
    used = [
        Used(template=item.template, variant=item.variant, at=draft.now) for item in said if item.template
    ]
    remember_use(draft, *used)


def remember_use(draft: Draft, *used: Used) -> None:
    """Note variants that were sent, the latest last."""
    draft.remember(used=(*draft.conversation.state.used, *used)[-_REMEMBERED:])


def told_time(writing: Writing) -> datetime | None:
    """Give the time that words which tell one tell the customer."""
    draft = writing.draft
    standing = promise_of(draft.conversation)
    if standing is not None:
        return standing.at
    hours = timetable(draft.conversation, writing.knowledge, writing.traits)
    return time_to_promise(draft.conversation, hours, draft.now)


def _lately(said: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    """Add a moment to those of the last hour, which is what the caps count."""
    return (*(at for at in said if now - at < timedelta(hours=1)), now)


def _owe_promise(writing: Writing) -> None:
    """A time told to the customer is owed by a person, whoever said it."""
    draft = writing.draft
    by = told_time(writing)
    if by is None or promise_of(draft.conversation) is not None:
        return
    apply(draft, HandOff(reason=HandOffReason.PROMISED))
    settled = frozenset({FollowUpKind.CHECK, FollowUpKind.REMIND, FollowUpKind.GIVE_UP})
    apply(draft, Cancel(kinds=settled))
    apply(draft, MakePromise(at=by))


def _name_opening(writing: Writing) -> None:
    """A time told while closed acknowledges the closed period: it is not said again beside the answer."""
    draft = writing.draft
    opening = calendar_of(draft.conversation, writing.knowledge).next_opening(draft.now)
    if opening is not None and opening > draft.now:
        apply(draft, Acknowledged(until=opening))
