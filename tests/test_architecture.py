"""The house: imports go downward, files fit in a head, functions are short, a channel is one file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from bot.channels import catalogue

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


def test_no_code_outside_a_channel_asks_which_channel_it_is() -> None:
    asking = [
        f"{path.relative_to(ROOT)}: {ast.unparse(node)[:80]}"
        for path in _modules()
        if path.relative_to(ROOT).parts[1] not in {"channels", "testing"}
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if _asks_for_a_channel(node)
    ]
    assert not asking


def _asks_for_a_channel(node: ast.AST) -> bool:
    """Tell whether a comparison, an arm of a match or a key is a channel's name beside a channel."""
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return _names_a_channel(sides) and any(_is_channel(side) for side in sides)
    if isinstance(node, ast.Match):
        values = [
            pattern.value
            for case in node.cases
            for pattern in ast.walk(case.pattern)
            if isinstance(pattern, ast.MatchValue)
        ]
        return _is_channel(node.subject) and _names_a_channel(values)
    return False


def _names_a_channel(sides: list[ast.expr]) -> bool:
    return any(
        isinstance(part, ast.Constant) and part.value in catalogue.BUILT_IN
        for side in sides
        for part in ast.walk(side)
    )


def _is_channel(side: ast.expr) -> bool:
    """Tell whether an expression is about a channel: `channel`, `item.channel`, `traits.name` …"""
    words = [part.id for part in ast.walk(side) if isinstance(part, ast.Name)]
    words += [part.attr for part in ast.walk(side) if isinstance(part, ast.Attribute)]
    return any("channel" in word or word == "traits" for word in words)


def test_a_comparison_with_a_channels_name_would_be_found() -> None:
    found = [
        source
        for source in (
            'channel == "x"',
            'conversation.channel in {"web", "x"}',
            'traits.name != "telegram"',
            'match item.channel:\n    case "x":\n        pass',
        )
        if any(_asks_for_a_channel(node) for node in ast.walk(ast.parse(source)))
    ]
    assert len(found) == 4
    assert not any(_asks_for_a_channel(node) for node in ast.walk(ast.parse('name == "x"')))
