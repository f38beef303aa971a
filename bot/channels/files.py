"""The brand's own files as channels send them: read from below its folder, and from nowhere else."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from bot.model.message import Media

_log = logging.getLogger(__name__)


def file_of(folder: Path, path: str) -> Path | None:
    """Give the file of a path below the folder; None where there is none, or the path leads out of it."""
    try:
        file = (folder / path).resolve()
        return file if file.is_relative_to(folder.resolve()) and file.is_file() else None
    except (OSError, ValueError):
        return None


async def read_file(folder: Path, media: Media) -> bytes | None:
    """Read the brand's file that goes with a message; None, with a line in the log, where that cannot be."""
    file = file_of(folder, media.path)
    try:
        if file is not None:
            return await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        _log.debug("%s: %s", media.path, error.strerror)
    _log.warning("%s cannot be read, so the message goes without it; see `sportello lint`", media.path)
    return None
