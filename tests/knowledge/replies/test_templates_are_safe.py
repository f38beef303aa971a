"""No template runs anything: what is not on the list is refused with its place, what is on it is quick."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.replies.compiling import compile_body
from bot.knowledge.replies.evaluating import CAP, MissingValueError, say
from bot.knowledge.replies.templates import read_template
from bot.knowledge.replies.values import values_of
from bot.model.message import Surface
from bot.model.problem import Source
from bot.settings.positions import Place
from tests.knowledge.replies.moments import SETTINGS, moment

PAYLOADS = Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines()

SAFE = st.sampled_from(
    [
        "Ciao ",
        "{{ customer.name }}",
        "{{ promise.by|when }}",
        "{{ slot.importo|money }}",
        "{{ hours.today }}",
        "{% raw %}{{ 7*7 }}{% endraw %}",
        "{# niente #}",
        "\n",
    ]
)
CONDITIONS = st.sampled_from(
    ["open", "not closed", "slot.importo", "vip and open", "slot.importo == '20 €'", "1"]
)
UNSAFE = st.sampled_from(
    [
        "{% for a in b %}x{% endfor %}",
        "{{ customer.name.upper() }}",
        "{{ 2 + 2 }}",
        "{{ brand.owner }}",
        "{{ promise.by }}",
        "{% set a = 1 %}",
        "{{ slot.importo[0] }}",
        "{{ customer.name|upper }}",
    ]
)


def _if(parts: tuple[str, str, str]) -> str:
    condition, yes, no = parts
    return f"{{% if {condition} %}}{yes}{{% elif open %}}{no}{{% else %}}.{{% endif %}}"


TREES = st.recursive(
    SAFE,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join), st.tuples(CONDITIONS, inner, inner).map(_if)
    ),
    max_leaves=25,
)


def test_at_least_two_dozen_payloads_are_kept() -> None:
    assert len(PAYLOADS) >= 24


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_is_refused_with_its_line_and_the_reason(payload: str) -> None:
    source = Source(path="replies/it/a.j2", text=f"=== any\nCiao.\n{payload}\n")
    _, problems = read_template(source, "a", "it", SETTINGS.slots)
    assert problems
    assert all(problem.line == 3 and problem.column >= 1 and problem.message for problem in problems)


@pytest.mark.parametrize(
    "payload", ["''.__class__", "range(9)", "self", "[1]", "customer.name.upper()", "1 %}{{ 7*7 }}{% if 1"]
)
def test_a_condition_takes_no_payload_either(payload: str) -> None:
    source = Source(path="replies/it/a.j2", text=f"=== any when {payload}\nCiao.\n")
    _, problems = read_template(source, "a", "it", SETTINGS.slots)
    assert problems
    assert all(problem.line == 1 for problem in problems)


@settings(max_examples=60)
@given(TREES)
def test_what_is_accepted_is_said_quickly_and_within_the_cap(text: str) -> None:
    compiled = compile_body(text, Place(1, 1), "a.j2", SETTINGS.slots)
    assert not compiled.problems
    values = values_of(moment(), SETTINGS, Surface.PRIVATE, "it")
    started = time.process_time()
    said = say(compiled.body, values)
    assert time.process_time() - started < 0.05
    assert len(said) <= CAP


@settings(max_examples=60)
@given(TREES, UNSAFE, TREES)
def test_one_bad_tag_anywhere_is_refused_where_it_stands(before: str, bad: str, after: str) -> None:
    text = f"{before}\n{bad}\n{after}"
    compiled = compile_body(text, Place(1, 1), "a.j2", SETTINGS.slots)
    assert {problem.line for problem in compiled.problems} == {before.count("\n") + 2}
    assert all(problem.message for problem in compiled.problems)


@settings(max_examples=60)
@given(st.text(alphabet="{}%#|.()[]'\" \nabcif=!,0", max_size=60))
def test_any_text_is_either_taken_or_refused_in_words(text: str) -> None:
    _, problems = read_template(Source(path="a.j2", text=text), "a", "it", SETTINGS.slots)
    assert all(problem.message and problem.line >= 1 and problem.column >= 1 for problem in problems)


@pytest.mark.parametrize("deep", ["(" * 5000 + "open" + ")" * 5000, "not " * 5000 + "open"])
def test_a_bottomless_condition_is_refused(deep: str) -> None:
    compiled = compile_body(f"{{% if {deep} %}}x{{% endif %}}", Place(1, 1), "a.j2", ())
    assert compiled.problems


def test_a_value_that_makes_a_text_endless_is_refused() -> None:
    compiled = compile_body("{{ case.about }}" * 500, Place(1, 1), "a.j2", ())
    values = values_of(moment(about="a" * 200), SETTINGS, Surface.PRIVATE, "it")
    with pytest.raises(MissingValueError):
        say(compiled.body, values)
