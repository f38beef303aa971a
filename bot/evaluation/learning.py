"""Makes intents of labelled rows to be taught, and questions of those to be asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from bot.evaluation.labelled import Row, wrong_lines
from bot.evaluation.question import OUT_OF_SCOPE, Question
from bot.knowledge.intents import Examples, Intent, Utterance
from bot.settings.suggest import did_you_mean

_JOINS = re.compile(r"[\s_-]+")


def intents_of(rows: Sequence[Row], language: str) -> tuple[Intent, ...]:
    """Give an intent for every label; rows out of scope teach nothing.

    `language` is that of rows that name none.
    """
    said: dict[str, dict[str, list[Utterance]]] = {}
    for row in rows:
        if row.intent != OUT_OF_SCOPE:
            lines = said.setdefault(row.intent, {}).setdefault(row.language or language, [])
            lines.append(Utterance(text=row.text, file=row.file, line=row.line))
    return tuple(_intent(name, by_language) for name, by_language in sorted(said.items()))


def _intent(name: str, by_language: dict[str, list[Utterance]]) -> Intent:
    examples = {code: Examples(say=tuple(lines)) for code, lines in by_language.items()}
    first = next(iter(by_language.values()))[0]
    return Intent(name=name, topic="", title=title_of(name), file=first.file, examples=examples)


def title_of(label: str) -> str:
    """Give a label as people read it."""
    return _JOINS.sub(" ", label).strip() or label


def questions_of(rows: Sequence[Row]) -> tuple[Question, ...]:
    """Give every row as a question."""
    return tuple(Question(text=row.text, intent=row.intent, file=row.file, line=row.line) for row in rows)


def languages_of(rows: Sequence[Row], otherwise: str) -> tuple[str, ...]:
    """Give the languages of rows, the most frequent first; `otherwise` is that of rows without one."""
    counted = Counter(row.language or otherwise for row in rows)
    return tuple(code for code, _count in counted.most_common()) or (otherwise,)


def check_known(rows: Sequence[Row], known: Collection[str], whose: str) -> None:
    """Raise SetupError, naming every row whose intent is not `known`; `whose` says in whose eyes."""
    wrong = [
        f"{row.file}:{row.line}: {whose} has no intent “{row.intent}”{_meant(row.intent, known)}"
        for row in rows
        if row.intent != OUT_OF_SCOPE and row.intent not in known
    ]
    if wrong:
        raise wrong_lines("cannot be judged (an empty intent is out of scope)", wrong)


def _meant(wrong: str, known: Collection[str]) -> str:
    hint = did_you_mean(wrong, known)
    return f": {hint}" if hint else ""
