"""A server that behaves like Telegram's Bot API, on loopback: to rehearse a set-up and test connectors.

As a program: `python -m bot.testing.telegram [--port N] [--gateway URL]` prints its address; customers are
moved under `/control/`. It keeps limits, lengths, webhooks, groups and business accounts as the real one.
"""

from __future__ import annotations

from bot.testing.telegram.server import FakeTelegram, fake_telegram
from bot.testing.telegram.world import Post, World

__all__ = ["FakeTelegram", "Post", "World", "fake_telegram"]
