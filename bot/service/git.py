"""The brand's folder as a git repository: one file committed at a time, and what it said at each commit."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

_PATIENCE = 20
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit that touched a file."""

    revision: str
    author: str
    at: datetime
    subject: str


def is_repository(project: Path) -> bool:
    """Tell whether the folder is kept in git; without git it is not."""
    found = _git(project, "rev-parse", "--is-inside-work-tree")
    return found.returncode == 0 and found.stdout.strip() == "true"


def commit(project: Path, path: str, subject: str, *, name: str, email: str) -> str:
    """Commit one file, whatever else is staged. Gives "", or why it could not be done."""
    added = _git(project, "add", "--intent-to-add", "--", path)
    if added.returncode != 0:
        return _reason(added)
    if not _git(project, "status", "--porcelain", "--", path).stdout.strip():
        return ""
    done = _git(project, "commit", "--quiet", "--message", subject, "--only", "--", path, who=(name, email))
    return _reason(done) if done.returncode != 0 else ""


def history(project: Path, path: str, most: int) -> tuple[Commit, ...]:
    """List the commits that touched a file, the latest first."""
    form = _BETWEEN.join(("%H", "%an", "%aI", "%s"))
    found = _git(project, "log", f"--max-count={most}", f"--format={form}", "--", path)
    parts = [line.split(_BETWEEN, 3) for line in found.stdout.splitlines()]
    return tuple(
        Commit(revision=revision, author=author, at=datetime.fromisoformat(at), subject=subject)
        for revision, author, at, subject in (part for part in parts if len(part) == 4)
    )


def text_at(project: Path, path: str, revision: str) -> str | None:
    """Give what a file said at a commit; None where it was not there."""
    found = _git(project, "show", "--end-of-options", f"{revision}:./{path}")
    return found.stdout if found.returncode == 0 else None


def _git(project: Path, *words: str, who: tuple[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run git without a terminal; a git that is missing or never ends has failed."""
    environ = {**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    if who is not None:
        for role in ("AUTHOR", "COMMITTER"):
            environ |= {f"GIT_{role}_NAME": who[0], f"GIT_{role}_EMAIL": who[1]}
    command = ["git", "-C", str(project), *words]
    try:
        done = subprocess.run(  # noqa: S603 - no shell, fixed words
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(command, 1, "", str(error))
    out, told = (part.decode("utf-8", "replace") for part in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(command, done.returncode, out, told)


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[0] if lines else f"git ended with {done.returncode}"
