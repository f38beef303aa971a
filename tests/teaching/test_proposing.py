"""A proposal is added to a change whole, or refused with every reason."""

from __future__ import annotations

import pytest

from bot.knowledge.library import Knowledge
from bot.teaching.change import Change, NewIntent, Taught, changed
from bot.teaching.proposing import Objection, Proposal, proposed

KNOWN = "ricarica_mancata"
NEW = NewIntent(name="fibra", topic="rete", title="Fibra")
SAID = (("it", "avete la fibra ottica?"), ("en", "do you have fibre?"))


def test_sentences_are_added_as_they_will_stand(example: Knowledge) -> None:
    text = "la ricarica  {boh} è persa\nnel nulla"
    after, reasons = proposed(example, Change(), Proposal(intent=KNOWN, sentences=(("it", text),)))
    assert reasons == ()
    assert after.added == (Taught(intent=KNOWN, language="it", text="la ricarica (boh) è persa nel nulla"),)
    assert changed(example.intents, after)


def test_a_new_intent_comes_with_its_sentences_and_takes_more_later(example: Knowledge) -> None:
    after, reasons = proposed(example, Change(), Proposal(intent="fibra", sentences=SAID, new=NEW))
    assert (reasons, after.new, len(after.added)) == ((), (NEW,), 2)
    more, reasons = proposed(
        example, after, Proposal(intent="fibra", sentences=(("it", "arriva la fibra?"),))
    )
    assert (reasons, len(more.added)) == ((), 3)


@pytest.mark.parametrize(
    ("proposal", "objection"),
    [
        (Proposal(intent="boh", sentences=SAID), Objection.NO_INTENT),
        (Proposal(intent=KNOWN, sentences=()), Objection.NO_SENTENCE),
        (
            Proposal(intent="fibra", sentences=SAID, new=NewIntent(name="fibra", topic="rete", title="")),
            Objection.NO_TITLE,
        ),
        (
            Proposal(intent="../x", sentences=SAID, new=NewIntent(name="../x", topic="rete", title="X")),
            Objection.BAD_NAME,
        ),
        (
            Proposal(intent="x", sentences=SAID, new=NewIntent(name="x", topic="../..", title="X")),
            Objection.BAD_TOPIC,
        ),
        (
            Proposal(intent=KNOWN, sentences=SAID, new=NewIntent(name=KNOWN, topic="rete", title="X")),
            Objection.KNOWN_NAME,
        ),
    ],
)
def test_what_cannot_be_taught_is_named(example: Knowledge, proposal: Proposal, objection: Objection) -> None:
    before = Change(added=(Taught(intent=KNOWN, language="it", text="ho perso la ricarica ieri"),))
    assert proposed(example, before, proposal) == (before, (objection,))


def test_one_sentence_that_cannot_be_taught_keeps_the_others_out(example: Knowledge) -> None:
    known = example.intents[KNOWN].examples["it"].say[0].text
    sentences = (("it", "una frase del tutto nuova"), ("it", known.upper()), ("it", "…"))
    after, reasons = proposed(example, Change(), Proposal(intent=KNOWN, sentences=sentences))
    assert after.nothing
    assert [("taught already" in reason, "no words" in reason) for reason in reasons] == [
        (True, False),
        (False, True),
    ]


def test_a_change_that_no_longer_fits_the_brand_is_outdated(example: Knowledge) -> None:
    old = Change(added=(Taught(intent="gone", language="it", text="ciao ciao"),))
    assert proposed(example, old, Proposal(intent=KNOWN, sentences=SAID)) == (old, (Objection.OUTDATED,))
