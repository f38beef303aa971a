"""How texts are read: the likeliest intent, and whether the bot would act on it; by one matcher or by two."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.knowledge.ports import Matcher
from bot.model.matching import Candidate
from bot.policy.sureness import is_sure
from bot.settings.values import Matching

_SAME = 0.01
_BATCH = 200

Told = Callable[[float], None]
"""Is told how far something has come, from 0 to 1."""


def nothing_told(part: float) -> None:
    """Tell nobody."""
    del part


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The likeliest intent of a text ("" for none), how likely, and whether the bot would act on it."""

    intent: str = ""
    confidence: float = 0.0
    sure: bool = False


def reading(best: Candidate | None, *, sure: bool = False) -> Reading:
    """Give a matcher's best candidate as a reading."""
    if best is None:
        return Reading()
    return Reading(intent=best.intent, confidence=best.confidence, sure=sure)


def read(
    matcher: Matcher, texts: Sequence[str], settings: Matching, *, told: Told = nothing_told
) -> list[Reading]:
    """Read texts, thousands in seconds."""
    found: list[Reading] = []
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        pairs = zip(batch, matcher.best_of(batch), strict=True)
        found += [_closely(matcher, text, best, settings) for text, best in pairs]
        told(len(found) / len(texts))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A matcher, and how sure it must be."""

    matcher: Matcher
    settings: Matching


def read_by_both(
    old: Reader, new: Reader, texts: Sequence[str], *, told: Told = nothing_told
) -> tuple[list[Reading], list[Reading]]:
    """Read texts before and after; what is read almost alike by both is looked at closely once."""
    before: list[Reading] = []
    after: list[Reading] = []
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        both = old.matcher.best_of(batch), new.matcher.best_of(batch)
        for text, was, now in zip(batch, *both, strict=True):
            first, second = _closely(old.matcher, text, was, old.settings), reading(now)
            if old.settings == new.settings and _alike(first, second, old.settings):
                second = reading(now, sure=first.sure)
            else:
                second = _closely(new.matcher, text, now, new.settings)
            before.append(first)
            after.append(second)
        told(len(before) / len(texts))
    return before, after


def _alike(one: Reading, other: Reading, settings: Matching) -> bool:
    near = one.intent == other.intent and abs(one.confidence - other.confidence) < _SAME
    likely = one.confidence >= settings.answer_above, other.confidence >= settings.answer_above
    return near and likely[0] == likely[1]


def _closely(matcher: Matcher, text: str, best: Candidate | None, settings: Matching) -> Reading:
    """Look at a likely text once more, for what else it may mean."""
    likely = best is not None and best.confidence >= settings.answer_above
    return reading(best, sure=likely and is_sure(matcher.match(text), settings))
