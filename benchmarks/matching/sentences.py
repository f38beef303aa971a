"""Labelled sentences from JSON lines: `{"text": …, "intent": …, "split": …}`; "oos" is out of scope."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.intents import Examples, Intent, Utterance

OUT_OF_SCOPE = "oos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence and the intent people gave it."""

    text: str
    intent: str


def read(name: str) -> list[Labelled]:
    """Read the sentences of `FILE` or `FILE:SPLIT`. Raises SystemExit where there is no such file or line."""
    path, split = name, ""
    if not Path(name).exists():
        path, _, split = name.rpartition(":")
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise SystemExit(f"{name} cannot be read ({error.strerror}): give FILE or FILE:SPLIT") from error
    rows = [_row(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    found = [sentence for sentence, part in rows if split in ("", part)]
    if not found:
        raise SystemExit(
            f"{path} has no line of split “{split}”: it has {sorted({part for _, part in rows})}"
        )
    return found


def _row(path: str, number: int, line: str) -> tuple[Labelled, str]:
    try:
        row = json.loads(line)
        return Labelled(text=row["text"], intent=row["intent"]), row.get("split", "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SystemExit(f'{path}:{number}: write {{"text": …, "intent": …}}, not {line[:60]}') from error


def intents_of(pairs: Sequence[tuple[str, str]], language: str) -> list[Intent]:
    """Give an intent for every label of (text, intent) pairs."""
    said: dict[str, list[Utterance]] = {}
    for line, (text, intent) in enumerate(pairs, 1):
        said.setdefault(intent, []).append(Utterance(text=text, file="train", line=line))
    return [
        Intent(name=name, topic="", title=name, file="train", examples={language: Examples(say=tuple(lines))})
        for name, lines in sorted(said.items())
    ]


def in_scope(rows: Sequence[Labelled]) -> list[tuple[str, str]]:
    """Give the (text, intent) pairs that can be taught."""
    return [(row.text, row.intent) for row in rows if row.intent != OUT_OF_SCOPE]
