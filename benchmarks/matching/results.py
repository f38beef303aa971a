"""The measured figures on disk: by task, then by system; a new run replaces only what it measured."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent.parent / "results" / "matching.json"
Results = dict[str, Any]


def load(path: Path = FILE) -> Results:
    """Read the figures; none where there is no file."""
    if not path.is_file():
        return {"machine": "", "figures": {}}
    found: Results = json.loads(path.read_text(encoding="utf-8"))
    return found


def joined(results: Results, found: Mapping[str, Mapping[str, Any]]) -> Results:
    """Give the results with the figures of `found` (task, then system) in the place of older ones."""
    figures = {task: dict(systems) for task, systems in results["figures"].items()}
    for task, systems in found.items():
        figures.setdefault(task, {}).update(systems)
    return {"machine": _machine(), "figures": figures}


def save(results: Results, path: Path = FILE) -> None:
    """Write the figures."""
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _machine() -> str:
    """Name the processor, where Linux tells it, and the Python."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    processor = " ".join((names[0] if names else platform.machine()).split())
    return f"one thread of {processor}, Python {platform.python_version()}"
