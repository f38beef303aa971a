"""A story may have several customers, people of the desk and an incident; what it misspells is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.errors import SetupError
from bot.model.problem import Source
from bot.testing import Dialogue, StoryResult, read_story, run_story
from tests.support.brand import TRAITS, small_brand

NOON = datetime(2026, 12, 10, 11, tzinfo=UTC)
HEAD = """at = 2026-12-10T10:00:00
channel = "wall.post"
customer = { name = "Anna" }
[others.luca]
name = "Luca"
"""


async def played(steps: str) -> StoryResult:
    text = HEAD + steps
    return await run_story(read_story(Source(path="s.toml", text=text)), small_brand()[0], TRAITS)


async def test_two_customers_have_a_conversation_each_and_the_first_goes_on_where_they_were() -> None:
    result = await played("""
[[step]]
say = "quando aprite?"
expect = { messages = 1, surface = "public" }
[[step]]
by = "luca"
say = "quando aprite?"
expect = { messages = 1 }
[[step]]
by = "customer"
close = true
[[step]]
by = "luca"
mute = "1d"
[[step]]
say = "quando aprite?"
expect = { rule = "muted", silent = true }
[[step]]
by = "customer"
say = "quando aprite?"
expect = { rule = "answer", messages = 1 }
""")
    assert result.passed, result.failures


async def test_what_was_said_too_often_or_on_another_surface_is_told() -> None:
    result = await played("""
[[step]]
say = "quando aprite?"
expect = { messages = 2, surface = "private" }
""")
    assert result.failures[:2] == ("messages: expected 2, got 1", "surface: expected private, got public")


async def test_what_is_wrong_with_an_incident_fails_the_step() -> None:
    result = await played("""
[[step]]
incident = { intents = ["orario"], next = "1h", text = { it = "Siamo chiusi." } }
""")
    assert result.line == 7
    assert any("there is no intent “orario”" in failure for failure in result.failures)


async def test_an_incident_is_told_by_the_person_whom_the_step_names(monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge, _problems = small_brand()
    people = {**knowledge.settings.people, "MR": knowledge.settings.people["FB"]}
    knowledge = replace(knowledge, settings=replace(knowledge.settings, people=people))
    dialogue = await Dialogue.open(knowledge, traits=TRAITS, at=NOON, channel="chat")

    async def opened(*_args: object, **_kwargs: object) -> Dialogue:
        return dialogue

    monkeypatch.setattr(Dialogue, "open", opened)
    text = "at = 2026-12-10T10:00:00\n"
    for step in ('incident = { intents = ["orari"], next = "1h",', "incident_over = {"):
        text += f'[[step]]\nas = "MR"\n{step} text = {{ it = "Chiusi.", en = "Closed." }} }}\n'
    result = await run_story(read_story(Source(path="s.toml", text=text)), knowledge, TRAITS)
    assert result.passed, result.failures
    store = dialogue.sportello.store
    assert {entry.who for entry in await store.audit_after(0, 10)} == {"MR"}


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ('by = "gino"\nsay = "ciao"', "s.toml:6: nobody is called “gino” here"),
        ('incident = "guasto"', "s.toml:6: “incident” must be a table"),
        ('incident = { who = "x" }', "s.toml:6: “incident” has no “who”"),
        ('incident = { intents = ["orari"], next = "1h" }', "s.toml:6: “incident” says nothing"),
        ('incident = { intents = "orari", next = "1h", text = { it = "x" } }', "“intents” must be a list"),
        ('incident_update = { text = { it = "x" } }', "must say when more is told"),
        ('incident_update = { next = "soon", text = { it = "x" } }', "“soon” is not a duration"),
        ('incident_over = { next = "1h", text = { it = "x" } }', "“incident_over” has no “next”"),
        ('mute = "a while"', "“a while” is not a duration"),
    ],
)
def test_a_step_that_cannot_be_read_is_refused_with_its_line(step: str, said: str) -> None:
    with pytest.raises(SetupError) as refused:
        read_story(Source(path="s.toml", text=f"{HEAD}[[step]]\n{step}\n"))
    assert said in str(refused.value)
    assert refused.value.hint


def test_nobody_else_may_be_called_as_the_first_customer_is() -> None:
    text = HEAD.replace("luca", "customer") + '[[step]]\nsay = "ciao"\n'
    with pytest.raises(SetupError, match="is the first customer’s name"):
        read_story(Source(path="s.toml", text=text))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ('customer = "Anna"', "“customer” must be a table"),
        ('others = ["luca"]', "“others” must be tables by name"),
        ('others = { luca = "Luca" }', "“luca” must be a table"),
    ],
)
def test_a_customer_who_is_no_table_is_refused_with_the_remedy(head: str, said: str) -> None:
    text = f'at = 2026-12-10T10:00:00\n{head}\n[[step]]\nsay = "ciao"\n'
    with pytest.raises(SetupError, match=said) as refused:
        read_story(Source(path="s.toml", text=text))
    assert refused.value.hint


async def test_only_a_person_of_the_brand_can_act() -> None:
    with pytest.raises(SetupError, match=r"s\.toml:6: nobody signs as “ZZ”"):
        await played('[[step]]\nas = "ZZ"\nclose = true\n')
