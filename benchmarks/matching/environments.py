"""The peers' own Python environments: made once, with pinned packages, outside the project's."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A virtual environment of a name with some packages; `python` is the program it needs, "" for ours."""

    name: str
    packages: tuple[str, ...]
    python: str = ""


def python_of(environment: Environment, peers: Path) -> Path:
    """Give an environment's Python."""
    return peers.absolute() / environment.name / "bin" / "python"


def is_made(environment: Environment, peers: Path) -> bool:
    """Tell whether an environment is there, whole."""
    return _stamp(environment, peers).is_file()


def make(environment: Environment, peers: Path) -> str:
    """Make an environment where it is missing; give "" or, in a sentence, why it cannot be made."""
    if is_made(environment, peers):
        return ""
    program = shutil.which(environment.python) if environment.python else sys.executable
    if program is None:
        return f"{environment.name} needs {environment.python}, which is not on the path"
    python = python_of(environment, peers)
    print(f"installing {', '.join(environment.packages)} in {python.parents[1]}", file=sys.stderr)
    for command in (
        [program, "-m", "venv", str(python.parents[1])],
        [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *environment.packages,
        ],
    ):
        done = subprocess.run(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
        )
        if done.returncode:
            return f"{environment.name} cannot be made: {done.stderr.strip().splitlines()[-1]}"
    _stamp(environment, peers).write_text("\n".join(environment.packages) + "\n", encoding="utf-8")
    return ""


def _stamp(environment: Environment, peers: Path) -> Path:
    return peers / environment.name / "-".join(("made", *environment.packages))
