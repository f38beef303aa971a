"""What is written as TOML is read as it was."""

from __future__ import annotations

import tomllib

from hypothesis import example, given
from hypothesis import strategies as st

from bot.settings.toml import as_toml

TEXTS = st.text()


@example("\x7f\x00\t\n\\\"'🎈")
@example(("09:00-13:00", "🎈"))
@given(st.one_of(TEXTS, st.integers(-(2**63), 2**63 - 1), st.lists(TEXTS).map(tuple)))
def test_a_value_is_read_as_it_was_written(value: str | int | tuple[str, ...]) -> None:
    read = tomllib.loads(f"v = {as_toml(value)}")["v"]
    assert (tuple(read) if isinstance(read, list) else read) == value
