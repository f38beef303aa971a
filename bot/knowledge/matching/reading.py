"""What a fitted model makes of a text's readings: one verdict, with the surer readings weighing more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.knowledge.matching.calibration import Head, softmax
from bot.knowledge.matching.channels import Channels
from bot.knowledge.matching.kernel import Ridge, strangeness
from bot.knowledge.matching.lessons import Lesson

MOST = 5
"""Most guesses that are given."""

NOTHING = 0.5
"""A reading with more than this of the background's share is about something else."""

SURE = 0.6
"""A reading surer than this stands for a question of its own."""

SAYING = 0.3
"""A reading surer than this says something beside a greeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What fitting found.

    The first `own` rows are the brand's, `ours` is their system alone, for telling the strange; `taught`
    (n, c) says which rows teach which intent. The last column of the ridge is the background's.
    """

    lessons: tuple[Lesson, ...]
    channels: Channels
    share: float
    ridge: Ridge
    own: int
    ours: Ridge
    taught: Any
    strange_above: float
    sharpness: float
    head: Head


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
    """The likeliest intents, best first; `novel`: no reading is about what the brand wrote."""

    guesses: tuple[Guess, ...]
    novel: bool


def read(model: Model, texts: Sequence[str], courtesies: Courtesies) -> Verdict:
    """Read a text by its readings, at least one; those that only greet count where nothing else is said.

    The readings' scores are averaged by the square of their confidence: a story around the question
    weighs little, and two questions at once leave two intents near each other.
    """
    seen = _see(model, texts)
    strange = strangeness(model.ours, seen.kernel[:, : model.own]) > model.strange_above
    novel = bool((strange | (seen.shares[:, -1] > NOTHING)).all())
    return Verdict(guesses=_judge(model, seen, range(len(texts)), courtesies, MOST), novel=novel)


def best_guesses(model: Model, several: Sequence[Sequence[str]], courtesies: Courtesies) -> Iterator[Guess]:
    """Give the first guess that `read` would give for each of several texts: much quicker for hundreds."""
    seen = _see(model, [reading for texts in several for reading in texts])
    end = 0
    for texts in several:
        start, end = end, end + len(texts)
        yield _judge(model, seen, range(start, end), courtesies, 1)[0]


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
    kernel = model.channels.kernel_with(texts, model.share)
    shares = softmax(kernel @ model.ridge.weights, model.sharpness)
    return _Seen(
        kernel=kernel,
        shares=shares,
        likeliest=shares[:, :-1].argmax(axis=1).tolist(),
        right=model.head.right(shares[:, :-1].max(axis=1)),
    )


def _judge(model: Model, seen: _Seen, of_text: range, courtesies: Courtesies, most: int) -> tuple[Guess, ...]:
    """Give the best intents of the text that has these rows."""
    saying = [
        row for row in of_text if seen.likeliest[row] not in courtesies.greetings and seen.right[row] > SAYING
    ]
    rows = saying or list(of_text)
    trust = seen.right[rows] ** 2
    joint = (trust / trust.sum()) @ seen.kernel[rows]
    guesses = _guesses(model, joint, most)
    asking = [row for row in rows if seen.likeliest[row] not in courtesies.thanks]
    sure = {seen.likeliest[row]: float(seen.right[row]) for row in asking if seen.right[row] > SURE}
    return _shared_out(model, joint, guesses, sure) if len(sure) > 1 else guesses


def _guesses(model: Model, joint: Any, most: int) -> tuple[Guess, ...]:
    """Give the best intents; the first has its calibrated confidence, the others theirs in proportion."""
    shares = softmax(joint[None, :] @ model.ridge.weights, model.sharpness)[0, :-1]
    order = np.argsort(-shares, kind="stable")[:most]
    scale = float(model.head.right(shares[order[0]])) / max(float(shares[order[0]]), 1e-12)
    return tuple(
        Guess(intent=int(at), confidence=float(shares[at]) * scale, leans_on=_support(model, joint, int(at)))
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
    added = np.where(model.taught[:, intent], model.ridge.weights[:, intent] * joint, -np.inf)
    return model.lessons[int(added.argmax())]
