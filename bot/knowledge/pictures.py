"""Which files of the brand are pictures that replies may name."""

from __future__ import annotations

import re

PICTURES = "images"
"""The folder they are in, below the brand's."""

_NAME = r"[A-Za-z0-9_-][A-Za-z0-9_.-]*"
_PATH = re.compile(rf"{PICTURES}/(?:{_NAME}/)*{_NAME}\.(?:png|jpe?g|webp|gif)")


def is_picture(path: str) -> bool:
    """Tell whether a path, as a template writes it, names a picture inside the folder."""
    return _PATH.fullmatch(path) is not None
