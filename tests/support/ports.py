"""A port that nobody listens on."""

from __future__ import annotations

import socket


def free_port() -> int:
    """Give one that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
