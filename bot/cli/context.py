"""What every command is told: where the brand is, and how much to say."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

_LEVELS = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO, 2: logging.DEBUG}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The brand's folder, and the verbosity: 0 is usual, above it says more, below it less."""

    project: Path
    verbosity: int = 0

    def log(self) -> None:
        """Send the log to stderr; the network's libraries stay quiet, as they log addresses with tokens."""
        level = _LEVELS[max(-1, min(self.verbosity, 2))]
        logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        for name in ("httpx", "httpcore", "hpack", "telegram", "tweepy", "aiohttp"):
            logging.getLogger(name).setLevel(max(level, logging.WARNING))
