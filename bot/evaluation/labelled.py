"""Reads labelled sentences from the text of a CSV or JSONL file; every wrong line is named at once."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from babel import localedata

from bot.errors import SetupError
from bot.evaluation.columns import Columns, columns_of, lines_of
from bot.evaluation.question import OUT_OF_SCOPE
from bot.model.text import LONGEST, clean

SHOWN = 20
"""So many wrong lines are named, the rest are counted."""

_OUT_OF_SCOPE = "oos"
_LONGEST_RECORD = 4 * LONGEST
_QUOTES = "a quotation mark is opened here and never rightly closed: close it, or double one that is meant"
_NO_INTENT = "there is no intent after the text: write text,intent (or text, and a comma: out of scope)"
_JSON_LINES = (".jsonl", ".ndjson", ".json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled sentence; `intent` is "" where it is out of scope, `language` and `split` may be "".

    `text` is "" where a line has a label and no sentence: there is nothing in it to be asked or taught.
    """

    text: str
    intent: str
    language: str = ""
    split: str = ""
    file: str = ""
    line: int = 0


class WrongRowError(ValueError):
    """What is wrong with a line, and what to do about it."""


def read_rows(file: str, text: str, *, split: str = "") -> tuple[Row, ...]:
    """Read a file's rows, those of one split where it is named. Raises SetupError."""
    if not text.strip():
        raise SetupError(f"{file} is empty", hint="write lines as: text,intent")
    reader = _json_lines if _is_json(file, text) else _table
    found: list[Row] = []
    wrong: list[str] = []
    for row in reader(file, text):
        if isinstance(row, Row):
            found.append(row)
        else:
            wrong.append(row)
    if wrong:
        raise wrong_lines(f"of {file} cannot be read", wrong)
    if not found:
        raise SetupError(f"{file} names its columns and has no sentence", hint="write lines as: text,intent")
    return _of_split(file, found, split)


def wrong_lines(what: str, wrong: Sequence[str]) -> SetupError:
    """Give the error that names the wrong lines, each "file:line: what"."""
    count = f"{len(wrong)} line{'s' if len(wrong) != 1 else ''} {what}"
    shown = [f"  {line}" for line in wrong[:SHOWN]]
    more = [f"  … and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
    return SetupError("\n".join((count, *shown, *more)), hint="mend the file; nothing was evaluated")


def _is_json(file: str, text: str) -> bool:
    return file.lower().endswith(_JSON_LINES) or text.lstrip()[:1] == "{"


def _of_split(file: str, rows: Sequence[Row], split: str) -> tuple[Row, ...]:
    if not split:
        return tuple(rows)
    chosen = tuple(row for row in rows if row.split == split)
    if not chosen:
        there = sorted({row.split for row in rows} - {""})
        hint = f"there are: {', '.join(there[:12])}" if there else "no line of it names a split"
        raise SetupError(f"{file} has no split “{split}”", hint=hint)
    return chosen


def _json_lines(file: str, text: str) -> Iterator[Row | str]:
    for number, written in enumerate(text.split("\n"), 1):
        if not written.strip():
            continue
        try:
            yield _json_row(file, number, written)
        except WrongRowError as error:
            yield f"{file}:{number}: {error}"


def _json_row(file: str, number: int, written: str) -> Row:
    if len(written) > _LONGEST_RECORD:
        raise WrongRowError(_too_long(len(written)))
    try:
        data = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise WrongRowError("this is not JSON: write one object a line") from error
    if not isinstance(data, dict):
        raise WrongRowError('this is no object: write {"text": "…", "intent": "…"}')
    if "text" not in data or "intent" not in data:
        lacking = "text" if "text" not in data else "intent"
        raise WrongRowError(f'there is no “{lacking}”: write {{"text": "…", "intent": "…"}}')
    words = [_word(data, key) for key in ("text", "intent", "language", "split")]
    return _row(file, number, words)


def _word(data: dict[str, object], key: str) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise WrongRowError(f"“{key}” must be text in quotes")
    return value


def _table(file: str, text: str) -> Iterator[Row | str]:
    columns = columns_of(file, text)
    lines = lines_of(text)
    long = [number for number, line in enumerate(lines, 1) if len(line) > _LONGEST_RECORD]
    if long:
        yield from (f"{file}:{number}: {_too_long(len(lines[number - 1]))}" for number in long)
        return
    yield from _records(file, lines, columns)


def _records(file: str, lines: Sequence[str], columns: Columns) -> Iterator[Row | str]:
    reader = csv.reader(lines, delimiter=columns.delimiter, strict=True)
    number, is_first = 1, True
    while True:
        try:
            record = next(reader, None)
        except csv.Error:
            yield f"{file}:{number}: {_QUOTES}"
            return
        if record is None:
            return
        if any(cell.strip() for cell in record) and not (is_first and columns.named):
            yield _from_record(file, number, record, columns)
        number, is_first = reader.line_num + 1, False


def _from_record(file: str, number: int, record: Sequence[str], columns: Columns) -> Row | str:
    try:
        return _row(file, number, columns.words(record))
    except WrongRowError as error:
        return f"{file}:{number}: {error}"
    except IndexError:
        return f"{file}:{number}: {_NO_INTENT}"


def _row(file: str, number: int, words: Sequence[str]) -> Row:
    longest = max(map(len, words))
    if longest > LONGEST:
        raise WrongRowError(_too_long(longest))
    text, intent, language, split = (clean(word).strip() for word in words)
    return Row(
        text=text,
        intent=OUT_OF_SCOPE if intent.lower() == _OUT_OF_SCOPE else intent,
        language=_language(language),
        split=split,
        file=file,
        line=number,
    )


def _language(written: str) -> str:
    code = written.lower().replace("_", "-").partition("-")[0]
    if code and not known_language(code):
        raise WrongRowError(f"there is no language “{written}”: write its two letters, as it or en")
    return code


def known_language(code: str) -> bool:
    """Tell whether there is a language of this code."""
    return code.isascii() and code.isalpha() and localedata.exists(code)


def _too_long(size: int) -> str:
    return f"this has {size:,} characters: a sentence has {LONGEST:,} at most, so shorten it or take it out"
