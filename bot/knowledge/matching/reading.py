"""What a fitted model makes of a text's readings: one verdict, the whole text weighing most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.knowledge.matching.calibration import softmax
from bot.knowledge.matching.kernel import strangeness
from bot.knowledge.matching.lessons import Lesson
from bot.knowledge.matching.model import Model

MOST = 5
"""Most guesses that are given."""

NOTHING = 0.5
"""A reading with more than this of the background's share is about something else."""

CERTAIN = 0.8
"""Two parts this sure of two intents are two questions; it does not follow `answer_above`."""

SURE = 0.6
"""Two readings surer than this of two intents leave it undecided which is meant."""

SAYING = 0.3
"""A reading surer than this says something beside a greeting."""

WHOLE = 0.75
"""How much the whole text weighs beside its parts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtesies:
    """The intents, by index, that are no questions: beside a question they do not rival it."""

    greetings: frozenset[int] = frozenset()
    thanks: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """An intent by its index, how likely it is meant, and the sentence that speaks most for it."""

    intent: int
    confidence: float
    leans_on: Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The likeliest intents, best first, and what else is asked; `novel`: nothing is about the brand."""

    guesses: tuple[Guess, ...]
    also: tuple[Guess, ...] = ()
    novel: bool = False


def read(model: Model, texts: Sequence[str], courtesies: Courtesies) -> Verdict:
    """Read a text by its readings, at least one, the whole first and its parts in their order after it.

    Readings that only greet count where nothing else is said. Parts that are certain are questions of their
    own: the first is what the text is about. Less sure ones leave it undecided.
    """
    seen = _see(model, texts)
    strange = strangeness(model.strange, seen.kernel[:, model.ours]) > model.strange_above
    novel = bool((strange | (seen.shares[:, -1] > NOTHING)).all())
    limits = _Limits(courtesies=courtesies, most=MOST)
    guesses, also = _judge(model, seen, _rows(seen, texts, 0), limits)
    return Verdict(guesses=guesses, also=also, novel=novel)


def best_guesses(model: Model, several: Sequence[Sequence[str]], courtesies: Courtesies) -> Iterator[Guess]:
    """Give the first guess that `read` would give for each of several texts: much quicker for hundreds."""
    seen = _see(model, [reading for texts in several for reading in texts])
    limits = _Limits(courtesies=courtesies, most=1)
    end = 0
    for texts in several:
        start, end = end, end + len(texts)
        yield _judge(model, seen, _rows(seen, texts, start), limits)[0][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """The rows of a text's readings, the surest that has all it says, and those of its parts, in order."""

    every: range
    whole: int
    parts: tuple[int, ...]


def _rows(seen: _Seen, texts: Sequence[str], start: int) -> _Rows:
    """Tell apart the readings with courtesies and without, which hold the first, from parts of the text."""
    every = range(start, start + len(texts))
    full = [row for row, text in zip(every, texts, strict=True) if texts[0] in text]
    whole = max(full, key=lambda row: (float(seen.right[row]), -row))
    return _Rows(every=every, whole=whole, parts=tuple(row for row in every if row not in full))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """Which intents are courtesies, and how many guesses are wanted."""

    courtesies: Courtesies
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """Readings beside what was taught.

    `kernel` is (m, n), `shares` (m, c + 1); by row the `likeliest` intent, and how surely it is `right`.
    """

    kernel: Any
    shares: Any
    likeliest: list[int]
    right: Any


def _see(model: Model, texts: Sequence[str]) -> _Seen:
    kernel = model.channels.kernel_with(texts)
    shares = softmax(kernel @ model.weights, model.worth.sharpness)
    return _Seen(
        kernel=kernel,
        shares=shares,
        likeliest=shares[:, :-1].argmax(axis=1).tolist(),
        right=model.worth.head.right(shares),
    )


def _judge(
    model: Model, seen: _Seen, text: _Rows, limits: _Limits
) -> tuple[tuple[Guess, ...], tuple[Guess, ...]]:
    """Give the best intents of the text that has these rows, and what else it asks."""
    greetings = limits.courtesies.greetings
    saying = [row for row in text.every if seen.likeliest[row] not in greetings and seen.right[row] > SAYING]
    rows = saying or list(text.every)
    asking = [row for row in rows if seen.likeliest[row] not in limits.courtesies.thanks]
    questions = _questions(seen, [row for row in asking if row in text.parts])
    if len(questions) > 1:
        first, *others = (_guesses(model, seen.kernel[row], limits.most) for row in questions.values())
        return first, tuple(other[0] for other in others)
    guesses = _guesses(model, _joint(seen, rows, text.whole), limits.most)
    rivals = {seen.likeliest[row]: float(seen.right[row]) for row in asking if seen.right[row] > SURE}
    if len(rivals) > 1:
        guesses = _shared_out(model, _joint(seen, rows, text.whole), guesses, rivals)
    return guesses, ()


def _questions(seen: _Seen, parts: Sequence[int]) -> dict[int, int]:
    """Give the intents that parts of the text surely ask, in order, each with its surest row."""
    found: dict[int, int] = {}
    for row in parts:
        intent = seen.likeliest[row]
        if seen.right[row] >= CERTAIN and seen.right[row] >= seen.right[found.get(intent, row)]:
            found[intent] = row
    return found


def _joint(seen: _Seen, rows: Sequence[int], whole: int) -> Any:
    """Mix the readings by the square of their confidence, and the whole with them; if it says anything."""
    trust = seen.right[rows] ** 2
    mixed = (trust / trust.sum()).astype(np.float32) @ seen.kernel[rows]
    return WHOLE * seen.kernel[whole] + (1.0 - WHOLE) * mixed if whole in rows else mixed


def _guesses(model: Model, joint: Any, most: int) -> tuple[Guess, ...]:
    """Give the best intents; the first has its calibrated confidence, the others theirs in proportion."""
    shares = softmax(joint[None, :] @ model.weights, model.worth.sharpness)
    order = np.argsort(-shares[0, :-1], kind="stable")[:most]
    scale = float(model.worth.head.right(shares)[0]) / max(float(shares[0, order[0]]), 1e-12)
    return tuple(
        Guess(
            intent=int(at), confidence=float(shares[0, at]) * scale, leans_on=_support(model, joint, int(at))
        )
        for at in order
    )


def _shared_out(
    model: Model, joint: Any, guesses: tuple[Guess, ...], sure: Mapping[int, float]
) -> tuple[Guess, ...]:
    """Take down the best guess, to a half at most, and put the other intents readings are sure of near it."""
    best = guesses[0]
    part = sure.get(best.intent, 0.0) / sum(sure.values())
    top = min(best.confidence, max(part, 0.5))
    down = top / best.confidence
    rest = {guess.intent: replace(guess, confidence=guess.confidence * down) for guess in guesses[1:]}
    for intent in sure.keys() - {best.intent}:
        beside = top * min(1.0, sure[intent] / sure.get(best.intent, 1.0))
        rest[intent] = Guess(intent=intent, confidence=beside, leans_on=_support(model, joint, intent))
    others = sorted(rest.values(), key=lambda guess: (-guess.confidence, guess.intent))
    return (replace(best, confidence=top), *others[: len(guesses) - 1])


def _support(model: Model, joint: Any, intent: int) -> Lesson:
    """Give the sentence of an intent that adds most to its score."""
    added = np.where(model.says == intent, model.weights[:, intent] * joint, -np.inf)
    return model.lessons[int(added.argmax())]
