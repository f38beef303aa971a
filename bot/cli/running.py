"""Tells whether a Sportello is running on a store, without disturbing it."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


def holder(store: Path) -> str | None:
    """Give the number of the process that runs on a store, "unknown" if it left none; None if none does."""
    try:
        file = os.open(store.with_name(f"{store.name}.lock"), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return os.pread(file, 32, 0).decode(errors="replace") or "unknown"
    else:
        return None
    finally:
        os.close(file)
