"""One complaint on two channels, by one person by their own word: one case, and an answer in each place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

import pytest

from bot.app import Sportello, inline
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.message import REACTIONS, STARTED_BY, Author, InboundKind, Surface
from bot.model.standing import FactKind
from bot.model.turn import TaskKind
from bot.service.inbox_values import InboxAsk, Shelf
from bot.stores import open_memory_store
from bot.testing import Dialogue
from bot.testing.channel import RecordingChannel
from bot.testing.clock import FakeClock
from bot.testing.dialogue import AGENT
from bot.testing.engine import StepEngine
from tests.support.brand import MONDAY, SATURDAY, TRAITS, small_brand, with_reply

ASKS = "Quella pratica è tua?\nbuttons: Sì | No"
IN_PUBLIC, IN_PRIVATE, BY_PHONE = (Author(id=item, name="Paola") for item in ("p", "77", "39"))
COMPLAINT = "la fibra non va da ieri"
FOR_PEOPLE = frozenset({CaseStatus.WAITING_FOR_AGENT, CaseStatus.WITH_AGENT})


@dataclass
class Person:
    """One person who writes on the wall, in the chat and by phone, and what was said to them there."""

    wall: Dialogue
    chat: Dialogue
    phone: Dialogue

    async def posts(self, text: str) -> list[str]:
        return await _say(self.wall, text)

    async def writes(self, text: str, started: str = "") -> list[str]:
        return await _say(self.chat, text, started)

    async def ties(self) -> list[str]:
        """Come by the link of the case in public, and say yes."""
        case = (await self.public()).case
        assert await self.writes("/start", case.key) == ["Quella pratica è tua?"]
        return await self.writes("sì")

    async def public(self) -> Conversation:
        return await _there(self.wall)

    async def private(self) -> Conversation:
        return await _there(self.chat)

    def last_in(self, dialogue: Dialogue) -> str:
        return dialogue.channel.sent[-1].letter.text


async def _say(dialogue: Dialogue, text: str, started: str = "") -> list[str]:
    inbound = dialogue._inbound(InboundKind.MESSAGE, text=text)
    if started:
        inbound = replace(inbound, payload={STARTED_BY: started})
    before = len(dialogue.channel.sent)
    await dialogue._arrive(inbound)
    return [_plain(item.letter.text) for item in dialogue.channel.sent[before:]]


def _plain(text: str) -> str:
    return text.removeprefix("Ecco: ").removesuffix(" ^Bot")


async def _there(dialogue: Dialogue) -> Conversation:
    found = await dialogue.conversation()
    assert found is not None
    return found


def _speaking() -> Knowledge:
    knowledge, matcher = small_brand()
    matcher.reads(COMPLAINT)
    return with_reply(knowledge, "_same_person", ASKS)


async def _person(at: object = MONDAY) -> Person:
    clock = FakeClock(at)  # type: ignore[arg-type]
    engine = StepEngine(clock)
    wall, chat, phone = (RecordingChannel(TRAITS[name]) for name in ("wall", "chat", "phone"))
    knowledge = _speaking()
    sportello = Sportello(
        store=open_memory_store(),
        knowledge=lambda: knowledge,
        clock=clock,
        engine=engine,
        connect={"wall": lambda _link: wall, "chat": lambda _link: chat, "phone": lambda _link: phone},
        traits=TRAITS,
        compute=inline,
    )
    places = [Dialogue(sportello, engine, clock, channel) for channel in (wall, chat, phone)]
    for place, who in zip(places, (IN_PUBLIC, IN_PRIVATE, BY_PHONE), strict=True):
        place.customer = who
    assert places[0].surface is Surface.PUBLIC
    return Person(*places)


async def test_the_customers_yes_makes_one_case_of_both_with_one_reference_and_one_promise() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    public = await person.public()
    said = await person.ties()
    private = await person.private()
    assert private.case.number == public.case.number
    assert len(said) == 1
    assert public.case.reference in said[0]
    assert "oggi alle 11" in said[0], "the time promised in public"
    assert [item.kind for item in private.follow_ups if item.kind == "promise"] == []
    assert len(await person.chat.sportello.store.promises(MONDAY - timedelta(1), MONDAY + timedelta(9))) == 1


async def test_people_have_one_row_for_the_case() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    before = await person.chat.sportello.agents.tasks()
    await person.ties()
    assert await person.chat.sportello.agents.tasks() == before
    await person.writes(COMPLAINT)
    rows = await person.chat.sportello.agents.inbox()
    assert [row.channel for row in rows] == ["wall"]
    assert [task.conversation_id for task in await person.chat.sportello.agents.tasks()] == [
        rows[0].conversation_id
    ]


@pytest.mark.parametrize("again", [COMPLAINT, f"{COMPLAINT}!", "novità sulla {}?"])
async def test_who_was_tied_before_says_the_same_on_the_other_channel_and_it_is_the_same_case(
    again: str,
) -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    first = (await person.public()).case
    await person.wall.close()
    await person.wall.wait(timedelta(hours=2))
    await person.posts(COMPLAINT)
    second = (await person.public()).case
    assert second.number != first.number
    said = await person.writes(again.format(second.reference))
    assert (await person.private()).case.number == second.number
    assert len(said) == 1
    assert second.reference in said[0]
    decided = await person.chat.sportello.agents.dossier((await person.private()).id)
    assert decided is not None
    assert decided.decisions[-1].rule == "one_case"


async def test_it_works_from_private_to_public_too_and_the_post_has_its_public_answer() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    await person.wall.close()
    await person.wall.wait(timedelta(hours=2))
    await person.writes(COMPLAINT)
    private = (await person.private()).case
    said = await person.posts(COMPLAINT)
    assert (await person.public()).case.number == private.number
    assert len(said) == 1
    assert private.reference in said[0]


async def test_who_never_tied_the_two_has_two_cases() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.writes(COMPLAINT)
    assert (await person.public()).case.number != (await person.private()).case.number


async def test_another_question_of_a_tied_person_is_a_case_of_its_own() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    await person.wall.close()
    await person.wall.wait(timedelta(hours=2))
    await person.posts(COMPLAINT)
    await person.writes("operatore!")
    assert (await person.public()).case.number != (await person.private()).case.number


async def test_what_waits_for_a_person_already_about_something_else_stays_apart_at_the_yes() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.writes("operatore!")
    assert await person.ties() == ["Ciao, dimmi."]
    assert (await person.public()).case.number != (await person.private()).case.number


@pytest.mark.parametrize("closed_in", ["wall", "chat"])
async def test_the_closing_word_is_said_once_in_each_place(closed_in: str) -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    number = (await person.public()).case.number
    before = {place: len(place.channel.sent) for place in (person.wall, person.chat)}
    await (person.wall if closed_in == "wall" else person.chat).close()
    for place in (person.wall, person.chat):
        words = [_plain(item.letter.text) for item in place.channel.sent[before[place] :]]
        case = (await _there(place)).case
        assert (case.number, case.status) == (number, CaseStatus.CLOSED)
        assert words == [f"Chiudo la pratica {case.reference}."]


async def test_a_persons_answer_in_one_place_ends_what_was_owed_in_the_other() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    await person.chat.agent("Il tecnico passa domani.")
    public = await person.public()
    assert public.unanswered_since is None
    assert {item.kind.value for item in public.follow_ups} <= {"give_up", "clock"}
    assert public.case.status is CaseStatus.WITH_AGENT
    sent = len(person.wall.channel.sent)
    await person.wall.wait(timedelta(hours=3))
    assert len(person.wall.channel.sent) == sent, "no reassurance after the answer"


async def test_silence_in_one_place_does_not_close_the_case_while_the_customer_writes_in_the_other() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    await person.chat.agent("Il tecnico passa domani.")
    await person.chat.hand_back()
    (silent_until,) = (
        item.at for item in (await person.private()).follow_ups if item.kind is FollowUpKind.GIVE_UP
    )
    await person.wall.wait(silent_until - timedelta(hours=1) - person.wall.clock.now())
    await person.posts("quando aprite?")
    await person.wall.wait(timedelta(hours=2))
    assert (await person.public()).case.is_open
    await person.wall.wait(timedelta(days=30))
    assert (await person.public()).case.status is CaseStatus.CLOSED


async def test_who_goes_on_in_private_keeps_the_place_of_the_public_complaint() -> None:
    person = await _person()
    person.wall.customer = replace(IN_PUBLIC, followers=200_000)
    await person.posts(COMPLAINT)
    spread = replace(person.wall._inbound(InboundKind.SPREAD), event_key="spread", payload={REACTIONS: "250"})
    await person.wall._arrive(spread)
    before = (await person.public()).case
    await person.wall.wait(timedelta(minutes=20))
    await person.ties()
    after = (await person.private()).case
    assert before.place is not None
    assert after.place is not None
    assert after.place <= before.place
    assert {FactKind.SPREAD, FactKind.REACH} <= {fact.kind for fact in after.facts}
    assert after.signals.spread == 250


async def test_after_the_case_is_closed_the_next_message_opens_one_that_follows_it() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    number = (await person.public()).case.number
    await person.wall.close()
    await person.writes(COMPLAINT)
    case = (await person.private()).case
    assert case.previous == number
    assert (await person.public()).case.status is CaseStatus.CLOSED


async def test_the_number_of_the_case_that_was_put_with_another_names_that_other() -> None:
    person = await _person(SATURDAY)
    await person.posts(COMPLAINT)
    await person.ties()
    number = (await person.public()).case.number
    rows = await person.chat.sportello.agents.inbox()
    assert [row.reference for row in rows] == [(await person.public()).case.reference]
    left = (await person.private()).case.number
    assert left == number


async def test_while_the_case_is_shared_the_promise_is_told_and_kept_once() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    chat = len(person.chat.channel.sent)
    await person.wall.wait(timedelta(hours=1, minutes=5))
    assert "oggi" in person.last_in(person.wall)
    assert len(person.chat.channel.sent) == chat


async def test_a_case_that_is_followed_in_another_place_too_is_not_left_for_a_third() -> None:
    person = await _person()
    for chat in (person.chat, person.phone):
        await person.posts(COMPLAINT)
        case = (await person.public()).case
        await _say(chat, "/start", case.key)
        await _say(chat, "sì")
        await person.wall.close()
        await person.wall.wait(timedelta(hours=2))
    await person.posts(COMPLAINT)
    await person.writes(COMPLAINT)
    number = (await person.private()).case.number
    assert (await person.public()).case.number == number
    await person.chat.agent("Il tecnico passa domani.")
    await person.chat.hand_back()
    await _say(person.phone, COMPLAINT)
    await person.wall.wait(timedelta(hours=2))
    await person.posts(COMPLAINT)
    for there in (await person.public(), await person.private()):
        assert (there.case.number, there.case.is_open) == (number, True)


async def test_nor_is_it_left_at_the_yes() -> None:
    person = await _person()
    await person.writes("operatore!")
    number = (await person.private()).case.number
    await _say(person.phone, "/start", (await person.private()).case.key)
    await _say(person.phone, "sì")
    assert (await _there(person.phone)).case.number == number
    await person.posts("operatore!")
    await person.ties()
    for there in (await person.private(), await _there(person.phone)):
        assert (there.case.number, there.case.is_open) == (number, True)


async def test_what_nobody_understood_is_not_taken_for_the_same_matter_at_the_yes() -> None:
    person = await _person()
    await person.posts("boh")
    await person.writes("la bolletta di marzo")
    assert (await person.private()).case.status is CaseStatus.WAITING_FOR_AGENT
    await person.ties()
    assert (await person.public()).case.number != (await person.private()).case.number


async def test_a_muted_customer_is_not_told_that_the_case_was_closed_elsewhere() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    await person.chat.mute(timedelta(days=1))
    before = len(person.chat.channel.sent)
    await person.wall.close()
    assert (await person.private()).case.status is CaseStatus.CLOSED
    assert person.chat.channel.sent[before:] == []


@pytest.mark.parametrize("muted_in", ["wall", "chat"])
async def test_who_is_muted_in_one_place_still_waits_for_a_person_in_the_other(muted_in: str) -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    agents = person.chat.sportello.agents
    before = await agents.tasks()
    await (person.wall if muted_in == "wall" else person.chat).mute(timedelta(days=1))
    for there in (await person.public(), await person.private()):
        assert there.case.status is CaseStatus.WAITING_FOR_AGENT
    assert await agents.tasks() == before


async def test_what_is_written_in_one_place_while_the_case_is_closed_in_another_has_a_live_case() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    number = (await person.public()).case.number
    sportello = person.wall.sportello
    await sportello.agents.close_case((await person.public()).id, "FB")
    await person.chat.write_unheard(COMPLAINT)
    await person.wall.engine.settle()
    case = (await person.private()).case
    assert (case.previous, case.status) == (number, CaseStatus.WAITING_FOR_AGENT)
    assert (await person.public()).case.status is CaseStatus.CLOSED


async def test_who_is_unheard_in_the_other_place_waits_where_people_have_the_case() -> None:
    person = await _person()
    await person.posts(COMPLAINT)
    await person.ties()
    await person.wall.agent("Ci penso io.")
    public, private, team = await person.public(), await person.private(), person.wall.sportello.team
    assert (await team.page(InboxAsk(shelf=Shelf.WAITING, person=AGENT, most=50))).rows == ()
    await person.writes("allora?")
    page = await team.page(InboxAsk(shelf=Shelf.WAITING, person=AGENT, most=50))
    assert [row.conversation_id for row in page.rows] == [public.id]
    assert page.waiting == 1
    changed = await team.rows([private.id])
    assert [row.conversation_id for row in changed] == [private.id, public.id], "an open page hears of both"
    assert changed[1].waiting_since is not None


async def _is_one_row_of_the_pages(sportello: Sportello, alarmed: Collection[int]) -> None:
    """See that no shelf has a case of people's twice, and that who is unheard in any place waits."""
    for shelf in (Shelf.NOW, Shelf.WAITING, Shelf.MINE):
        page = await sportello.team.page(InboxAsk(shelf=shelf, person=AGENT, most=50))
        for_people = [row for row in page.rows if row.status in FOR_PEOPLE]
        shown = [row.reference for row in for_people if row.conversation_id not in alarmed]
        assert len(shown) == len(set(shown)), shelf
        if shelf is not Shelf.WAITING:
            continue
        everyone = await sportello.team.page(InboxAsk(shelf=Shelf.ALL, person=AGENT, most=50))
        unheard = {row.reference for row in everyone.rows if row.waiting_since is not None}
        assert unheard <= {row.reference for row in page.rows}


