"""One process a store: an exclusive lock on a file beside it, with the holder's process number inside."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from bot.errors import StoreBusyError, StoreError


class Lock:
    """Held from the moment it is made until `release`, or until the process ends, however it ends."""

    def __init__(self, store: Path) -> None:
        self._path = store.with_name(f"{store.name}.lock")
        self._file = _open(self._path)
        if not self._try():
            holder = self._holder()
            os.close(self._file)
            raise StoreBusyError(
                f"another Sportello (process {holder}) already uses {store}",
                hint="stop it first, or give this one a store of its own",
            )
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, str(os.getpid()).encode(), 0)

    def _try(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _holder(self) -> str:
        return os.pread(self._file, 32, 0).decode(errors="replace") or "unknown"

    def release(self) -> None:
        """Let another process have the store."""
        os.close(self._file)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except FileNotFoundError as error:
        raise StoreError(f"there is no folder {path.parent}", hint="create it first") from error
    except OSError as error:
        raise StoreError(
            f"{path.parent} cannot be written: {error.strerror}", hint="give this user the right to write it"
        ) from error
