"""The example brand as it comes with the package: what `sportello init` copies."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_PATTERNS = ("settings.toml", "intents/*/*.toml", "replies/*/*.j2", "tests/conversations/**/*.toml")
_IGNORED = """# What never belongs in version control: secrets, and the store with customers' messages.
.env
*.db
*.db-*
*.db.*
__pycache__/
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StarterFile:
    """A file of the example brand; `path` is relative to the brand's folder, with forward slashes."""

    path: str
    text: str


def starter_files() -> Iterator[StarterFile]:
    """Give every file of the example brand, settings.toml first, and a .gitignore that fits it last."""
    home = _home()
    for pattern in _PATTERNS:
        for file in sorted(home.glob(pattern)):
            yield StarterFile(path=file.relative_to(home).as_posix(), text=file.read_text(encoding="utf-8"))
    yield StarterFile(path=".gitignore", text=_IGNORED)


def _home() -> Path:
    """In a wheel the brand is beside this file; where one works on Sportello itself, it is the top folder."""
    packed = Path(__file__).parent / "starter"
    return packed if packed.is_dir() else Path(__file__).parents[1]
