"""Intents are read with each sentence's own line, and every problem is told."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.intents import AnswerBy, Intent, Means
from bot.knowledge.intents_reader import read_intents
from bot.model.case import Priority
from bot.model.problem import Source
from bot.settings.values import Brand, Settings, Slot, SlotKind

SETTINGS = Settings(
    brand=Brand(name="Volo", languages=("it", "en")),
    slots={"importo": Slot(name="importo", kind=SlotKind.AMOUNT)},
)
PATH = "intents/prepagato/ricarica_mancata.toml"

TEXT = """\
# approvato
title = "Ricarica non arrivata"
follow_up = "2h"
slots = ["importo"]
priority = "high"
private = true

[en]
title = "Top-up not arrived"
say = '''
my top-up hasn't arrived
'''

[it]
say = '''
la ricarica non è arrivata

@volomobile #ricarica fatta ieri: 20€ e niente credito
  ho ricaricato {importo} ma il credito non c'è
'''
not = ['quanto costa', 'una ricarica']
check = '''
ma la mia ricarica dov'è finita???
'''
"""


def _read(text: str, path: str = PATH) -> tuple[tuple[Intent, ...], list[str]]:
    found, problems = read_intents([Source(path=path, text=text)], SETTINGS)
    return found, [str(problem) for problem in problems]


def test_a_whole_file_is_read() -> None:
    (intent,), problems = _read(TEXT)
    assert problems == []
    assert (intent.name, intent.topic, intent.file) == ("ricarica_mancata", "prepagato", PATH)
    assert (intent.follow_up, intent.slots) == (timedelta(hours=2), ("importo",))
    assert (intent.priority, intent.private, intent.answer) == (Priority.HIGH, True, AnswerBy.FAQ)
    assert list(intent.examples) == ["it", "en"]
    assert (intent.title_in("it"), intent.title_in("en")) == ("Ricarica non arrivata", "Top-up not arrived")


def test_each_sentence_has_its_own_line() -> None:
    (intent,), _ = _read(TEXT)
    italian = intent.examples["it"]
    assert [(item.line, item.text) for item in italian.say] == [
        (16, "la ricarica non è arrivata"),
        (18, "@volomobile #ricarica fatta ieri: 20€ e niente credito"),
        (19, "ho ricaricato {importo} ma il credito non c'è"),
    ]
    assert [(item.line, item.text) for item in italian.near_miss] == [
        (21, "quanto costa"),
        (21, "una ricarica"),
    ]
    assert italian.check[0].source == f"{PATH}:23"


@settings(max_examples=60)
@given(st.lists(st.text(alphabet="abcè #@:'{}\"", max_size=12), min_size=1, max_size=8))
def test_the_line_of_a_sentence_is_the_files(sentences: list[str]) -> None:
    plain = [item.replace("'''", "").replace("{", "(").rstrip("'") for item in sentences]
    text = "[it]\nsay = '''\n" + "\n".join(plain) + "\n'''\n"
    (intent,), _ = _read(text)
    lines = text.split("\n")
    for utterance in intent.examples["it"].say if "it" in intent.examples else ():
        assert lines[utterance.line - 1].strip() == utterance.text


def test_a_file_without_a_title_is_called_by_its_name() -> None:
    (intent,), problems = _read("answer = 'people'\nmeans = 'asked_for_human'\n")
    assert problems == []
    assert (intent.title, intent.answer, intent.means) == (
        "Ricarica mancata",
        AnswerBy.PEOPLE,
        Means.ASKED_FOR_HUMAN,
    )


def test_problems_name_line_and_column() -> None:
    found, problems = _read(
        TEXT.replace("2h", "presto").replace("{importo}", "{improto}").replace("not =", "nto =")
    )
    assert found == ()
    assert problems == [
        (
            f"{PATH}:3:14: error I003 “presto” is not a duration   "
            "hint: for example “15m”, “2h”, “1d”, “18 months”"
        ),
        f"{PATH}:19:18: error I009 no slot “improto”   hint: did you mean “importo”?",
        f"{PATH}:21:1: error I002 no key “nto”   hint: did you mean “not”?",
    ]


def test_a_file_out_of_its_place_is_told() -> None:
    _, problems = _read(TEXT, "intents/Ricarica Mancata.toml")
    assert problems == [
        (
            "intents/Ricarica Mancata.toml:1:1: error I011 this file is not in its place   "
            "hint: intents/<topic>/<intent>.toml, in small letters, digits and _"
        )
    ]


def test_sentences_of_another_kind_are_told() -> None:
    _, problems = _read("[it]\nsay = 3\n")
    assert problems == [f"{PATH}:2:7: error I003 sentences stand one a line   hint: between ''' and '''"]
    _, problems = _read("[it]\nsay = '''\n" + "a" * 501 + "\n'''\n")
    assert problems == [f"{PATH}:3:1: error I003 a sentence of 501 characters   hint: at most 500"]
