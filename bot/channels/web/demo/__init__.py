"""The demo: a panel on the chat page that chooses who writes and where, and moves the clock."""

from __future__ import annotations

from pathlib import Path

HOME = Path(__file__).parent
"""Where the panel's words, template and files are."""
