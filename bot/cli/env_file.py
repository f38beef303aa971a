"""Writes secrets into a brand's `.env`, readable by its owner alone; the other lines stay as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex

from bot.errors import SetupError

_OWNER = 0o600


def with_values(text: str, values: Mapping[str, str]) -> str:
    """Give the text of an `.env` with values set: in their lines where they have some, else at the end.

    Raises SetupError for a value that would be read back as another.
    """
    lines = text.splitlines()
    for name, value in values.items():
        if value != value.strip().strip("\"'") or not value.isprintable():
            raise SetupError(f"{name} cannot stand in .env", hint="leave out spaces and quotation marks")
        line = f"{name}={value}"
        own = [at for at, old in enumerate(lines) if re.match(rf"\s*{re.escape(name)}\s*=", old)]
        for at in own:
            lines[at] = line
        if not own:
            lines.append(line)
    return "\n".join(lines) + "\n"


def write_private(path: Path, text: str) -> None:
    """Put a file in place whole, with mode 0600. Raises SetupError where it cannot be written."""
    _replace(path, text, _OWNER)


def write_whole(path: Path, text: str) -> None:
    """Put a file in place whole; its mode stays. Raises SetupError where it cannot be written."""
    _replace(path, text, path.stat().st_mode & 0o777)


def _replace(path: Path, text: str, mode: int) -> None:
    target = path.resolve()
    draft = target.with_name(f".{target.name}.{token_hex(4)}")
    try:
        number = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            os.fchmod(number, mode)
            file.write(text)
            file.flush()
            os.fsync(number)
        draft.replace(target)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise SetupError(f"{path} cannot be written: {error.strerror}", hint="check the folder") from error
