"""A file of real messages: what it may say, and every wrong line at once."""

from __future__ import annotations

import pytest

from bot.errors import SetupError
from bot.rehearsal.messages_file import read_messages
from bot.rehearsal.script import Script
from tests.rehearsal.rig import at
from tests.support.brand import ROME, TRAITS


def read(*lines: str) -> Script:
    return read_messages("m.jsonl", "\n".join(lines), traits=TRAITS, zone=ROME, channel="chat")


def test_a_line_may_say_only_when_and_what() -> None:
    script = read(
        '{"at": "2026-11-28T10:30", "text": "ciao"}', "", '{"at": "2026-11-28T11:00", "text": "e io"}'
    )
    first, second = script.lines
    assert (first.at, first.text, first.address) == (at("2026-11-28T10:30"), "ciao", "chat")
    assert first.customer != second.customer
    assert not script.invented


def test_a_line_may_say_all() -> None:
    script = read(
        '{"at": "2026-11-28T10:30:00+00:00", "button": "Sì", "customer": "g", "name": "Giulia",'
        ' "channel": "wall", "language": "it", "followers": 12}'
    )
    (line,) = script.lines
    assert (line.address, line.button, line.customer, line.name) == ("wall.post", "Sì", "g", "Giulia")
    assert (line.language, line.followers, line.at) == ("it", 12, at("2026-11-28T11:30"))


def test_lines_are_put_in_the_order_of_time_and_equal_times_stay_in_theirs() -> None:
    script = read(
        '{"at": "2026-11-28T11:00", "text": "c"}',
        '{"at": "2026-11-28T10:00", "text": "a"}',
        '{"at": "2026-11-28T10:00", "text": "b"}',
    )
    assert [line.text for line in script.lines] == ["a", "b", "c"]


WRONG = {
    "no json": "this is not JSON",
    "[1]": "this is no object",
    '{"text": "ciao"}': "“at” is missing",
    '{"at": 3, "text": "ciao"}': "“at” is no text",
    '{"at": "yesterday", "text": "ciao"}': "“yesterday” is no time",
    '{"at": "2026-11-28T10:30"}': "neither “text” nor “button”",
    '{"at": "2026-11-28T10:30", "text": "  "}': "neither “text” nor “button”",
    '{"at": "2026-11-28T10:30", "text": "ciao", "chanel": "chat"}': "did you mean “channel”?",
    '{"at": "2026-11-28T10:30", "text": "ciao", "channel": "wall.dn"}': "did you mean “wall.dm”?",
    '{"at": "2026-11-28T10:30", "text": "ciao", "followers": -1}': "“followers” must be a whole number",
    '{"at": "2026-11-28T10:30", "text": "ciao", "followers": true}': "“followers” must be a whole number",
    '{"at": "2026-11-28T10:30", "text": "ciao", "name": 5}': "“name” must be text",
}


@pytest.mark.parametrize(("line", "told"), WRONG.items())
def test_a_wrong_line_is_named_with_the_remedy(line: str, told: str) -> None:
    with pytest.raises(SetupError, match="1 line of ") as error:
        read('{"at": "2026-11-28T10:30", "text": "ciao"}', line)
    assert "m.jsonl:2: " in str(error.value)
    assert told in str(error.value)


def test_all_wrong_lines_are_told_at_once() -> None:
    with pytest.raises(SetupError) as error:
        read(*WRONG, '{"at": "2026-11-28T10:30", "text": "ciao"}')
    assert str(error.value).count("m.jsonl:") == len(WRONG)
    assert "nothing was rehearsed" in error.value.hint


def test_an_empty_file_is_told() -> None:
    with pytest.raises(SetupError, match=r"no message in m\.jsonl"):
        read("", "  ")
