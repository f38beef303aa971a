"""Values as the text of a TOML file has them."""

from __future__ import annotations

import json
from collections.abc import Sequence


def as_toml(value: str | int | Sequence[str]) -> str:
    """Write a text, a number or a list of texts: what JSON writes is TOML, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
