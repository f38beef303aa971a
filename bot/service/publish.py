"""Writes the files of a change that a person has accepted: each whole, and none over someone else's edit."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from bot.errors import SetupError
from bot.teaching.drafting import FileDraft


def file_texts(project: Path, paths: Iterable[str]) -> Mapping[str, str]:
    """Give the texts of the files that are there, by their paths in the project, byte for byte.

    Raises SetupError for one that cannot be read.
    """
    found: dict[str, str] = {}
    for path in paths:
        file = project / path
        try:
            found[path] = file.read_bytes().decode("utf-8")
        except FileNotFoundError:
            continue
        except UnicodeDecodeError as error:
            raise SetupError(f"{path} is not UTF-8 text", hint="save it as UTF-8") from error
        except OSError as error:
            raise SetupError(f"{path} cannot be read: {error.strerror}", hint=_RIGHTS) from error
    return found


def publish(project: Path, drafts: Sequence[FileDraft]) -> None:
    """Write the files: all of them beside their places first, and then each into its place.

    Raises SetupError where a file may not be written, or has changed since the draft was made.
    """
    for draft in drafts:
        _check(project, draft)
    places = [(project / draft.path).resolve() for draft in drafts]
    beside = [place.with_name(f".{place.name}.{os.getpid()}.new") for place in places]
    try:
        for draft, place, file in zip(drafts, places, beside, strict=True):
            _write(draft, place, file)
        for file, place in zip(beside, places, strict=True):
            file.replace(place)
    except OSError as error:
        raise SetupError(f"{error.filename} cannot be written: {error.strerror}", hint=_RIGHTS) from error
    finally:
        for file in beside:
            file.unlink(missing_ok=True)


_RIGHTS = "give this user the right to it"


def _check(project: Path, draft: FileDraft) -> None:
    file = (project / draft.path).resolve()
    if not file.is_relative_to(project.resolve()):
        raise SetupError(f"{draft.path} leads out of the brand's folder", hint="put the file itself there")
    now = file_texts(project, (draft.path,)).get(draft.path)
    if now != draft.before:
        raise SetupError(
            f"{draft.path} has changed meanwhile, and nothing was written",
            hint="look at the new text, then teach again",
        )
    if draft.before is not None and not (file.stat().st_mode & 0o222 and os.access(file, os.W_OK)):
        raise SetupError(f"{draft.path} is read-only, and nothing was written", hint=_RIGHTS)


def _write(draft: FileDraft, place: Path, beside: Path) -> None:
    """Write a draft beside its place, with the rights of the file that is there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    with beside.open("wb") as file:
        file.write(draft.after.encode("utf-8"))
        file.flush()
        os.fsync(file.fileno())
    if draft.before is not None:
        beside.chmod(place.stat().st_mode)
