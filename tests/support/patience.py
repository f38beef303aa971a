"""How long a test waits for what it expects. Only what is broken takes as long, on a busy machine too."""

from __future__ import annotations

PATIENCE = 20.0
"""Seconds for something inside the test's own process; less than the 30 after which servers give up."""

PROGRAM_PATIENCE = 60.0
"""Seconds for a program that the test started."""

PAGE_PATIENCE = 30_000
"""Milliseconds for something on a page in a browser."""
