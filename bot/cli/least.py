"""Reads what `--fail-under` asks for, and says which figures are below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.errors import SetupError
from bot.evaluation.figures import MORE_IS_BETTER, Figures
from bot.settings.suggest import did_you_mean

_FIRST = "accuracy"
_HINT = "write it as accuracy=0.9,coverage_at_95=0.6"


def read_least(text: str | None) -> Mapping[str, float]:
    """Read "accuracy=0.9,ece…"; a bare number is the least accuracy. Raises SetupError."""
    return dict(_one(part.strip()) for part in text.split(",")) if text is not None else {}


def _one(part: str) -> tuple[str, float]:
    name, equals, written = part.partition("=")
    if not equals:
        name, written = _FIRST, part
    name = name.strip()
    if name not in MORE_IS_BETTER:
        meant = did_you_mean(name, MORE_IS_BETTER)
        raise SetupError(f"--fail-under: no least value can be asked of “{name}”", hint=meant or _HINT)
    try:
        value = float(written)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise SetupError(f"--fail-under: “{written.strip()}” is no share from 0 to 1", hint=_HINT)
    return name, value


def below(figures: Figures, least: Mapping[str, float]) -> Iterator[str]:
    """Say of each figure that is below its least value, or that there is none."""
    for name, wanted in least.items():
        value: float | None = getattr(figures, name)
        if value is None:
            yield f"{name} cannot be measured on these sentences; {wanted:g} was asked for"
        elif value < wanted:
            yield f"{name} is {value:.4f}, below the {wanted:g} asked for"
