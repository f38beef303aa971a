"""A server that behaves like X's API v2, on loopback: to rehearse a brand's set-up and test connectors.

As a program: `python -m bot.testing.x [--port N]` prints its address; customers are moved under
`/control/`. `--gateway` says where a webhook's host really is.
"""

from __future__ import annotations

from bot.testing.x.server import FakeX, fake_x
from bot.testing.x.world import Direct, Person, Post, World

__all__ = ["Direct", "FakeX", "Person", "Post", "World", "fake_x"]
