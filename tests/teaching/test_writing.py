"""Adding a sentence to a file: one line more, every other byte as it was, and the reader finds it."""

from __future__ import annotations

import difflib
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.intents_reader import read_intents
from bot.model.problem import Source
from bot.settings.values import Brand, Hours, Settings
from bot.starter import starter_files
from bot.teaching.examples import NoExampleError, as_example
from bot.teaching.writing import NotWritableError, with_sentence

PATH = "intents/prepagato/ricarica.toml"
SETTINGS = Settings(brand=Brand(name="B", languages=("it", "en")), hours=Hours())
NEW = "la mia ricarica non si vede"
BLOCK = "[it]\nsay = '''\nuna\ndue\n'''\n"

no_line_ends = st.characters(exclude_characters="{}\u2028\u2029", exclude_categories=("Cs", "Cc"))
lines = st.text(no_line_ends, max_size=40).filter(lambda text: "'''" not in text)
comments = st.lists(lines.map(lambda text: f"# {text}"), max_size=2)
anything = st.text(max_size=80)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Give an intent's file: comments, blank lines, both kinds of line ends, blocks of any sentences."""
    parts = [*draw(comments), "title = 'Ricarica' # così", ""]
    for language in draw(st.permutations(("it", "en"))):
        parts += [*draw(comments), f"[{language}] # una lingua"]
        blocks = draw(st.permutations(("say", "not", "check")))
        for key in blocks:
            sentences = [text for text in draw(st.lists(lines, max_size=4)) if not text.endswith("'")]
            parts += [f"{key} = '''", *sentences, "''' # fine", *draw(st.sampled_from(([], [""], ["", ""])))]
    text = draw(st.sampled_from(("\n", "\r\n"))).join(parts)
    return draw(st.sampled_from(("", "\ufeff"))) + text


def example(text: str) -> str | None:
    try:
        return as_example(text, ())
    except NoExampleError:
        return None


def taught(source: Source, language: str) -> list[str]:
    plain = Source(path=source.path, text=source.text.removeprefix("\ufeff"))
    (intent,), problems = read_intents((plain,), SETTINGS)
    assert problems == ()
    return [line.text for line in intent.examples[language].say]


@given(files(), anything, st.sampled_from(("it", "en")))
def test_adding_any_sentence_to_any_file_adds_one_line_that_is_found_again(
    text: str, said: str, language: str
) -> None:
    sentence = example(said)
    if sentence is None:
        return
    source = Source(path=PATH, text=text)
    after = with_sentence(source, language, sentence)
    old, new = text.split("\n"), after.text.split("\n")
    added = [at for at in range(len(new)) if new[:at] + new[at + 1 :] == old]
    assert len(new) == len(old) + 1
    assert any(new[at].rstrip("\r") == sentence for at in added)
    assert sorted(taught(after, language)) == sorted([*taught(source, language), sentence])


@pytest.mark.parametrize("path", [file.path for file in starter_files() if file.path.startswith("intents/")])
def test_every_file_of_the_example_takes_a_sentence_at_the_end_of_its_block(path: str) -> None:
    source = next(Source(path=file.path, text=file.text) for file in starter_files() if file.path == path)
    after = with_sentence(source, "it", NEW)
    compared = difflib.ndiff(source.text.split("\n"), after.text.split("\n"))
    changed = [line for line in compared if line[0] in "+-"]
    assert changed == [f"+ {NEW}"]
    before = tomllib.loads(source.text)["it"]["say"]
    assert tomllib.loads(after.text)["it"]["say"] == f"{before}{NEW}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[it]\nsay = '''una'''\n", f"[it]\nsay = '''{NEW}\nuna'''\n"),
        ("[it]\nsay = '''una\ndue'''\n", f"[it]\nsay = '''una\n{NEW}\ndue'''\n"),
        ('[it]\nsay = """\nuna \\"x\\"\n"""\n', f'[it]\nsay = """\n{NEW}\nuna \\"x\\"\n"""\n'),
        ('[it]\nsay = "una" # sola\n', f"[it]\nsay = '''\nuna\n{NEW}\n''' # sola\n"),
        ("[it]\nsay = ''\n", f"[it]\nsay = '''\n\n{NEW}\n'''\n"),
        ('[it]\nsay = ["una"]\n', f'[it]\nsay = ["{NEW}", "una"]\n'),
        ("[it]\nsay = []\n", f'[it]\nsay = ["{NEW}"]\n'),
        ('[it]\nsay = [ # qui\n    "una",\n]\n', f'[it]\nsay = [ # qui\n    "{NEW}",\n    "una",\n]\n'),
        ("[it]\nsay = [\n]\n", f'[it]\nsay = [\n    "{NEW}",\n]\n'),
        ("it.say = '''\nuna\n'''\n", f"it.say = '''\nuna\n{NEW}\n'''\n"),
        ("[it] # qui\ntitle = 'T'\n", f"[it] # qui\nsay = '''\n{NEW}\n'''\ntitle = 'T'\n"),
        ("[it]", f"[it]\nsay = '''\n{NEW}\n'''\n"),
        ("title = 'T'", f"title = 'T'\n\n[it]\nsay = '''\n{NEW}\n'''\n"),
        ("[en]\r\n", f"[en]\r\n\r\n[it]\r\nsay = '''\r\n{NEW}\r\n'''\r\n"),
    ],
)
def test_sentences_written_in_other_ways_are_added_to(before: str, after: str) -> None:
    assert with_sentence(Source(path=PATH, text=before), "it", NEW).text == after


@pytest.mark.parametrize(
    "text", ["it.title = 'T'\n", "it = { title = 'T' }\n", "[it]\nsay = 3\n", "it = 3\n"]
)
def test_a_file_without_a_place_for_it_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(NotWritableError, match=r"ricarica\.toml:\d") as refused:
        with_sentence(Source(path=PATH, text=text), "it", NEW)
    assert "under [it]" in refused.value.hint


def test_a_file_that_is_no_toml_is_refused() -> None:
    with pytest.raises(NotWritableError, match="is not TOML"):
        with_sentence(Source(path=PATH, text="[it"), "it", NEW)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("due\nrighe\r\ninsieme", "due righe insieme"),
        ("dice '''ciao''' così", "dice 'ciao' così"),
        ("con\x00 un \x7fcontrollo\u2028e un a capo", "con un controllo e un a capo"),
        ("da {importo} a {altro} o {", "da {importo} a (altro) o ("),
    ],
)
def test_what_cannot_stand_in_a_line_is_cleaned(written: str, line: str) -> None:
    assert as_example(written, ("importo",)) == line


@pytest.mark.parametrize("written", ["", "   ", "???", "{importo}", "x" * 501])
def test_what_teaches_nothing_is_refused_with_a_remedy(written: str) -> None:
    with pytest.raises(NoExampleError) as refused:
        as_example(written, ("importo",))
    assert refused.value.hint


@given(st.text(max_size=60))
def test_an_example_is_its_own_example(text: str) -> None:
    sentence = example(text)
    assert sentence is None or example(sentence) == sentence


def test_the_reader_finds_the_sentence_on_its_line() -> None:
    after = with_sentence(Source(path=PATH, text=BLOCK), "it", NEW)
    assert taught(after, "it") == ["una", "due", NEW]
