"""[approval] is read whole, and what would never hold or name nothing is told with its line."""

from __future__ import annotations

import pytest

from bot.model.message import Surface
from bot.model.problem import Source
from bot.model.traits import Traits
from bot.settings import read
from bot.settings.values import Approval, Band

TRAITS = {
    "web": Traits(name="web", title="Web", limits={Surface.PRIVATE: 2000}),
    "x": Traits(name="x", title="X", limits={Surface.PUBLIC: 280}, default_surface=Surface.PUBLIC),
}
START = '[brand]\nname = "Volo"\n[channels.web]\n[channels.x]\n[approval]\n'


def told(text: str) -> list[str]:
    _, problems = read(Source(path="settings.toml", text=START + text), {}, TRAITS)
    return [f"{item.line} {item.code} {item.message} ({item.hint})" for item in problems]


def test_bands_are_read_in_order_with_lists_or_single_names() -> None:
    text = """graduate_after = 5
[[approval.when]]
channels = "x"
surfaces = ["public"]
reach = 10000
[[approval.when]]
topics = ["fatture"]
intents = ["ricarica"]
below = 0.9
angry = true
"""
    settings, problems = read(Source(path="settings.toml", text=START + text), {}, TRAITS)
    assert not problems
    assert settings is not None
    assert settings.approval == Approval(
        when=(
            Band(channels=("x",), surfaces=("public",), reach=10_000),
            Band(topics=("fatture",), intents=("ricarica",), below=0.9, angry=True),
        ),
        graduate_after=5,
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[[approval.when]]\nbelov = 0.9", "7 C002 no key “belov” (did you mean “below”?)"),
        ("[[approval.when]]\nbelow = 90", "7 C004 this must be a number from 0 to 1"),
        ('[[approval.when]]\nchannels = "wbe"', "7 C009 the channel “wbe” is not on (did you mean “web”?)"),
        ('[[approval.when]]\nsurfaces = "pubblic"', "7 C004 no “pubblic” here (did you mean “public”?)"),
        (
            '[[approval.when]]\nchannels = "web"\nsurfaces = "public"',
            "8 C004 “web” has no public messages: this band never holds ()",
        ),
        ("[[approval.when]]", "6 C004 this band says nothing (say when"),
        ("[[approval.when]]\nangry = false", "6 C004 this band says nothing (say when"),
        ("when = 3", "6 C004 bands are sections (write [[approval.when]]"),
        ("graduate_after = -1", "6 C004 this must be a whole number (0 for no limit)"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_what_to_do(text: str, problem: str) -> None:
    found = told(text)
    assert [item for item in found if item.startswith(problem)], found
