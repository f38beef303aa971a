"""A preview says what saving the change then does: no more, no less."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.library import Knowledge
from bot.knowledge.matching import fit
from bot.policy.sureness import is_sure
from bot.teaching.change import Change, NewIntent, Taught, changed
from bot.teaching.held_out import leave_each_out
from bot.teaching.previewing import Preview, Shift, Wrote, preview

FIBRE = NewIntent(name="fibra", topic="rete", title="Fibra")
SAID = tuple(
    Taught(intent="fibra", language="it", text=text)
    for text in ("avete la fibra ottica", "vorrei la fibra ottica in casa", "fibra ottica quanto costa")
)
NEW = Change(added=SAID, new=(FIBRE,))
WROTE = (
    Wrote(text="vorrei la fibra ottica", count=3, answer="La fibra arriva in primavera."),
    Wrote(text="la ricarica non è arrivata", count=2),
    Wrote(text="la ricetta della carbonara"),
)


def made(knowledge: Knowledge, change: Change, wrote: tuple[Wrote, ...] = WROTE) -> Preview:
    return preview(knowledge, change, wrote, encoder=None)


def test_what_would_newly_be_answered_is_named_with_what_a_person_said(example: Knowledge) -> None:
    found = made(example, NEW)
    (shifted,) = found.shifted
    assert (shifted.shift, shifted.wrote) == (Shift.NEWLY_ANSWERED, WROTE[0])
    assert (shifted.after.intent, shifted.before.sure, shifted.after.sure) == ("fibra", False, True)
    assert (found.messages, found.answered_before, found.answered_after) == (6, 2, 5)
    assert found.count(Shift.NEWLY_ANSWERED) == 3
    assert not found.refused


def test_the_preview_of_nothing_is_nothing(example: Knowledge) -> None:
    found = made(example, Change())
    assert (found.shifted, found.broken, found.mended, found.suffering) == ((), (), (), ())
    assert found.answered_before == found.answered_after


def test_what_loses_its_sentences_is_no_longer_answered_and_its_checks_break(example: Knowledge) -> None:
    lost = tuple(
        Taught(intent="disdetta", language=language, text=line.text)
        for language, examples in example.intents["disdetta"].examples.items()
        for line in examples.say
    )
    found = made(example, Change(removed=lost), (Wrote(text="come chiudo il contratto", count=4),))
    (shifted,) = found.shifted
    assert (shifted.shift, shifted.before.intent) == (Shift.NO_LONGER_ANSWERED, "disdetta")
    assert (found.answered_before, found.answered_after) == (4, 0)
    broken = [item for item in found.broken if item.intent == "disdetta"]
    assert len(broken) > 1
    assert all(item.before.intent == "disdetta" for item in broken if not item.near_miss)


def test_sentences_that_move_take_messages_with_them(example: Knowledge) -> None:
    lines = [line.text for line in example.intents["ricarica_mancata"].examples["it"].say]
    moved = Change(
        removed=tuple(Taught(intent="ricarica_mancata", language="it", text=text) for text in lines),
        added=tuple(Taught(intent="fibra", language="it", text=text) for text in lines),
        new=(FIBRE,),
    )
    (shifted,) = (item for item in made(example, moved).shifted if item.wrote is WROTE[1])
    assert (shifted.shift, shifted.wrote.count) == (Shift.OTHER_INTENT, 2)
    assert (shifted.before.intent, shifted.after.intent) == ("ricarica_mancata", "fibra")


def test_a_sentence_that_harms_another_intent_is_refused_with_those_that_suffer(example: Knowledge) -> None:
    stolen = example.intents["credito_residuo"].examples["it"].say[0]
    copies = (f"{stolen.text} oggi", f"{stolen.text} per favore", f"ma {stolen.text}")
    change = Change(added=tuple(Taught(intent="saluto", language="it", text=text) for text in copies))
    found = made(example, change, ())
    assert found.refused
    suffering = {item.intent: item for item in found.suffering}["credito_residuo"]
    assert suffering.before - suffering.after > 0.02
    assert stolen.text in {item.text for item in suffering.examples}
    assert {item.read_as for item in suffering.examples} == {"saluto"}


def test_what_the_intent_itself_would_lose_is_no_reason_to_refuse(example: Knowledge) -> None:
    odd = Taught(intent="saluto", language="it", text="la fibra ottica del nonno")
    assert not made(example, Change(added=(odd,)), ()).refused


def test_the_preview_reads_as_the_saved_change_does(example: Knowledge) -> None:
    after = fit(tuple(changed(example.intents, NEW).values()), example.settings, None)
    texts = [line.text for intent in example.intents.values() for line in intent.examples["it"].check]
    found = made(example, NEW, tuple(Wrote(text=text) for text in texts))
    settings = example.settings.matching
    assert found.answered_after == sum(is_sure(after.match(text), settings) for text in texts)
    assert found.answered_before == sum(is_sure(example.matcher.match(text), settings) for text in texts)


def test_how_far_it_is_only_ever_rises(example: Knowledge) -> None:
    told: list[float] = []
    preview(example, NEW, WROTE, encoder=None, told=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_change_that_cannot_be_made_is_refused(example: Knowledge) -> None:
    with pytest.raises(ValueError, match="no intent “mai_sentito”"):
        made(example, Change(added=(Taught(intent="mai_sentito", language="it", text="ciao"),)))


def test_leaving_each_out_is_what_teaching_all_but_it_reads(example: Knowledge) -> None:
    intents = {name: example.intents[name] for name in ("saluto", "orari", "stop")}
    left = leave_each_out(tuple(intents.values()), example.settings, None)
    for item in left[::9]:
        language = next(
            code
            for code, examples in intents[item.intent].examples.items()
            if item.text in [line.text for line in examples.say]
        )
        gone = Change(removed=(Taught(intent=item.intent, language=language, text=item.text),))
        rest = changed(intents, gone)
        again = leave_each_out(tuple(rest.values()), example.settings, None)
        assert len(again) == len(left) - 1
    assert sum(item.right for item in left) / len(left) > 0.8
    assert all((item.lead > 0) == item.right for item in left)


def test_a_brand_of_one_sentence_has_nothing_to_leave_out(example: Knowledge) -> None:
    lone = replace(example.intents["stop"], examples={})
    assert leave_each_out((lone,), example.settings, None) == ()


def test_the_example_of_the_documents_is_run(example: Knowledge) -> None:
    page = (Path(__file__).parents[2] / "docs" / "teaching.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, flags=re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own page
    texts = ["la fibra ottica", "boh"]
    found = names["newly_answered"](example, "ricarica_come", "avete la fibra ottica", texts)
    assert found == texts[:1]


def test_a_sentence_of_new_words_is_understood_as_soon_as_it_is_taught(example: Knowledge) -> None:
    strange = "zibaldone purpureo"
    change = Change(added=(Taught(intent="ricarica_come", language="it", text=strange),))
    (shifted,) = made(example, change, (Wrote(text=strange),)).shifted
    assert (shifted.shift, shifted.after.intent) == (Shift.NEWLY_ANSWERED, "ricarica_come")
