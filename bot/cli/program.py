"""How the running program is called again, from wherever one stands."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

NAME = "sportello"


def program() -> str:
    """Give the words that start this program in a shell: its name alone only where the shell finds it."""
    called = Path(sys.argv[0])
    if called.name != NAME:
        return f"{shlex.quote(sys.executable)} -m bot"
    found = shutil.which(NAME)
    own = called if called.is_file() else Path(shutil.which(str(called)) or called)
    if found is not None and Path(found).resolve() == own.resolve():
        return NAME
    return shlex.quote(str(own.absolute()))
