"""Rehearsing a period: the real pipeline under a clock that jumps, and what came of it."""
