"""Puts together what an evaluation asks and of whom: a brand, another version of it, or labelled files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.cli.brand import all_traits
from bot.cli.context import Context
from bot.cli.keeping import environ_of
from bot.cli.labelled_files import Labelled, read_files
from bot.cli.listeners import encode_of, encoder_notes, listener_of
from bot.cli.talk import counted
from bot.cli.vectors import KeptVectors
from bot.errors import BrandError, SetupError
from bot.evaluation.asking import Taught
from bot.evaluation.labelled import Row, known_language
from bot.evaluation.learning import check_known, intents_of, languages_of, questions_of
from bot.evaluation.listening import Listener
from bot.evaluation.question import OUT_OF_SCOPE, Question, Sort
from bot.evaluation.report import About
from bot.evaluation.sittings import Sitting, checking, crossing, lines_of
from bot.knowledge.library import Knowledge
from bot.model.problem import Source
from bot.service.brand import Brand, has_errors
from bot.settings import read
from bot.settings.values import Settings

FOLDS = 5
"""So many folds unless others are asked for."""

_LANGUAGE = "en"
_CROSSED = "each read by a matcher that was not taught it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """What is taught and what is asked; `other` is taught in its place for a comparison."""

    about: About
    taught: Taught
    sittings: tuple[Sitting, ...]
    other: Taught | None = None
    kept: KeptVectors | None = None

    @property
    def questions(self) -> int:
        """How many questions there are in all."""
        return sum(len(sitting.questions) for sitting in self.sittings)


def require_sense(args: argparse.Namespace) -> None:
    """Raise SetupError for options that do not go together."""
    if args.train and args.against:
        raise SetupError("--against compares brands, --train teaches none", hint="leave one of them out")
    if args.test and args.cross is not None:
        raise SetupError("--cross is for sentences that are taught; --test has its own", hint="leave one out")
    if args.train and not args.test and args.cross == 0:
        raise SetupError("--train without --test is cross-validated", hint="give --test, or --cross 5")
    if args.language and not args.train:
        raise SetupError("--language is that of --train files", hint="the brand's files say theirs")
    if args.language and not known_language(args.language):
        raise SetupError(f"there is no language “{args.language}”", hint="write its two letters, as it or en")


def exam_of(args: argparse.Namespace, context: Context, other: Path | None) -> Exam:
    """Put together what is asked for. Raises SetupError, or BrandError with the problems of a brand."""
    return _of_files(args) if args.train else _of_brand(args, context, other)


def _of_brand(args: argparse.Namespace, context: Context, other: Path | None) -> Exam:
    knowledge = _knowledge(context.project)
    before = _knowledge(other) if other is not None else None
    listener, kept = listener_of(knowledge.settings, environ_of(context.project))
    taught = _taught(knowledge, listener)
    lines = lines_of(taught.intents)
    if args.test:
        sittings, how, notes = _brand_on_files(read_files(args.test), knowledge, lines)
    else:
        folds = FOLDS if args.cross is None else args.cross
        others = lines_of(tuple(before.intents.values())) if before is not None else ()
        sittings = _own_sittings(lines, others, folds, args.seed, encode_of(taught))
        how, notes = _own_way(lines, folds), _few(lines) if folds else ()
    about = About(
        title=knowledge.settings.brand.name,
        how=how,
        notes=(*notes, *encoder_notes(knowledge.settings)),
        version=knowledge.version,
    )
    return Exam(
        about=about,
        taught=taught,
        sittings=sittings,
        other=_taught(before, _hears(before, taught)) if before is not None else None,
        kept=kept,
    )


def _hears(before: Knowledge, now: Taught) -> Listener | None:
    """Give the other version's listener: the same one where it names the same encoder."""
    same = before.settings.matching.encoder == now.settings.matching.encoder
    return now.listener if same else listener_of(before.settings)[0]


def _own_sittings(
    lines: Sequence[Question],
    others: Sequence[Question],
    folds: int,
    seed: int,
    encode: Callable[[Sequence[str]], Any] | None,
) -> tuple[Sitting, ...]:
    crossed = crossing(lines, folds, seed=seed, encode=encode, others=others) if folds else ()
    sittings = (*checking(lines), *crossed)
    if not sittings:
        raise SetupError(
            "the brand has no sentence to ask", hint="write `check` lines into intents/, or give --test FILE"
        )
    return sittings


