"""Reads intents/<topic>/<name>.toml: sentences one a line, each with the file's own line."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.knowledge import codes
from bot.knowledge.intents import AnswerBy, Examples, Intent, Means, Utterance
from bot.model.case import Priority
from bot.model.problem import Level, Problem, Source
from bot.settings.codes import UNKNOWN_KEY, WRONG_VALUE
from bot.settings.document import Document, parse
from bot.settings.suggest import did_you_mean
from bot.settings.table import Report, Table, each, flag, one_of, span, text
from bot.settings.values import Settings
from bot.settings.words import WrongValueError

_PATH = re.compile(r"intents/(?P<topic>[a-z0-9][a-z0-9_-]*)/(?P<name>[a-z0-9][a-z0-9_]*)\.toml")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_MARK = re.compile(r"\{([^{}]*)\}")
_LONGEST = 500
_CODES = {UNKNOWN_KEY: codes.INTENT_UNKNOWN_KEY, WRONG_VALUE: codes.INTENT_WRONG_VALUE}


def read_intents(
    sources: Sequence[Source], settings: Settings
) -> tuple[tuple[Intent, ...], tuple[Problem, ...]]:
    """Read the intents' files in the order of their paths; those with an error are left out."""
    intents: dict[str, Intent] = {}
    problems: list[Problem] = []
    for source in sorted(sources, key=lambda item: item.path):
        intent, found = _read(source, settings)
        problems += found
        if intent is None:
            continue
        if intent.name in intents:
            message = f"“{intent.name}” is also in {intents[intent.name].file}"
            problems.append(_at_start(source, codes.SAME_NAME, message, "give one of them another name"))
        intents.setdefault(intent.name, intent)
    return tuple(intents.values()), tuple(sorted(problems))


def _read(source: Source, settings: Settings) -> tuple[Intent | None, tuple[Problem, ...]]:
    place = _PATH.fullmatch(source.path)
    if place is None:
        hint = "intents/<topic>/<intent>.toml, in small letters, digits and _"
        return None, (_at_start(source, codes.SAME_NAME, "this file is not in its place", hint),)
    document = parse(source, codes.INTENT_NOT_TOML)
    if isinstance(document, Problem):
        return None, (document,)
    report = Report(document, elsewhere={}, codes=_CODES)
    intent = _Reader(document, report, settings).intent(place["name"], place["topic"])
    failed = any(item.level is Level.ERROR for item in report.problems)
    return (None if failed else intent), tuple(report.problems)


def _at_start(source: Source, code: str, message: str, hint: str) -> Problem:
    return Problem(file=source.path, line=1, column=1, code=code, message=message, hint=hint)


class _Reader:
    """One intent's file being read."""

    def __init__(self, document: Document, report: Report, settings: Settings) -> None:
        self.document = document
        self.report = report
        self.settings = settings

    def intent(self, name: str, topic: str) -> Intent:
        root = Table(self.report, (), self.document.data)
        intent = Intent(
            name=name,
            topic=topic,
            title=root.take("title", text, name.replace("_", " ").capitalize()),
            file=self.document.file,
            slots=root.take("slots", each(self._slot), ()),
            follow_up=root.take("follow_up", span, None),
            answer=AnswerBy(root.take("answer", one_of("faq", "people"), "faq")),
            private=root.take("private", flag, False),  # noqa: FBT003 - the default, not a switch
            priority=Priority(root.take("priority", one_of("normal", "high"), "normal")),
            means=Means(root.take("means", one_of(*(means.value for means in Means)), "nothing")),
            examples=self._languages(root),
        )
        root.close(also=self.settings.brand.languages)
        return intent

    def _slot(self, value: object) -> str:
        name = text(value)
        if name not in self.settings.slots:
            hint = did_you_mean(name, self.settings.slots) or f"declare it in settings.toml: [slots.{name}]"
            raise WrongValueError(f"no slot “{name}”", hint, code=codes.NO_SLOT)
        return name

    def _languages(self, root: Table) -> Mapping[str, Examples]:
        found: dict[str, Examples] = {}
        for key in root.data:
            if _LANGUAGE.fullmatch(key) and isinstance(root.data[key], Mapping):
                table = root.sub(key)
                self._known(key)
                found[key] = self._examples(table)
        spoken = [key for key in self.settings.brand.languages if key in found]
        return {key: found[key] for key in spoken}

    def _known(self, language: str) -> None:
        if language not in self.settings.brand.languages:
            spoken = ", ".join(self.settings.brand.languages)
            self.report.key(
                (language,),
                codes.NO_LANGUAGE,
                f"the brand does not speak “{language}”",
                f"settings.toml says: {spoken}",
                level=Level.WARNING,
            )

    def _examples(self, table: Table) -> Examples:
        examples = Examples(
            say=self._sentences(table, "say"),
            near_miss=self._sentences(table, "not"),
            check=self._sentences(table, "check"),
            title=table.take("title", text, ""),
        )
        table.close()
        return examples

    def _sentences(self, table: Table, key: str) -> tuple[Utterance, ...]:
        path = (*table.path, key)

        def lines(value: Any) -> tuple[Utterance, ...]:
            if isinstance(value, list):
                items = [
                    (text(item), self.document.places.value((*path, n)).line) for n, item in enumerate(value)
                ]
            elif isinstance(value, str):
                first = self.document.places.value(path).line
                items = [(line, first + n) for n, line in enumerate(value.split("\n"))]
            else:
                raise WrongValueError("sentences stand one a line", "between ''' and '''")
            return tuple(self._utterance(words, line) for words, line in items if words.strip())

        read: Callable[[Any], tuple[Utterance, ...]] = lines
        return table.take(key, read, ())

    def _utterance(self, written: str, line: int) -> Utterance:
        words = written.strip()
        indent = len(written) - len(written.lstrip())
        if len(words) > _LONGEST:
            self._note(
                line, 1, codes.INTENT_WRONG_VALUE, f"a sentence of {len(words)} characters", "at most 500"
            )
        for mark in _MARK.finditer(words):
            if mark[1] not in self.settings.slots:
                hint = (
                    did_you_mean(mark[1], self.settings.slots) or "declare it in settings.toml under [slots]"
                )
                self._note(line, mark.start(1) + indent + 1, codes.NO_SLOT, f"no slot “{mark[1]}”", hint)
        return Utterance(text=words, file=self.document.file, line=line)

    def _note(self, line: int, column: int, code: str, message: str, hint: str) -> None:
        self.report.problems.append(
            Problem(file=self.document.file, line=line, column=column, code=code, message=message, hint=hint)
        )
