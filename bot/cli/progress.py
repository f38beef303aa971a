"""How far something long has come: a bar on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import sys

from bot.clock import Clock, SystemClock

_WIDTH = 24
_BAR_EVERY = 0.1
_LINE_EVERY = 10.0


class Progress:
    """Shows a part (0 to 1) with a few words on stderr; says nothing when `quiet`."""

    def __init__(self, *, quiet: bool, clock: Clock | None = None) -> None:
        self._quiet, self._clock = quiet, clock or SystemClock()
        self._terminal = sys.stderr.isatty()
        self._every = _BAR_EVERY if self._terminal else _LINE_EVERY
        self._last = self._clock.monotonic()
        self._drawn = 0

    def show(self, part: float, words: str) -> None:
        """Show how far it is, if it is time to."""
        now = self._clock.monotonic()
        if self._quiet or now - self._last < self._every:
            return
        self._last = now
        if not self._terminal:
            print(f"{part:4.0%}  {words}", file=sys.stderr, flush=True)
            return
        full = round(_WIDTH * min(part, 1.0))
        self._draw(f"{'█' * full}{'·' * (_WIDTH - full)} {part:4.0%}  {words}")

    def done(self) -> None:
        """Take the bar away."""
        if self._drawn:
            self._draw("")
            print("\r", end="", file=sys.stderr, flush=True)
            self._drawn = 0

    def _draw(self, text: str) -> None:
        print(f"\r{text}{' ' * max(0, self._drawn - len(text))}", end="", file=sys.stderr, flush=True)
        self._drawn = len(text)
