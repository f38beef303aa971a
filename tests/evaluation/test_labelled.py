"""Labelled files are read in the forms people have them, and what is wrong is told with line and remedy."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SetupError
from bot.evaluation.labelled import SHOWN, Row, read_rows
from bot.evaluation.learning import check_known, intents_of, languages_of, questions_of, title_of
from bot.model.text import LONGEST, clean

ADVICE = "mend the file; nothing was evaluated"


def rows(text: str, file: str = "a.csv", split: str = "") -> list[tuple[str, str, int]]:
    return [(row.text, row.intent, row.line) for row in read_rows(file, text, split=split)]


def told(text: str, file: str = "a.csv", split: str = "") -> tuple[str, str]:
    with pytest.raises(SetupError) as caught:
        read_rows(file, text, split=split)
    return str(caught.value), caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        'text,intent\n"la ricarica, dov\'è?",ricarica\nche tempo fa,\n',
        '"la ricarica, dov\'è?",ricarica\nche tempo fa,\n',
        'Text;Intent\r\n"la ricarica, dov\'è?";ricarica\r\nche tempo fa;\r\n',
        "intent\ttext\nricarica\tla ricarica, dov'è?\noos\tche tempo fa\n",
        'text,category\n"la ricarica, dov\'è?",ricarica\n\nche tempo fa,OOS',
        'split,label,text\ntest,ricarica,"la ricarica, dov\'è?"\ntest,,che tempo fa\n',
    ],
)
def test_a_table_is_read_with_names_and_without_and_with_any_mark_between(text: str) -> None:
    assert [(text, intent) for text, intent, _line in rows(text)] == [
        ("la ricarica, dov'è?", "ricarica"),
        ("che tempo fa", ""),
    ]


def test_lines_are_numbered_as_an_editor_does() -> None:
    text = 'text,intent\n"una frase\nsu due righe",a\n\nun\u2028altra,b\n'
    assert [line for _text, _intent, line in rows(text)] == [2, 5]


def test_json_lines_are_read_whatever_else_they_have() -> None:
    lines = [
        {"text": "ciao", "intent": "saluto", "split": "test", "id": 7},
        {"text": "boh", "intent": None, "language": "it-IT"},
    ]
    text = "\n".join(map(json.dumps, lines))
    assert rows(text, "a.jsonl") == [("ciao", "saluto", 1), ("boh", "", 2)]
    assert rows(text, "unnamed") == rows(text, "a.jsonl")
    assert read_rows("a.jsonl", text)[1].language == "it"


def test_a_line_with_a_label_and_no_sentence_is_given_as_such() -> None:
    assert rows("text,intent\nuno,a\n,a\n \t,b\n") == [("uno", "a", 2), ("", "a", 3), ("", "b", 4)]


def test_one_split_is_taken_and_a_missing_one_is_told_with_those_there() -> None:
    text = "text,intent,split\nuno,a,train\ndue,a,test\n"
    assert rows(text, split="test") == [("due", "a", 3)]
    assert told(text, split="dev") == ("a.csv has no split “dev”", "there are: test, train")
    assert told("uno,a\n", split="dev") == ("a.csv has no split “dev”", "no line of it names a split")


@given(
    st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", categories=["L", "P", "N"]), min_size=1, max_size=30),
            st.sampled_from(["a", "b", ""]),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_a_table_writer_writes_is_read_back(pairs: list[tuple[str, str]]) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(("text", "intent"))
    writer.writerows(pairs)
    found = [(text, intent) for text, intent, _line in rows(stream.getvalue())]
    assert found == [(clean(text).strip(), intent) for text, intent in pairs]


NO_INTENT = "there is no intent after the text: write text,intent (or text, and a comma: out of scope)"
QUOTES = "a quotation mark is opened here and never rightly closed: close it, or double one that is meant"
TOO_LONG = "characters: a sentence has 10,000 at most, so shorten it or take it out"
OBJECT = 'write {"text": "…", "intent": "…"}'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("text,intent\nuno\n", f"a.csv:2: {NO_INTENT}"),
        ('text,intent\nuno,a\n"due,a\ntre,a\n', f"a.csv:3: {QUOTES}"),
        ('"due,a\n' + "tre,a\n" * 100_000, f"a.csv:1: {QUOTES}"),
        (f"text,intent\n{'x' * 999_997},a\n", f"a.csv:2: this has 1,000,000 {TOO_LONG}"),
        (f"text,intent\n{'x' * (LONGEST + 1)},a\n", f"a.csv:2: this has 10,001 {TOO_LONG}"),
        (
            "text,intent,language\nuno,a,klingon\n",
            "a.csv:2: there is no language “klingon”: write its two letters, as it or en",
        ),
    ],
)
def test_a_wrong_line_of_a_table_is_told(text: str, message: str) -> None:
    assert told(text) == (f"1 line of a.csv cannot be read\n  {message}", ADVICE)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{oops", "this is not JSON: write one object a line"),
        ("[" * 100_000, f"this has 100,000 {TOO_LONG}"),
        ("[" * 30_000, "this is not JSON: write one object a line"),
        ("7", f"this is no object: {OBJECT}"),
        ('{"text": "a"}', f"there is no “intent”: {OBJECT}"),
        ('{"utterance": "a", "intent": "b"}', f"there is no “text”: {OBJECT}"),
        ('{"text": "a", "intent": 3}', "“intent” must be text in quotes"),
    ],
)
def test_a_wrong_json_line_is_told(line: str, message: str) -> None:
    good = '{"text": "a", "intent": "b"}'
    assert told(f"{good}\n{line}\n", "a.jsonl") == (
        f"1 line of a.jsonl cannot be read\n  a.jsonl:2: {message}",
        ADVICE,
    )


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("", "a.csv is empty", "write lines as: text,intent"),
        (" \n\n", "a.csv is empty", "write lines as: text,intent"),
        ("text,intent\n", "a.csv names its columns and has no sentence", "write lines as: text,intent"),
        (
            "text,topic\nuno,a\n",
            "a.csv:1: there is no column “intent”, only “text”, “topic”",
            "name the columns text,intent[,language] in the first line",
        ),
        (
            "utterance,intent\nuno,a\n",
            "a.csv:1: there is no column “text”, only “utterance”, “intent”",
            "name the columns text,intent[,language] in the first line",
        ),
    ],
)
def test_a_file_without_what_is_needed_is_told(text: str, message: str, hint: str) -> None:
    assert told(text) == (message, hint)


def test_many_wrong_lines_are_named_at_once_and_the_rest_counted() -> None:
    message, _hint = told("text,intent\n" + "uno\n" * (SHOWN + 5))
    first, *lines = message.split("\n")
    assert first == f"{SHOWN + 5} lines of a.csv cannot be read"
    assert len(lines) == SHOWN + 1
    assert lines[-1] == "  … and 5 more"


def test_labels_become_intents_by_language_with_titles_people_can_read() -> None:
    lines = ("where is it,card-arrival,en", "dov'è,card-arrival,it", "x y,,", "boh,other_thing,")
    found = read_rows("a.csv", "\n".join(("text,intent,language", *lines)))
    first, second = intents_of(found, "fr")
    assert (first.name, first.title, first.file) == ("card-arrival", "card arrival", "a.csv")
    assert {code: [line.source for line in item.say] for code, item in first.examples.items()} == {
        "en": ["a.csv:2"],
        "it": ["a.csv:3"],
    }
    assert (second.title, list(second.examples)) == ("other thing", ["fr"])
    assert title_of("_") == "_"
    assert languages_of(found, "fr") == ("fr", "en", "it")
    assert [question.source for question in questions_of(found)] == [
        "a.csv:2",
        "a.csv:3",
        "a.csv:4",
        "a.csv:5",
    ]


def test_an_unknown_intent_is_told_with_the_nearest() -> None:
    row = Row(text="x", intent="ricarica_mancat", file="a.csv", line=7)
    with pytest.raises(SetupError) as caught:
        check_known([row, Row(text="y", intent="")], ["ricarica_mancata", "orari"], "the brand")
    assert str(caught.value) == (
        "1 line cannot be judged (an empty intent is out of scope)\n"
        "  a.csv:7: the brand has no intent “ricarica_mancat”: did you mean “ricarica_mancata”?"
    )
    check_known([Row(text="y", intent="")], [], "the brand")
