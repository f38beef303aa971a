"""Whether the matcher's reading of a text is sure enough to be acted on."""

from __future__ import annotations

from bot.model.matching import Match
from bot.settings.values import Matching


def is_sure(match: Match, settings: Matching) -> bool:
    """Tell whether a reading is sure enough to be acted on: likely, about the brand, no other meaning near.

    What is asked beside it is no rival.
    """
    if match.best is None or match.novel or match.best.confidence < settings.answer_above:
        return False
    beside = {other.intent for other in match.also}
    others = [other.confidence for other in match.candidates[1:] if other.intent not in beside]
    return not others or match.best.confidence - others[0] >= settings.margin
