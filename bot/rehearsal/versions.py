"""Another version of the brand's files: a folder, or a git revision put into one."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from bot.errors import SetupError

_FOLDERS = frozenset({"intents", "replies"})


@contextmanager
def another_version(project: Path, wanted: str) -> Iterator[Path]:
    """Give a folder with the brand's files as they are in `wanted`. Raises SetupError.

    `wanted` is a folder where there is one of that name, else a revision such as `HEAD~1` or a branch.
    """
    if Path(wanted).is_dir():
        if not (Path(wanted) / "settings.toml").is_file():
            raise SetupError(f"there is no settings.toml in {wanted}", hint="give a brand's folder")
        yield Path(wanted)
        return
    with TemporaryDirectory(prefix="sportello-version-") as folder:
        _check_out(project, wanted, Path(folder))
        yield Path(folder)


def _check_out(project: Path, wanted: str, folder: Path) -> None:
    if _git(project, "rev-parse", "--is-inside-work-tree") is None:
        raise SetupError(
            f"“{wanted}” is no folder, and {project} is not in a git repository",
            hint="give the folder of another version of the brand's files",
        )
    found = _git(project, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{wanted}^{{commit}}")
    if found is None:
        raise SetupError(
            f"“{wanted}” is neither a folder nor a revision of this repository",
            hint="`git log` lists revisions; HEAD~1 is the one before the last",
        )
    archive = _git(project, "archive", "--format=tar", found.decode().strip(), ".")
    if archive is None or not _unpack(archive, folder):
        raise SetupError(
            f"there is no settings.toml in this folder at “{wanted}”",
            hint="give a revision in which the brand was here already",
        )


def _unpack(archive: bytes, folder: Path) -> bool:
    """Write the brand's files, and nothing else, into a folder; tell whether the settings are among them."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        members = [member for member in tar.getmembers() if member.isfile() and _is_of_brand(member.name)]
        tar.extractall(folder, members=members, filter="data")
    return (folder / "settings.toml").is_file()


def _is_of_brand(name: str) -> bool:
    path = PurePosixPath(name)
    if len(path.parts) == 1:
        return name == "settings.toml" or path.suffix == ".ics"
    return path.parts[0] in _FOLDERS


def _git(project: Path, *words: str) -> bytes | None:
    """Give what git prints; None where it says no. Raises SetupError where there is no git."""
    command = ["git", "-C", str(project), *words]
    try:
        run = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, fixed words
    except FileNotFoundError as error:
        raise SetupError("git is not installed", hint="install it, or give a folder instead") from error
    return run.stdout if run.returncode == 0 else None
