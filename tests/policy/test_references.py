"""A reference brings up a case for its owner only; a stranger who names one learns and joins nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.conversation import Conversation
from bot.model.message import STARTED_BY, Author, InboundKind
from bot.model.reference import key_of, number_of_key, numbers_in, reference_of
from bot.model.standing import Fact, FactKind
from bot.testing import Dialogue
from tests.support.brand import small_brand, talk, with_reply

ASKS = "Quella pratica è tua?\nbuttons: Sì | No"
GREETED = ["Ciao, dimmi."]
OWNER, STRANGER = Author(id="o", name="Olga"), Author(id="s", name="Sara")


async def _stage() -> Dialogue:
    return await talk(knowledge=with_reply(small_brand()[0], "_same_person", ASKS))


async def _say(dialogue: Dialogue, who: Author, text: str, started: str = "") -> list[str]:
    """Write as somebody, perhaps by a link, and give what was said."""
    dialogue.customer = who
    inbound = dialogue._inbound(InboundKind.MESSAGE, text=text)
    if started:
        inbound = replace(inbound, payload={STARTED_BY: started})
    said = [letter.text for letter in (await dialogue._arrive(inbound)).said]
    return [text.removeprefix("Ecco: ") for text in said]  # the second wording


async def _of(dialogue: Dialogue, who: Author) -> Conversation:
    rows = await dialogue.sportello.agents.inbox()
    number = next(row.conversation_id for row in rows if row.contact.id == who.id)
    dossier = await dialogue.sportello.agents.dossier(number)
    assert dossier is not None
    return dossier.conversation


def _named(conversation: Conversation) -> Sequence[Fact]:
    kinds = {FactKind.REFERENCE, FactKind.FOREIGN}
    return [fact for fact in conversation.case.facts if fact.kind in kinds]


@pytest.mark.parametrize("text", ["tk 1001-9", "pratica TK10019", "Tk-1 0 0 1 9", "#TK-10019!", "t k 1001.9"])
def test_a_reference_is_read_however_it_is_written(text: str) -> None:
    assert reference_of(1001) == "TK-10019"
    assert numbers_in(f"Buongiorno, {text} grazie") == (1001,)


@given(st.integers(1000, 10**9), st.text("0123456789abcdef", min_size=64, max_size=64), st.text(max_size=30))
def test_only_the_word_we_made_is_the_word_of_a_case(number: int, secret: str, tail: str) -> None:
    key = key_of(number, secret)
    assert len(key) <= 64
    assert number_of_key(key, secret) == number
    assert number_of_key(f"{reference_of(number)}_{tail}", secret) in (
        {0, number} if key.endswith(tail) else {0}
    )
    assert number_of_key(key, f"{secret}0") == 0
    assert number_of_key(reference_of(number), secret) == 0


async def test_a_customer_who_names_their_closed_case_has_a_new_one_that_follows_it() -> None:
    dialogue = await _stage()
    await _say(dialogue, OWNER, "bla bla")
    first = (await _of(dialogue, OWNER)).case
    for _ in range(2):
        await dialogue.close()
        await _say(dialogue, OWNER, "bla bla")
    await _say(dialogue, OWNER, f"riguarda la {first.reference.lower()}")
    case = (await _of(dialogue, OWNER)).case
    assert case.number == first.number + 2
    assert case.previous == first.number
    assert _named(await _of(dialogue, OWNER)) == [Fact(kind=FactKind.REFERENCE, number=first.number)]


async def test_the_case_somebody_is_about_anyway_is_no_older_case() -> None:
    dialogue = await _stage()
    await _say(dialogue, OWNER, "bla bla")
    case = (await _of(dialogue, OWNER)).case
    await _say(dialogue, OWNER, f"novità sulla {case.reference}?")
    assert _named(await _of(dialogue, OWNER)) == []


async def test_a_stranger_joins_nothing_and_people_see_whom_they_name() -> None:
    dialogue = await _stage()
    await _say(dialogue, OWNER, "bla bla")
    owners = await _of(dialogue, OWNER)
    await _say(dialogue, STRANGER, f"bla bla {owners.case.reference}")
    strangers = await _of(dialogue, STRANGER)
    assert strangers.case.previous == 0
    assert _named(strangers) == [Fact(kind=FactKind.FOREIGN, number=owners.case.number)]
    assert await _of(dialogue, OWNER) == owners


@pytest.mark.parametrize("text", ["{}", "bla bla {}", "quando aprite? {}", "pratica {} novità?"])
@pytest.mark.parametrize("started", [False, True])
async def test_a_stranger_is_told_the_same_whether_the_case_exists_or_not(
    text: str, *, started: bool
) -> None:
    heard: list[list[str]] = []
    for number in (1001, 4711):
        dialogue = await _stage()
        await _say(dialogue, OWNER, "bla bla")
        reference = reference_of(number)
        if started:
            heard.append(await _say(dialogue, STRANGER, "/start", reference))
        heard.append(await _say(dialogue, STRANGER, text.format(reference)))
    assert heard[: len(heard) // 2] == heard[len(heard) // 2 :]


async def test_the_customers_own_yes_ties_two_contacts_and_is_asked_once() -> None:
    dialogue = await _stage()
    await _say(dialogue, OWNER, "bla bla")
    case = (await _of(dialogue, OWNER)).case
    assert await _say(dialogue, STRANGER, "/start", case.key) == ["Quella pratica è tua?"]
    assert case.reference in (await _say(dialogue, STRANGER, "sì"))[0], "one case from now on"
    assert await _say(dialogue, STRANGER, "/start", case.key) == GREETED, "asked once"
    await dialogue.close()
    await _say(dialogue, STRANGER, "operatore!")
    theirs = await _of(dialogue, STRANGER)
    assert theirs.case.previous == case.number
    await _say(dialogue, OWNER, "bla bla")
    await _say(dialogue, OWNER, f"bla bla {theirs.case.reference}")
    owners = await _of(dialogue, OWNER)
    assert owners.case.number != theirs.case.number
    assert _named(owners) == [Fact(kind=FactKind.REFERENCE, number=theirs.case.number)]


@pytest.mark.parametrize("word", ["no", "non so di cosa parli", "bla bla", "quando aprite?"])
async def test_anything_but_a_yes_ties_nothing(word: str) -> None:
    dialogue = await _stage()
    await _say(dialogue, OWNER, "bla bla")
    case = (await _of(dialogue, OWNER)).case
    await _say(dialogue, STRANGER, "/start", case.key)
    await _say(dialogue, STRANGER, word)
    await _say(dialogue, STRANGER, "sì")
    await _say(dialogue, STRANGER, f"bla bla {case.reference}")
    assert _named(await _of(dialogue, STRANGER)) == [Fact(kind=FactKind.FOREIGN, number=case.number)]


@pytest.mark.parametrize("tail", ["", "_", "_aaaaaaaaaaaaaaaaaaaa", "_22222222222222222222"])
async def test_a_link_that_a_stranger_made_up_asks_and_ties_nothing(tail: str) -> None:
    dialogue = await _stage()
    await _say(dialogue, OWNER, "bla bla")
    case = (await _of(dialogue, OWNER)).case
    assert await _say(dialogue, STRANGER, "/start", f"{case.reference}{tail}") == GREETED
    tasks = await dialogue.sportello.agents.tasks()
    assert f"link:{case.reference}" in {task.reason for task in tasks}
    await _say(dialogue, STRANGER, "sì")
    await _say(dialogue, STRANGER, f"bla bla {case.reference}")
    assert _named(await _of(dialogue, STRANGER)) == [Fact(kind=FactKind.FOREIGN, number=case.number)]


async def test_without_the_brands_question_nobody_is_asked_and_people_are_told() -> None:
    dialogue = await talk()
    await _say(dialogue, OWNER, "bla bla")
    case = (await _of(dialogue, OWNER)).case
    assert await _say(dialogue, STRANGER, "/start", case.key) == GREETED
    assert f"link:{case.reference}" in {task.reason for task in await dialogue.sportello.agents.tasks()}


@pytest.mark.parametrize("channel", ["chat", "wall.post"])
async def test_the_word_of_a_case_is_said_in_private_only(channel: str) -> None:
    knowledge = with_reply(small_brand()[0], "_handoff", "Apri t.me/prova?start={{ case.key }}")
    text = (await (await talk(channel=channel, knowledge=knowledge)).say("bla bla")).text
    assert "start=TK-10019" in text
    assert ("_" in text) is (channel == "chat")
