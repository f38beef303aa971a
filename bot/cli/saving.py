"""Writes a chat as a conversation test: what was done, and what came of it as expectations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.errors import SetupError
from bot.model.message import Purpose
from bot.settings.toml import as_toml
from bot.testing import Exchange

_NAME = re.compile(r"\w[\w-]{0,80}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Did:
    """A step that was taken (as conversation tests name it), and what came of it."""

    does: str
    text: str
    expect: Mapping[str, str | bool] = field(default_factory=dict)

    def with_outcome(self, exchange: Exchange) -> Did:
        """Expect again what came of it: the decision and whether something was said, not the exact words."""
        return replace(self, expect=dict(_expected(self.does, exchange)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationFile:
    """Where a chat is saved."""

    path: Path

    def write(
        self, start: datetime, channel: str, customer: Mapping[str, str | int], steps: Sequence[Did]
    ) -> None:
        """Write the file. Raises SetupError where there is nothing to write or a file already."""
        if not steps:
            raise SetupError("nothing has been said yet")
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n".join(_lines(self.path.stem, start, channel, customer, steps))
        try:
            with self.path.open("x", encoding="utf-8") as file:
                file.write(f"{text}\n")
        except FileExistsError as error:
            raise SetupError(f"{self.path} is already there", hint="give another name") from error


def conversation_file(project: Path, name: str) -> ConversationFile:
    """Give the file of a name. Raises SetupError for one that is no plain name."""
    if not _NAME.fullmatch(name):
        raise SetupError("/save needs a name of letters, digits, “-” and “_”")
    return ConversationFile(path=project / "tests" / "conversations" / f"{name}.toml")


def span_in_words(span: timedelta) -> str:
    """Give a span as conversation tests write it: "2d 12h"; at least a second."""
    minutes, seconds = divmod(max(1, round(span / timedelta(seconds=1))), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "m"), (seconds, "s"))
    return " ".join(f"{number}{unit}" for number, unit in parts if number)


def _expected(does: str, exchange: Exchange) -> Iterator[tuple[str, str | bool]]:
    decision = exchange.decisions[-1] if exchange.decisions else None
    if does == "say" and decision is not None:
        yield "outcome", decision.outcome
        yield "rule", decision.rule
        if decision.rule == "answer":
            yield "intent", json.loads(decision.detail)["candidates"][0]["intent"]
    if does == "wait" and exchange.said:
        yield "follow_up", any(letter.purpose is Purpose.FOLLOW_UP for letter in exchange.said)
    if not exchange.said:
        yield "silent", True


def _lines(
    name: str, start: datetime, channel: str, customer: Mapping[str, str | int], steps: Sequence[Did]
) -> Iterator[str]:
    yield f"name = {as_toml(name.replace('_', ' ').replace('-', ' '))}"
    yield f"at = {start:%Y-%m-%dT%H:%M:%S}            # on the brand's clock"
    yield f"channel = {as_toml(channel)}"
    yield f"customer = {_table(customer)}"
    for step in steps:
        yield ""
        yield "[[step]]"
        yield f"{step.does} = {as_toml(step.text)}"
        if step.expect:
            yield f"expect = {_table(step.expect)}"


def _table(values: Mapping[str, str | int]) -> str:
    pairs = ", ".join(f"{key} = {as_toml(value)}" for key, value in values.items())
    return f"{{ {pairs} }}" if pairs else "{}"
