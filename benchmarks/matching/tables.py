"""The tables of docs/matching.md, each between its marks, drawn from the measured figures alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.matching.results import Results
from benchmarks.matching.systems import SYSTEMS
from benchmarks.matching.tasks import Task, every

PAGE = Path(__file__).parents[2] / "docs" / "matching.md"
COSTLY = ("banking77_10", "banking77_full")
_MARKED = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", flags=re.DOTALL)
_NONE = "–"


def drawn(page: str, results: Results) -> str:
    """Give the page with every table drawn anew. Raises KeyError for a mark of no table."""
    return _MARKED.sub(lambda found: f"{found[1]}{TABLES[found[2]](results)}\n{found[3]}", page)


def names_on(page: str) -> list[str]:
    """Give the names of the tables a page has marks for."""
    return [found[2] for found in _MARKED.finditer(page)]


def _accuracy(results: Results) -> str:
    return _by_system(results, _pair("accuracy", "among_first_three"))


def _coverage(results: Results) -> str:
    return _by_system(results, _pair("coverage_at_95", "coverage_at_99"))


def _scope(results: Results) -> str:
    return _by_system(results, lambda figures: _decimals(figures["oos_auroc"]), needs="oos_auroc")


def _trust(results: Results) -> str:
    head = ["set", "ECE", "threshold", "answered", "right", "out of scope answered"]
    rows = [
        [
            task.title,
            _decimals(figures["ece"]),
            _decimals(figures["suggested"]),
            *(_percent(figures[name]) for name in _SUGGESTED),
        ]
        for task, figures in _of(results, "sportello")
    ]
    return _table(head, rows)


def _default(results: Results) -> str:
    head = ["set", "answered", "right", "out of scope answered", "out of scope called novel"]
    rows = [
        [task.title, *(_percent(figures[name]) for name in _AT_DEFAULT)]
        for task, figures in _of(results, "sportello")
    ]
    return _table(head, rows)


def _cost(results: Results) -> str:
    head = ["system", "set", "load s", "teach s", "p50 ms", "p99 ms", "peak MB"]
    rows = [
        [
            system.title,
            task.title,
            *(
                _number(figures[name])
                for name in ("load_seconds", "fit_seconds", "p50_ms", "p99_ms", "peak_rss_mb")
            ),
        ]
        for name in COSTLY
        for system in SYSTEMS
        for task, figures in _of(results, system.name)
        if task.name == name
    ]
    return f"{_table(head, rows)}\n\nMeasured on {results['machine']}."


_SUGGESTED = ("suggested_answered", "suggested_answered_right", "oos_suggested_answered")
_AT_DEFAULT = ("answered", "answered_right", "oos_answered", "oos_novel")
TABLES: Mapping[str, Callable[[Results], str]] = {
    "accuracy": _accuracy,
    "coverage": _coverage,
    "trust": _trust,
    "default": _default,
    "scope": _scope,
    "cost": _cost,
}


def _of(results: Results, system: str) -> list[tuple[Task, Mapping[str, Any]]]:
    """Give a system's figures in the order of the tasks."""
    measured = results["figures"]
    return [(task, measured[task.name][system]) for task in _known() if system in measured.get(task.name, {})]


def _by_system(results: Results, cell: Callable[[Mapping[str, Any]], str], *, needs: str = "accuracy") -> str:
    measured = results["figures"]
    shown = [
        task
        for task in _known()
        if _has(measured.get(task.name, {}), needs) and (needs == "oos_auroc" or not task.scope_only)
    ]
    rows = [
        [task.title, *(_cell(measured[task.name].get(system.name), cell) for system in SYSTEMS)]
        for task in shown
    ]
    return _table(["set", *(system.title for system in SYSTEMS)], rows)


def _has(systems: Mapping[str, Mapping[str, Any]], needs: str) -> bool:
    return any(figures[needs] is not None for figures in systems.values())


def _cell(figures: Mapping[str, Any] | None, cell: Callable[[Mapping[str, Any]], str]) -> str:
    return cell(figures) if figures is not None else ""


def _known() -> Sequence[Task]:
    """Give every task there is, whether its files are here or not."""
    return every(Path())


def _pair(one: str, other: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda figures: f"{_percent(figures[one])} / {_percent(figures[other])}"


def _percent(share: float | None) -> str:
    return f"{100 * share:.1f}" if share is not None else _NONE


def _decimals(value: float | None) -> str:
    return f"{value:.3f}" if value is not None else _NONE


def _number(value: float | None) -> str:
    return _NONE if value is None else f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows))
