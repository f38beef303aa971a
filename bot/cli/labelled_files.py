"""Opens files of labelled sentences: FILE, or FILE:SPLIT for the lines of one split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.cli.talk import counted
from bot.errors import SetupError
from bot.evaluation.labelled import Row, read_rows

LARGEST = 64_000_000
"""Most bytes of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """The sentences of files in their order, and what is to be known of them."""

    rows: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()


def read_files(names: Sequence[str]) -> Labelled:
    """Read every file named; lines without a sentence are left out with a note. Raises SetupError."""
    found = [row for name in names for row in _rows(name)]
    rows = tuple(row for row in found if row.text)
    if found and not rows:
        raise SetupError("there is no sentence to ask or to teach", hint="write lines as: text,intent")
    return Labelled(rows=rows, notes=tuple(_blank([row for row in found if not row.text])))


def _blank(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        first = f"{rows[0].file}:{rows[0].line}"
        yield f"{counted(len(rows), 'line')} with no sentence left out (the first: {first})."


def _rows(name: str) -> tuple[Row, ...]:
    file, split = _parted(name)
    return read_rows(str(file), _text(file), split=split)


def _parted(name: str) -> tuple[Path, str]:
    whole = Path(name)
    file, colon, split = name.rpartition(":")
    if whole.exists() or not colon or not Path(file).exists():
        return whole, ""
    return Path(file), split


def _text(file: Path) -> str:
    try:
        size = file.stat().st_size
        if size > LARGEST:
            raise SetupError(
                f"{file} has {size / 1e6:,.0f} MB; {LARGEST / 1e6:,.0f} MB are read at most",
                hint="give a part of it",
            )
        data = file.read_bytes()
        return data.decode("utf-8-sig")
    except OSError as error:
        raise SetupError(f"{file} cannot be read: {error.strerror}", hint="check its name") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise SetupError(f"{file}:{line}: this is not UTF-8 text", hint="save the file as UTF-8") from error
