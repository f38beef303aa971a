"""The example brand answers nothing that is not its business, not even what is said with its own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels import catalogue
from bot.knowledge.library import build
from bot.knowledge.matching import load_encoder
from bot.model.message import Surface
from bot.service.asking import Asker
from bot.service.brand import read_sources
from tests.support.brand import MONDAY

ROOT = Path(__file__).parents[2]
LINES = (Path(__file__).parent / "off_topic.txt").read_text(encoding="utf-8").splitlines()


def _under(heading: str) -> list[str]:
    """Give the posts under a heading."""
    start = LINES.index(f"# {heading}") + 1
    ends = [at for at, line in enumerate(LINES) if at > start and line.startswith("# ")]
    return LINES[start : min(ends, default=len(LINES))]


FAR = [*_under("it"), *_under("en")]
NEAR = [*_under("it, with our words"), *_under("en, with our words")]


@pytest.fixture(scope="module")
def asker() -> Asker:
    traits = {name: catalogue.traits(name) for name in catalogue.names()}
    sources = tuple(read_sources(ROOT))
    result = build(sources, environ={}, traits=traits, encoder=load_encoder("use"), full=False)
    assert result.knowledge is not None, result.problems
    web = traits["web"]
    return Asker(
        knowledge=result.knowledge,
        addresses=(("web", web, Surface.PRIVATE),),
        language="",
        now=MONDAY,
    )


def test_there_are_as_many_posts_in_each_language_and_none_twice() -> None:
    assert (len(_under("it")), len(_under("en"))) == (100, 100)
    assert (len(_under("it, with our words")), len(_under("en, with our words"))) == (32, 32)
    assert len({post.casefold() for post in (*FAR, *NEAR)}) == 264


@pytest.mark.parametrize("post", [*FAR, *NEAR])
def test_a_post_about_something_else_is_not_answered(asker: Asker, post: str) -> None:
    found = asker.ask(post)
    assert found["outcome"] != "answer", (found["intent"], found["confidence"], found["why"])


@pytest.mark.parametrize("post", NEAR)
def test_a_post_with_our_words_is_taken_for_no_intent_of_ours(asker: Asker, post: str) -> None:
    found = asker.ask(post)
    assert found["rule"] != "answer", (found["intent"], found["confidence"], found["why"])


def test_a_question_of_a_customer_is_answered_by_the_same_asker(asker: Asker) -> None:
    assert asker.ask("come scarico la fattura di ottobre?")["outcome"] == "answer"
