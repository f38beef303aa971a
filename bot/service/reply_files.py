"""A reply's file as a browser edits it, and the edited text as the file had been written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher, unified_diff
from hashlib import sha256

_BOM = "\ufeff"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_ENDS = "\r\n"


def digest_of(text: str | None) -> str:
    """Give a short name for exactly this text; "" where there is no file."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16] if text is not None else ""


def as_edited(disk: str | None) -> str:
    """Give a file's text with the line ends a browser has, and no mark before it."""
    return (disk or "").removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")


def as_written(disk: str | None, text: str) -> str:
    """Give the edited text as it goes into the file: lines that are as they were keep every byte."""
    mark = _BOM if disk is not None and disk.startswith(_BOM) else ""
    raw = _LINE.findall((disk or "").removeprefix(_BOM))
    wanted = [line.rstrip(_ENDS) for line in _LINE.findall(as_edited(text))]
    newline = "\r\n" if sum(line.endswith("\r\n") for line in raw) * 2 > len(raw) else "\n"
    return mark + "".join(_joined(list(_merged(raw, wanted, newline)), newline))


def _joined(lines: list[str], newline: str) -> Iterator[str]:
    """Give the lines so that each but the last has an end, and no two ends become one."""
    before = ""
    for number, line in enumerate(lines, 1):
        whole = line if number == len(lines) or line.endswith(("\r", "\n")) else line + newline
        before = "\r" if before.endswith("\r") and whole == "\n" else whole
        yield before


def _merged(raw: list[str], wanted: list[str], newline: str) -> Iterator[str]:
    plain = [line.rstrip(_ENDS) for line in raw]
    changes = SequenceMatcher(None, plain, wanted, autojunk=False).get_opcodes()
    for change, first, last, start, end in changes:
        yield from raw[first:last] if change == "equal" else (line + newline for line in wanted[start:end])


def difference(before: str | None, after: str | None) -> tuple[str, ...]:
    """Give the difference line by line, as `diff -u` shows it, without the names of files."""
    old, new = as_edited(before).split("\n"), as_edited(after).split("\n")
    return tuple(unified_diff(old, new, n=2, lineterm=""))[2:]
