"""Who is at the command line."""

from __future__ import annotations

import getpass


def who() -> str:
    """Give the name of the machine's user, or say that it was the command line."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "the command line"
