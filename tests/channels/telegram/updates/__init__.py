"""Updates as Telegram sends them, one a file, each with one thing in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def read_updates() -> dict[str, Any]:
    """Give every update by its file's name."""
    files = sorted(Path(__file__).parent.glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}
