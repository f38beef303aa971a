"""A message that asks for nothing, after something was said, needs no answer and no person."""

from __future__ import annotations

import re

from bot.model.case import CaseStatus
from bot.model.effects import Outcome
from bot.model.message import Surface
from bot.policy.people import leave
from bot.policy.situation import Ruling, Situation
from bot.policy.text import PLEASANTRIES, plain

_SHOWN = re.compile(r"https?://\S+")


def asks_nothing(case: Situation) -> Ruling | None:
    """Let an "ok" or a lone emoji be, unless it is the first word; and a post that is only a link."""
    if len(case.messages) > 1:
        return None
    if _only_shows(case):
        return Ruling(outcome=Outcome.SILENT, effects=case.wait_over, why=("a link shown without a word",))
    if case.plain_text not in PLEASANTRIES or not case.state.used:
        return None
    settled = leave(case, CaseStatus.ANSWERED)
    effects = (*settled, *case.wait_over)
    return Ruling(outcome=Outcome.SILENT, effects=effects, why=("the message asks for nothing",))


def _only_shows(case: Situation) -> bool:
    """Whether a public post is another one quoted without a word: it shows something, to others."""
    if case.conversation.surface is not Surface.PUBLIC or case.last.button:
        return False
    without = _SHOWN.sub(" ", case.last.text)
    return without != case.last.text and plain(without) == ""
