"""Writes a new brand into its folder: nothing that is there is ever changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.beginning.files import SETTINGS
from bot.cli.env_file import with_values, write_private
from bot.errors import SetupError
from bot.service.brand import read_environ
from bot.starter import StarterFile

_ENV = ".env"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """How many files were written, and which were there already and stay as they are."""

    written: int
    kept: tuple[str, ...]


def require_room(folder: Path, *, hint: str = "give another folder") -> None:
    """Raise SetupError where there is a brand already."""
    if (folder / SETTINGS).exists():
        raise SetupError(f"{folder / SETTINGS} is already there", hint=hint)


def found(folder: Path, files: Iterable[StarterFile], secrets: Mapping[str, str]) -> Founded:
    """Write the files and the secrets. Raises SetupError, and says so where a part is written already.

    The secrets come first and settings.toml last: what is cut short is no brand, and can be begun again.
    """
    require_room(folder)
    _keep(folder, secrets)
    ordered = sorted(files, key=lambda file: file.path == SETTINGS)
    kept = tuple(file.path for file in ordered if not _write(folder / file.path, file.text))
    if SETTINGS in kept:
        raise SetupError(f"{folder / SETTINGS} appeared meanwhile and stays as it is", hint="look at it")
    return Founded(written=len(ordered) - len(kept), kept=kept)


def _keep(folder: Path, secrets: Mapping[str, str]) -> None:
    """Put the secrets into .env; one that stands there with another value is not replaced."""
    if not secrets:
        return
    path = folder / _ENV
    there = _environ(folder)
    other = [name for name, value in secrets.items() if there.get(name, value) != value]
    if other:
        raise SetupError(
            f"{path} already has another {other[0]}", hint="take that line out, or give its value"
        )
    _make(folder)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    write_private(path, with_values(text, {name: secrets[name] for name in secrets if name not in there}))


def _environ(folder: Path) -> Mapping[str, str]:
    try:
        return read_environ(folder, {})
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{folder / _ENV} cannot be read", hint="save it as UTF-8 text") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write(path: Path, text: str) -> bool:
    """Write a new file whole; False if there is one already. Raises SetupError where it cannot be written."""
    _make(path.parent)
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        path.unlink(missing_ok=True)  # half a file would be kept as if it were somebody's
        raise _unwritable(path, error) from error
    return True


def _unwritable(path: Path, error: OSError) -> SetupError:
    return SetupError(f"{path} cannot be written: {error.strerror}", hint="check the folder")