def _own_way(lines: Sequence[Question], folds: int) -> str:
    checks = sum(line.sort is Sort.CHECK for line in lines)
    said = sum(line.sort is Sort.SAY for line in lines)
    parts = [f"{counted(checks, '`check` line')}, which are never taught"] if checks else []
    if folds:
        parts.append(
            f"{counted(said, '`say` line')}, each read by a matcher that was not taught it ({folds} folds)"
        )
    return "; ".join(parts)


def _brand_on_files(
    labelled: Labelled, knowledge: Knowledge, lines: Sequence[Question]
) -> tuple[tuple[Sitting, ...], str, tuple[str, ...]]:
    rows = labelled.rows
    check_known(rows, knowledge.intents, "the brand")
    told = {line.text for line in lines if line.sort is Sort.SAY}
    how = f"{counted(len(rows), 'sentence')} of {_files(rows)}, put to the brand as it is"
    return (Sitting(questions=questions_of(rows)),), how, (*labelled.notes, *_also_taught(rows, told))


def _of_files(args: argparse.Namespace) -> Exam:
    taught_files, asked_files = read_files(args.train), read_files(args.test)
    train, test = taught_files.rows, asked_files.rows
    language = args.language or _LANGUAGE
    intents = intents_of(train, language)
    if not intents:
        raise SetupError("every line of --train is out of scope", hint="there is no intent to be taught")
    check_known(test, {intent.name for intent in intents}, "--train")
    settings = _plain_settings(languages_of(train, language))
    listener, _kept = listener_of(settings)
    taught = Taught(intents=intents, settings=settings, listener=listener)
    lines = sum(row.intent != OUT_OF_SCOPE for row in train)
    whose = f"{counted(lines, 'sentence')} of {counted(len(intents), 'intent')} taught"
    if test:
        how = f"{whose}; {counted(len(test), 'sentence')} of {_files(test)} asked"
        sittings: tuple[Sitting, ...] = (Sitting(questions=questions_of(test)),)
        notes = _also_taught(test, {row.text for row in train})
    else:
        folds = args.cross or FOLDS
        questions = questions_of(train)
        how = f"{whose}; {_CROSSED} ({folds} folds)"
        sittings = tuple(crossing(questions, folds, seed=args.seed, encode=encode_of(taught)))
        notes = _few(questions)
    notes = (*taught_files.notes, *asked_files.notes, *notes, *encoder_notes(settings))
    about = About(title=_files(train), how=how, notes=notes)
    return Exam(about=about, taught=taught, sittings=sittings)


def _knowledge(project: Path) -> Knowledge:
    """Read a brand's files; its matcher hears letters alone, as evaluating makes its own."""
    brand = Brand(project, environ=environ_of(project), traits=all_traits(), encoder=None)
    problems = brand.load()
    if has_errors(problems):
        raise BrandError(problems)
    return brand.knowledge


def _taught(knowledge: Knowledge, listener: Listener | None) -> Taught:
    return Taught(intents=tuple(knowledge.intents.values()), settings=knowledge.settings, listener=listener)


def _plain_settings(languages: Sequence[str]) -> Settings:
    """Give the settings of no brand: the defaults, with the environment's overrides."""
    listed = ", ".join(f'"{code}"' for code in languages)
    source = Source(path="settings.toml", text=f'[brand]\nname = "-"\nlanguages = [{listed}]\n')
    settings, problems = read(source, os.environ)
    if settings is None:
        raise BrandError(problems)
    return settings


def _files(rows: Sequence[Row]) -> str:
    return ", ".join(dict.fromkeys(Path(row.file).name for row in rows))


def _few(lines: Sequence[Question]) -> tuple[str, ...]:
    """Say which intents have a single sentence: held out, nothing is left that teaches them."""
    said: dict[str, int] = {}
    for line in lines:
        if line.sort in {Sort.SAY, Sort.FILE} and line.intent != OUT_OF_SCOPE:
            said[line.intent] = said.get(line.intent, 0) + 1
    single = [name for name, count in said.items() if count == 1]
    if not single:
        return ()
    return (f"{counted(len(single), 'intent')} with one sentence only cannot be found when it is held out.",)


def _also_taught(rows: Sequence[Row], told: set[str]) -> tuple[str, ...]:
    both = sum(row.text in told for row in rows)
    verb = "is" if both == 1 else "are"
    return (f"{counted(both, 'sentence')} asked {verb} taught too, word for word.",) if both else ()
