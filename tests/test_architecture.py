"""The house: imports go downward, files fit in a head, functions are short, a channel is one file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400
MEDIAN_FUNCTION = 15


def _modules() -> Iterator[Path]:
    return (ROOT / "bot").rglob("*.py")


def _functions(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            yield node.end_lineno - node.lineno + 1


def test_imports_go_only_downward_and_the_core_does_no_io() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_no_file_is_longer_than_a_head_can_hold() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_the_median_function_is_short() -> None:
    lengths = [length for path in _modules() for length in _functions(path)]
    assert median(lengths) < MEDIAN_FUNCTION


def test_every_file_opens_with_what_belongs_in_it() -> None:
    bare = [
        str(path.relative_to(ROOT))
        for path in _modules()
        if (text := path.read_text(encoding="utf-8")).strip() and ast.get_docstring(ast.parse(text)) is None
    ]
    assert not bare


def test_any_error_is_caught_and_kept_in_two_places_only() -> None:
    broad = sorted(
        str(path.relative_to(ROOT))
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and _is_broad(node)
        and not isinstance(node.body[-1], ast.Raise)
    )
    assert broad == ["bot/service/guard.py", "bot/service/supervise.py"]


def _is_broad(handler: ast.ExceptHandler) -> bool:
    caught = handler.type
    return caught is None or (isinstance(caught, ast.Name) and caught.id in {"Exception", "BaseException"})


def test_no_channel_is_named_outside_its_own_file_and_the_catalogue() -> None:
    named = [
        str(path.relative_to(ROOT))
        for folder in ("model", "knowledge", "policy", "service", "engines")
        for path in (ROOT / "bot" / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(
            isinstance(side, ast.Constant) and side.value in {"telegram", "web", "x", "terminal"}
            for side in (node.left, *node.comparators)
        )
    ]
    assert not named
