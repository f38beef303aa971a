"""Reads the body of a customer's message: strict JSON in, known fields out, or a fault to mend."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NoReturn

from bot.model.text import LONGEST, clean

CUSTOMER = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""What a customer key looks like; whoever knows it reads the conversation, so clients make it random."""

_ID = re.compile(r"[!-~]{1,128}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}")
_NAME_LENGTH = 80


class FaultError(Exception):
    """A request that cannot be taken: an HTTP status, a code for programs and a sentence for people."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message as its client sent it, cleaned: `id` is the client's, unique for the customer.

    `followers` is what a platform would tell; no customer's own page may say it.
    """

    id: str
    text: str
    name: str = ""
    language: str = ""
    followers: int | None = None


def read_said(body: bytes) -> Said:
    """Read a message's body. Raises FaultError."""
    return said_in(read_object(body))


def said_in(fields: Mapping[str, object]) -> Said:
    """Read a message from a body's fields. Raises FaultError."""
    text = _string(fields, "text", required=True)
    if len(text) > LONGEST:
        raise FaultError(422, "too_long", f"The message is longer than {LONGEST:,} characters: split it.")
    text = clean(text)
    if not text.strip():
        raise FaultError(422, "empty_text", "The message has no text: write something in “text”.")
    return Said(
        id=_identity(fields),
        text=text,
        name=" ".join(clean(_string(fields, "name")).split())[:_NAME_LENGTH],
        language=_language(fields),
    )


def read_object(body: bytes) -> Mapping[str, object]:
    """Read a body that must be one strict JSON object. Raises FaultError."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise FaultError(400, "bad_json", "The body is not valid JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise FaultError(400, "bad_json", "The body must be a JSON object.")
    return value


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a key appears twice")
    return fields


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _string(fields: Mapping[str, object], name: str, *, required: bool = False) -> str:
    value = fields.get(name)
    if isinstance(value, str):
        return value
    if value is None and not required:
        return ""
    raise FaultError(422, f"bad_{name}", f"“{name}” must be a string.")


def _identity(fields: Mapping[str, object]) -> str:
    value = _string(fields, "id", required=True)
    if not _ID.fullmatch(value):
        raise FaultError(
            422, "bad_id", "“id” must be 1 to 128 visible ASCII characters, new for each message."
        )
    return value


def _language(fields: Mapping[str, object]) -> str:
    value = _string(fields, "language")
    return value if _LANGUAGE.fullmatch(value) else ""  # only a hint: a wrong one is not worth a message
