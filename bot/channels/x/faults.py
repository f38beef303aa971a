"""How a call to X can fail, by what that means: surely not taken, refused, too often, or nobody knows."""

from __future__ import annotations

from datetime import datetime


class XError(Exception):
    """A call to X failed; the message names kinds only, never a customer's words or a secret."""


class UnreachableError(XError):
    """No connection came about: X surely has not heard of it."""


class LostError(XError):
    """The call was made, and what became of it nobody knows."""


class SpentError(XError):
    """X takes no more of these calls before `until`; this one was surely not taken."""

    def __init__(self, until: datetime) -> None:
        super().__init__("called too often")
        self.until = until


class PoorError(XError):
    """The day's money is spent; nothing was called. There is some again at `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__("no money left today")
        self.until = until


class RefusalError(XError):
    """X itself, not a proxy on the way, says no."""

    def __init__(self, status: int, detail: str, kind: str = "") -> None:
        super().__init__(f"status {status}")
        self.status = status
        self.detail = detail
        self.kind = kind

    @property
    def of_keys(self) -> bool:
        """Whether the keys are refused."""
        return self.status == 401

    @property
    def of_rights(self) -> bool:
        """Whether the app lacks a right, which only its owner can give."""
        return self.kind.rpartition("/")[2] in {
            "oauth1-permissions",
            "client-forbidden",
            "client-not-enrolled",
            "unsupported-authentication",
        }

    @property
    def of_media(self) -> bool:
        """Whether what is shown with the words is refused, not the words."""
        return self.status == 400 and "media" in self.detail.casefold()

    @property
    def of_repetition(self) -> bool:
        """Whether the same words were posted before."""
        return self.status == 403 and "duplicate" in self.detail.casefold()
