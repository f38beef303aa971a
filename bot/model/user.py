"""Who may sign in at the desk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.role import Role

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who may sign in; the key is what they type, what signs their messages, and what the audit names."""

    key: str
    name: str
    role: Role
    has_password: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Whose session it is, and what every user is called, by key."""

    user: User
    names: Mapping[str, str] = field(default_factory=dict)


def is_key(text: str) -> bool:
    """Tell whether a text can be a user's key: up to 32 letters and digits, and . _ - after the first."""
    return _KEY.fullmatch(text) is not None


def is_name(text: str) -> bool:
    """Tell whether a text can be a person's name."""
    return text.strip() == text != "" and len(text) <= LONGEST_NAME and text.isprintable()
