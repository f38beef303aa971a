"""What is asked of which matcher: a sentence is never put to one that was taught it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.evaluation.folds import Encode, deal, plain
from bot.evaluation.question import Question, Sort
from bot.knowledge.intents import Examples, Intent, Utterance


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Questions, and the sentences (their words alone) that the matcher is not taught meanwhile."""

    questions: tuple[Question, ...]
    held: frozenset[str] = frozenset()


def lines_of(intents: Sequence[Intent]) -> tuple[Question, ...]:
    """Give every line of a brand's intents as a question, in the files' order."""
    return tuple(
        Question(text=line.text, intent=intent.name, sort=sort, file=line.file, line=line.line)
        for intent in intents
        for examples in intent.examples.values()
        for sort, lines in (
            (Sort.SAY, examples.say),
            (Sort.NEAR_MISS, examples.near_miss),
            (Sort.CHECK, examples.check),
        )
        for line in lines
    )


def checking(lines: Sequence[Question]) -> Iterator[Sitting]:
    """Give the sitting of the `check` lines, where there are any: all else is taught."""
    checks = tuple(line for line in lines if line.sort is Sort.CHECK)
    if checks:
        yield Sitting(questions=checks, held=frozenset(plain(line.text) for line in checks))


def crossing(
    lines: Sequence[Question],
    count: int,
    *,
    seed: int,
    encode: Encode | None = None,
    others: Sequence[Question] = (),
) -> Iterator[Sitting]:
    """Give the sittings that ask every line but the checks, a fold at a time.

    `others` are lines of another version of the brand: they are dealt along, so that it can be asked the same
    without having been taught it.
    """
    asked = [line for line in lines if line.sort is not Sort.CHECK]
    known = {(line.intent, plain(line.text)) for line in asked}
    more = [
        line
        for line in others
        if line.sort is not Sort.CHECK and (line.intent, plain(line.text)) not in known
    ]
    folds = deal([*asked, *more], count, seed=seed, encode=encode)
    for fold in range(count):
        held = frozenset(
            plain(line.text) for line, place in zip([*asked, *more], folds, strict=True) if place == fold
        )
        questions = tuple(line for line, place in zip(asked, folds, strict=False) if place == fold)
        if questions:
            yield Sitting(questions=questions, held=held)


def without(intents: Sequence[Intent], held: frozenset[str]) -> tuple[Intent, ...]:
    """Give the intents without the lines that are held out; an intent stays even where none is left."""
    if not held:
        return tuple(intents)
    return tuple(
        replace(
            intent, examples={code: _without(examples, held) for code, examples in intent.examples.items()}
        )
        for intent in intents
    )


def _without(examples: Examples, held: frozenset[str]) -> Examples:
    return replace(
        examples, say=_untold(examples.say, held), near_miss=_untold(examples.near_miss, held), check=()
    )


def _untold(lines: Sequence[Utterance], held: frozenset[str]) -> tuple[Utterance, ...]:
    return tuple(line for line in lines if plain(line.text) not in held)
