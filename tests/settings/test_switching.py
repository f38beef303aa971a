"""Switching a channel on in settings.toml: what is asked for is written, and nothing else changes."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import ndiff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.problem import Source
from bot.settings.switching import NotSwitchableError, switched_on, variables_in
from bot.starter import starter_files

EXAMPLE = next(file.text for file in starter_files() if file.path == "settings.toml")
TOKEN: Mapping[str, str] = {"token": "TELEGRAM_TOKEN"}
X: Mapping[str, str] = {"consumer_key": "X_CONSUMER_KEY", "access_token": "X_ACCESS_TOKEN"}


def on(text: str, name: str = "telegram", variables: Mapping[str, str] = TOKEN) -> str:
    return switched_on(Source(path="settings.toml", text=text), name, variables).text


def changes(before: str, after: str) -> list[str]:
    lines = ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line.startswith(("+", "-"))]


def test_the_block_that_waits_behind_marks_is_opened_with_its_comments() -> None:
    after = on(EXAMPLE)
    waiting = EXAMPLE[EXAMPLE.index("# [channels.telegram]") : EXAMPLE.index("[console]")].splitlines()[:3]
    assert all(line.startswith("# ") for line in waiting)
    opened = ["[channels.telegram]", *(line.removeprefix("# ") for line in waiting[1:])]
    assert after == EXAMPLE.replace("\n".join(waiting), "\n".join(opened))


def test_a_new_block_follows_the_other_channels_and_nothing_else_moves() -> None:
    after = on(EXAMPLE, "x", X)
    added = [
        "+ ",
        "+ [channels.x]",
        '+ consumer_key = "env:X_CONSUMER_KEY"',
        '+ access_token = "env:X_ACCESS_TOKEN"',
    ]
    assert sorted(changes(EXAMPLE, after)) == sorted(added)
    assert after.index("[channels.terminal]") < after.index("[channels.x]") < after.index("[console]")


def test_a_block_that_is_there_keeps_its_keys_and_gets_those_it_lacks() -> None:
    text = '[brand]\nname = "A"\n\n[channels.telegram] # ours\nburst_pause = "0s"  # quick\n'
    assert on(text) == (
        '[brand]\nname = "A"\n\n[channels.telegram] # ours\ntoken = "env:TELEGRAM_TOKEN"\n'
        'burst_pause = "0s"  # quick\n'
    )
    assert on(on(text)) == on(text)


def test_the_variable_that_is_named_already_is_the_one_that_is_used() -> None:
    text = '[channels.telegram]\ntoken = "env:OUR_BOT"\n'
    assert variables_in(text, "telegram") == {"token": "OUR_BOT"}
    assert on(text, variables={"token": "OUR_BOT"}) == text


@pytest.mark.parametrize(
    "text",
    [
        'channels = { telegram = { burst_pause = "0s" } }\n',
        "channels.telegram = {}\n",
        '[channels.telegram]\ntoken = "4242:AAF-secret"\n',
        'channels = "none"\n',
    ],
)
def test_a_file_with_no_safe_place_is_left_alone_and_the_block_is_shown(text: str) -> None:
    with pytest.raises(NotSwitchableError) as raised:
        on(text)
    assert raised.value.block == '[channels.telegram]\ntoken = "env:TELEGRAM_TOKEN"'
    assert "secret" not in str(raised.value)


PIECES = (
    '[brand]\nname = "Acme"',
    '[hours] # open\nmon-fri = ["09:00-13:00"]',
    "[channels.web]",
    '[channels.terminal]\nburst_pause = "1s"   # quick',
    '[notes]\ntext = """\n[channels.telegram]\n# not a header\n"""',
    '[storage]\nurl = "sqlite:///a.db"',
)


@given(
    pieces=st.permutations(PIECES),
    gap=st.sampled_from(["\n", "\n\n", "\n# a remark\n\n"]),
    end=st.sampled_from(["\n", ""]),
    crlf=st.booleans(),
)
def test_whatever_the_order_only_lines_are_added_and_the_data_says_it(
    pieces: list[str], gap: str, end: str, *, crlf: bool
) -> None:
    text = gap.join(pieces) + end
    text = text.replace("\n", "\r\n") if crlf else text
    after = on(text)
    assert not [line for line in changes(text, after) if line.startswith("-")]
    before = tomllib.loads(text)
    before["channels"]["telegram"] = {"token": "env:TELEGRAM_TOKEN"}
    assert tomllib.loads(after) == before
    assert ("\n" in after.replace("\r\n", "")) == ("\n" in text.replace("\r\n", ""))
