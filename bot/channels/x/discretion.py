"""Keeps keys, signatures and customers' words out of the logs of the libraries that X is called with."""

from __future__ import annotations

import logging
from collections.abc import Iterable

_LOGGERS = (
    "aiohttp.client",
    "oauthlib",
    "oauthlib.common",
    "oauthlib.oauth1",
    "oauthlib.oauth1.rfc5849",
    "oauthlib.oauth1.rfc5849.signature",
    "requests_oauthlib",
    "tweepy.asynchronous.client",
    "tweepy.client",
    "urllib3.connectionpool",
)


class Discretion(logging.Filter):
    """Lets warnings and worse pass, with every secret struck out; the rest quotes calls, so it is dropped."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        for secret in self._secrets:
            message = message.replace(secret, "***")
        record.msg, record.args = message, None
        return record.levelno >= logging.WARNING

    def hide(self, secret: str) -> None:
        """Strike out one secret more."""
        self._secrets = (*self._secrets, secret)

    def begin(self) -> None:
        """Listen in on the libraries' loggers."""
        for name in _LOGGERS:
            logging.getLogger(name).addFilter(self)

    def end(self) -> None:
        """Leave them as they were."""
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(self)
