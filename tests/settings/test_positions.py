"""Every key and value of a TOML file is found where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.problem import Problem, Source
from bot.settings.document import parse
from bot.settings.positions import START, Path, Place, scan

TEXT = """\
# una nota = no
title = "uno"
"chiave strana" = 'due'
a.b.c = 3
list = [
  "x", # nota
  { y = 1, z = [2, 3] },
]

[table]
long = '''
prima
seconda'''
basic = \"\"\"first \\"\"\" still
\"\"\"
[table.inner]
at = 2026-08-10
[[items]]
name = "a"
[[items.parts]]
id = 1
[[items]]
name = "b"
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("title",), (2, 1), (2, 10)),
        (("chiave strana",), (3, 1), (3, 20)),
        (("a", "b", "c"), (4, 5), (4, 9)),
        (("list", 0), (5, 1), (6, 4)),
        (("list", 1, "z"), (7, 12), (7, 16)),
        (("list", 1, "z", 1), (7, 12), (7, 20)),
        (("table", "long"), (11, 1), (12, 1)),
        (("table", "basic"), (14, 1), (14, 12)),
        (("table", "inner", "at"), (17, 1), (17, 6)),
        (("items", 0, "name"), (19, 1), (19, 9)),
        (("items", 0, "parts", 0, "id"), (21, 1), (21, 6)),
        (("items", 1, "name"), (23, 1), (23, 9)),
    ],
)
def test_a_path_is_found(path: Path, key: tuple[int, int], value: tuple[int, int]) -> None:
    places = scan(TEXT)
    assert places.key(path) == Place(*key)
    assert places.value(path) == Place(*value)


def test_what_is_not_there_is_placed_at_what_is_around_it() -> None:
    places = scan(TEXT)
    assert places.key(("table", "no")) == places.key(("table",))
    assert places.value(("nowhere",)) == START


def test_windows_line_ends_change_nothing() -> None:
    assert scan(TEXT.replace("\n", "\r\n")) == scan(TEXT)


KEYS = st.sampled_from(["a", "b", "c-d", '"e f"', "'g'"])
SCALARS = st.sampled_from(
    ["1", '"x"', "'y'", "true", "2026-01-01", "'''\nz\n'''", '"""q"""', "[1, [2], 'x',]", "{ k = 1 }"]
)


@settings(max_examples=100)
@given(st.dictionaries(KEYS, SCALARS, max_size=4), st.dictionaries(KEYS, SCALARS, max_size=4))
def test_every_value_tomllib_reads_has_a_place(top: dict[str, str], inner: dict[str, str]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in top.items())
    text += "\n[[t]]\n" + "\n".join(f"{key} = {value}" for key, value in inner.items())
    places = scan(text)
    assert set(_paths(tomllib.loads(text), ())) <= {*places.values, *places.keys}


def _paths(value: object, path: Path) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*path, index))


BROKEN = [
    ("a = '''\nciao\n", "s:1:5: error C001 a block opened with ''' is never closed"),
    ('a = """\nciao', 's:1:5: error C001 a block opened with """ is never closed'),
    ("a = 'x\n", "s:2:1: error C001 a text opened with ' is never closed"),
    ('a = "x\n', "s:1:7: error C001 a text is not closed on its line"),
    ("[a]\n[a]\n", "s:2:3: error C001 the same [section] twice"),
    ("a = 1\na = 2\n", "s:2:6: error C001 the same key twice"),
    ("a 1", "s:1:3: error C001 no “=” after the key"),
    ("[a", "s:1:3: error C001 a [section] without its closing bracket"),
    ("a = [1 2]", "s:1:8: error C001 a list [ … ] that is not closed"),
    ("a = { b = 1", "s:1:12: error C001 a table { … } that is not closed"),
    ("perché = 1", "s:1:6: error C001 no “=” after the key"),
    ("a = ciao", "s:1:5: error C001 this is not a value"),
    ("a = 1 b = 2", "s:1:7: error C001 something is left over on the line"),
    ('a = "\\q"', "s:1:8: error C001 a backslash inside quotes"),
    ('a = "\x01"', "s:1:6: error C001 an invisible character that TOML does not allow"),
    ("a = " + "[" * 5000, "s:1:1: error C001 lists or tables nested too deep"),
]


@pytest.mark.parametrize(("text", "line"), BROKEN)
def test_what_is_not_toml_is_told_in_words_with_its_place(text: str, line: str) -> None:
    problem = parse(Source(path="s", text=text), "C001")
    assert isinstance(problem, Problem)
    assert str(problem).split("   hint: ")[0] == line


@settings(max_examples=200)
@given(st.text(alphabet="[]{}=\"'ab.1, \n#", max_size=40))
def test_any_text_is_read_or_told(text: str) -> None:
    parse(Source(path="s", text=text), "C001")
