"""The files of others that the desk serves are the ones that were looked at, with their licences."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import bot.desk

STATIC = Path(bot.desk.__file__).parent / "static"
VENDOR = STATIC / "vendor"
KNOWN = {
    "htmx-2.0.11.min.js": "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717",
}


def test_vendored_files_are_byte_for_byte_those_that_were_looked_at() -> None:
    found = {path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.glob("*.js")}
    assert found == KNOWN


def test_each_vendored_file_comes_with_its_licence() -> None:
    assert "Zero-Clause BSD" in (VENDOR / "htmx-LICENSE.txt").read_text(encoding="utf-8")


def test_our_own_scripts_evaluate_nothing_and_write_no_html() -> None:
    ours = {path.name: path.read_text(encoding="utf-8") for path in STATIC.glob("*.js")}
    assert "desk.js" in ours
    for word in ("eval(", "new Function", ".innerHTML = ", "insertAdjacentHTML", "document.write"):
        assert [name for name, text in ours.items() if word in text] == []
