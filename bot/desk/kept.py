"""What the desk did not do: the text is kept in its field, with the reason where one looks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.visit import Visit
from bot.desk.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The text as it was written, and why it was not sent; both "" where nothing was refused.

    `act_why` says why something else was not done, or what came of it.
    """

    text: str = ""
    why: str = ""
    act_why: str = ""


def shows_data(visit: Visit, kinds: Sequence[str]) -> str:
    """Say which personal data a text would show in public."""
    w = words(visit.language)
    return w["shows_data"].format(what=", ".join(w[f"shows_{kind}"] for kind in kinds))
