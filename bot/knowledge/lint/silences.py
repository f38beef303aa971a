"""{# lint: off P001 because … #}: findings a brand has looked at and wants; the reason is part of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge import codes
from bot.knowledge.lint.parts import Parts, problem
from bot.model.problem import Problem
from bot.settings.suggest import did_you_mean


def heard(parts: Parts, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Give the problems that no comment silences."""
    off = {
        (template.file, silence.code, line)
        for template in parts.templates.values()
        for silence in template.silences
        if silence.reason
        for line in range(silence.first, silence.last + 1)
    }
    return (item for item in problems if (item.file, item.code, item.line) not in off)


def without_reason(parts: Parts) -> Iterator[Problem]:
    """R020: every silenced rule exists and says why."""
    for template in parts.templates.values():
        for silence in template.silences:
            if silence.code not in codes.TITLES:
                hint = did_you_mean(silence.code, codes.TITLES)
                yield problem(
                    template.file, silence.place, codes.NO_REASON, f"no rule “{silence.code}”", hint
                )
            elif not silence.reason:
                message = f"“{silence.code}” is silenced without a reason"
                hint = f"{{# lint: off {silence.code} because … #}}"
                yield problem(template.file, silence.place, codes.NO_REASON, message, hint)
