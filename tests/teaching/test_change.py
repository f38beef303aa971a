"""A change of what is taught, as a value."""

from __future__ import annotations

import pytest

from bot.knowledge.intents import Examples, Intent, Utterance
from bot.teaching.change import Change, NewIntent, Taught, changed
from bot.teaching.examples import MOST, objections

FILE = "intents/t/a.toml"
SAID = (Utterance(text="una", file=FILE, line=3), Utterance(text="due", file=FILE, line=4))
CHECKS = (Utterance(text="e questa?", file=FILE, line=7),)
EXAMPLES = {"it": Examples(say=SAID, check=CHECKS)}
A = Intent(name="a", topic="t", title="A", file=FILE, examples=EXAMPLES)
C = Intent(name="c", topic="t", title="C", file="intents/t/c.toml")
INTENTS = {"a": A, "c": C}


def says(intent: Intent, language: str = "it") -> list[str]:
    return [line.text for line in intent.examples[language].say]


def test_sentences_are_added_after_the_others_and_a_new_intent_takes_its_place() -> None:
    change = Change(
        added=(Taught(intent="a", language="it", text="tre"), Taught(intent="b", language="en", text="four")),
        new=(NewIntent(name="b", topic="t", title="B"),),
    )
    after = changed(INTENTS, change)
    assert list(after) == ["a", "b", "c"]
    assert says(after["a"]) == ["una", "due", "tre"]
    assert after["a"].examples["it"].say[-1].source == "intents/t/a.toml:5"
    assert says(after["b"], "en") == ["four"]
    assert (after["a"].examples["it"].check, after["b"].title) == (CHECKS, "B")
    assert change.intents == {"a", "b"}


def test_a_sentence_that_moves_is_removed_and_added() -> None:
    moved = Change(
        removed=(Taught(intent="a", language="it", text="due"),),
        added=(Taught(intent="c", language="it", text="due"),),
    )
    after = changed(INTENTS, moved)
    assert (says(after["a"]), says(after["c"])) == (["una"], ["due"])
    assert says(INTENTS["a"]) == ["una", "due"]


def test_the_same_sentence_is_added_once() -> None:
    one = Taught(intent="a", language="it", text="tre")
    assert Change().with_sentence(one).with_sentence(one).added == (one,)
    assert Change().nothing
    assert not Change(added=(one,)).nothing


@pytest.mark.parametrize(
    "change",
    [
        Change(added=(Taught(intent="x", language="it", text="tre"),)),
        Change(removed=(Taught(intent="a", language="it", text="tre"),)),
        Change(removed=(Taught(intent="a", language="en", text="una"),)),
        Change(new=(NewIntent(name="a", topic="t", title="A"),)),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(change: Change) -> None:
    with pytest.raises(ValueError, match=r"“(x|tre|una|a)”"):
        changed(INTENTS, change)


def test_what_is_taught_or_checked_already_is_objected_to_with_its_place() -> None:
    (taught,) = objections(INTENTS, "c", "it", "Una!")
    assert taught[0] == "“Una!” is taught already to “a”: intents/t/a.toml:3"
    (checked,) = objections(INTENTS, "c", "it", "e questa")
    assert "is a check: intents/t/a.toml:7" in checked[0]
    assert list(objections(INTENTS, "c", "it", "altro")) == []


def test_an_intent_is_taught_fifty_sentences_in_a_language_and_no_more() -> None:
    full = changed(
        INTENTS, Change(added=tuple(Taught(intent="c", language="it", text=f"n {n}") for n in range(MOST)))
    )
    ((message, hint),) = objections(full, "c", "it", "altro")
    assert "“c” has 50 sentences in “it”" in message
    assert "intents/t/c.toml" in hint
    assert list(objections(full, "c", "en", "altro")) == []
