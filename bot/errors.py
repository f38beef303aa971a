"""Errors by whose fault they are; the message is one sentence that says what to do.

SportelloError
├── BrandError      the brand's files: carries every problem found
├── SetupError      the machine or the start-up: a port, a token, a store
│   ├── StoreError      the store is damaged, full or of another version
│   └── StoreBusyError  a second copy was started on the same store
├── IncidentError   what a person wants to say of an incident cannot be said: carries every reason
└── ChannelError    a platform's answer that stops a channel
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model.problem import Problem


def with_remedy(wrong: object, remedy: str) -> str:
    """Put what is wrong and what to do into one line, the latter in brackets if there is anything to do."""
    return f"{wrong} ({remedy})" if remedy else str(wrong)


class SportelloError(Exception):
    """Something a person must know; `str()` is one plain sentence, `hint` says what to do."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class BrandError(SportelloError):
    """The brand's files cannot be served; `problems` holds every one found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the brand's files")
        self.problems = problems


class SetupError(SportelloError):
    """The installation cannot start as it stands."""


class StoreError(SetupError):
    """The store cannot be used: damaged, full, read-only or of another version."""


class StoreBusyError(SetupError):
    """Another copy of Sportello holds the store."""


class IncidentError(SportelloError):
    """An incident cannot be opened, changed or closed like this; `reasons` holds every one found."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class ChannelError(SportelloError):
    """A channel cannot go on until a person changes something (a wrong token, say)."""