ACTS = ("post", "write", "other", "reference", "tie", "close", "agent", "take", "back", "wait", "thanks")


async def _act(person: Person, act: str, dice: Random) -> None:
    place = dice.choice((person.wall, person.chat))
    there = await place.conversation()
    match act:
        case "post":
            await person.posts(dice.choice((COMPLAINT, f"{COMPLAINT} uffa", "quando aprite?")))
        case "write":
            await person.writes(dice.choice((COMPLAINT, "operatore!", "vergogna")))
        case "reference" if there is not None:
            await person.writes(f"{COMPLAINT} {there.case.reference}")
        case "tie" if (public := await person.wall.conversation()) is not None:
            await person.writes("/start", public.case.key)
            await person.writes(dice.choice(("sì", "sì", "no")))
        case "close" if there is not None:
            await place.close()
        case "agent" if there is not None:
            await place.agent("Ci penso io.")
        case "take" if there is not None:
            await place.take_over()
        case "back" if there is not None:
            await place.hand_back()
        case "wait":
            await place.wait(timedelta(minutes=dice.choice((1, 40, 600, 3000))))
        case _:
            await place.say("grazie")


@pytest.mark.parametrize("seed", range(40))
async def test_whatever_happens_a_case_is_one_row_has_one_promise_and_one_closing_word_a_place(
    seed: int,
) -> None:
    dice = Random(seed)
    person = await _person()
    for _ in range(25):
        await _act(person, dice.choice(ACTS), dice)
        agents = person.wall.sportello.agents
        rows = [row for row in await agents.inbox() if row.status in FOR_PEOPLE]
        alarmed = {
            task.conversation_id for task in await agents.tasks() if task.kind is not TaskKind.HAND_OFF
        }
        waiting = [row.reference for row in rows if row.conversation_id not in alarmed]
        assert len(waiting) == len(set(waiting)), "but where people are told of one place"
        await _is_one_row_of_the_pages(person.wall.sportello, alarmed)
        for place in (person.wall, person.chat):
            found = await place.conversation()
            if found is None:
                continue
            owed = [item for item in found.follow_ups if item.kind is FollowUpKind.PROMISE]
            assert len(owed) <= 1
            shared = [item.promised for item in found.places if item.promised is not None]
            if found.guest and found.case.status is CaseStatus.WAITING_FOR_AGENT and shared and owed:
                assert owed[0].at <= max(shared), "no later promise beside the one that stands"
            closing = Counter(
                item.letter.text
                for item in place.channel.sent
                if item.letter.template == "_closed" and item.letter.reply_to == ""
            )
            assert all(count == 1 for count in closing.values()), closing
    await person.wall.wait(timedelta(days=30))
    for place in (person.wall, person.chat):
        last = await place.conversation()
        assert last is None or last.case.status in FOR_PEOPLE | {CaseStatus.CLOSED}
