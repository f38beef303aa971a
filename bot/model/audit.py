"""What people did at the desk, written down so that a later change shows: each entry covers the one before.

An entry names keys, numbers and files. It never holds a customer's words, name or address, nor a secret, so
that nobody's erasure ever has to touch it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

START = "0" * 64
"""What stands for the hash before the first entry."""


class Deed(StrEnum):
    """What a person did."""

    SENT = "sent"
    CORRECTED = "corrected"
    TOOK_BACK = "took_back"
    UNDONE = "undone"  # an answer, before it left
    PROMISED = "promised"
    NOTED = "noted"
    ASSIGNED = "assigned"
    LOOKED = "looked"
    ARRIVED = "arrived"
    TOOK_OVER = "took_over"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"
    MUTED = "muted"
    UNMUTED = "unmuted"
    APPROVED = "approved"
    EDITED = "edited"
    REFUSED = "refused"
    FINISHED = "finished"
    RESENT = "resent"
    STOPPED = "stopped"
    RESUMED = "resumed"
    BREAKER_CLOSED = "breaker_closed"
    INCIDENT_OPENED = "incident_opened"
    INCIDENT_UPDATED = "incident_updated"
    INCIDENT_CLOSED = "incident_closed"
    INCIDENT_DISMISSED = "incident_dismissed"
    REPLY_SAVED = "reply_saved"
    REPLY_DISCARDED = "reply_discarded"
    REPLY_PUBLISHED = "reply_published"
    HOURS_CHANGED = "hours_changed"
    TAUGHT = "taught"
    QUESTION_DISMISSED = "question_dismissed"
    USER_ADDED = "user_added"
    ROLE_CHANGED = "role_changed"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - the name of a deed
    USER_REMOVED = "user_removed"
    LINK_MADE = "link_made"
    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    SIGN_IN_REFUSED = "sign_in_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One deed: its number, counted from 1, when (milliseconds UTC), who (a key), what, and on what.

    `about` names rows and files, as "conversation:12 draft:3" or "file:replies/it/orari.j2". `what` is a
    Deed's value; one that this version does not know is kept as it is written.
    """

    n: int
    at: int
    who: str
    what: str
    about: str
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """The first entry that is not as it was written."""

    n: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What reading the chain came to: how many entries are right, the last one's hash, the first fault."""

    entries: int
    head: str
    fault: Fault | None = None


def link(before: str, entry: Entry) -> str:
    """Give an entry's hash: SHA-256 over the hash before it and all that it says."""
    said = json.dumps([before, entry.n, entry.at, entry.who, entry.what, entry.about], ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def verify(entries: Iterable[Entry]) -> Verdict:
    """Read a chain from its first entry, and stop at the first that is not right."""
    count, head = 0, START
    for entry in entries:
        fault = _fault(entry, count + 1, head)
        if fault is not None:
            return Verdict(entries=count, head=head, fault=fault)
        count, head = count + 1, entry.hash
    return Verdict(entries=count, head=head)


def _fault(entry: Entry, expected: int, before: str) -> Fault | None:
    if entry.n != expected:
        return Fault(n=expected, why=f"entry {expected} is missing: after it comes {entry.n}")
    if link(before, entry) != entry.hash:
        return Fault(n=entry.n, why="its hash does not fit what it says and the entry before it")
    return None
