"""Taking a port, or saying why it cannot be had."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address

from bot.errors import SetupError

_REASONS = {
    errno.EADDRINUSE: ("is in use by another program", "stop that one, or use --port 0 for any free port"),
    errno.EACCES: ("may not be used by this user", "use a port above 1023, as --port 8080"),
    errno.EADDRNOTAVAIL: ("is not on this machine", "write listen = “127.0.0.1:8080” in [console]"),
}


@contextmanager
def bound(host: str, port: int) -> Iterator[socket.socket]:
    """Hold a port (0: any free one) for as long as the block runs. Raises SetupError if it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named TCP, or asyncio leaves Nagle's delay on: 40 ms an answer.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
            listening.listen()  # until then another program may still take the port
        except OSError as error:
            raise _refused(host, port, error) from error
        yield listening


def is_own(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def base_of(host: str, port: int) -> str:
    """Give the address at which a site listens."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _refused(host: str, port: int, error: OSError) -> SetupError:
    unknown = (f"cannot be had: {error.strerror or error}", "check listen in [console]")
    reason, hint = _REASONS.get(error.errno or 0, unknown)
    what = host if error.errno == errno.EADDRNOTAVAIL else f"port {port}"
    return SetupError(f"{what} {reason}", hint=hint)
