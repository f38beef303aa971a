"""The store's contract: incidents are opened, told to each conversation once, changed and closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.incident import Announcement, Attached, Evidence, IncidentStatus, Reading
from bot.model.message import InboundKind
from bot.service.incident_values import Burst, Said, Word
from bot.service.store import Store
from tests.contracts.store_helpers import HOUR, MINUTE, NOW, Teller, letter

SAID = Announcement(intents=("rete",), texts={"it": "Giù."}, next_update=NOW + HOUR)
BURST = Burst(key="intent:rete", title="rete", evidence=Evidence(people=43, minutes=20, usual=2.0))


def word(said: Announcement = SAID, at: datetime = NOW) -> Word:
    return Word(said=said, title="Rete", by="FB", at=at)


async def events(store: Store, conversation_id: int) -> list[str]:
    work = await store.work(conversation_id)
    waiting = work.waiting if work is not None else ()
    return [item.inbound.payload["update"] for item in waiting if item.inbound.kind is InboundKind.INCIDENT]


async def told(store: Store, *, only_first: bool = False) -> tuple[int, ...]:
    return await store.announce(NOW, only_first=only_first)


class IncidentContract:
    """Incidents."""

    async def test_each_word_becomes_one_event_of_each_conversation(self, store: Store) -> None:
        teller = Teller(store)
        one, other = await teller.say(key="one"), await teller.say(key="other")
        number = await store.open_incident(word(), [one, other, one], 0)
        assert sorted(await told(store)) == [one, other]
        assert await told(store) == ()
        assert await events(store, one) == ["1"]
        item = await store.incident(number)
        assert item is not None
        assert (item.attached, item.waiting, item.update) == (2, 2, 1)
        assert await store.change_incident(item, word(), IncidentStatus.CLOSED)
        assert sorted(await told(store)) == [one, other]
        assert await events(store, one) == ["1", "2"]

    async def test_a_word_on_an_incident_that_has_changed_is_refused(self, store: Store) -> None:
        number = await store.open_incident(word(), [], 0)
        item = await store.incident(number)
        assert item is not None
        assert await store.change_incident(item, word(), IncidentStatus.OPEN)
        assert not await store.change_incident(item, word(), IncidentStatus.CLOSED)

    async def test_what_people_said_is_kept_word_by_word_newest_first(self, store: Store) -> None:
        number = await store.open_incident(word(), [], 0)
        other = await store.open_incident(word(), [], 0)
        item = await store.incident(number)
        assert item is not None
        end = Announcement(texts={"it": "Finito."})
        assert await store.change_incident(item, word(end, NOW + MINUTE), IncidentStatus.CLOSED)
        assert await store.said_of(number, 10) == (
            Said(number=2, status=IncidentStatus.CLOSED, said=end, by="FB", at=NOW + MINUTE),
            Said(number=1, status=IncidentStatus.OPEN, said=SAID, by="FB", at=NOW),
        )
        assert len(await store.said_of(number, 1)) == len(await store.said_of(other, 10)) == 1
        (suggested,) = await store.suggest([BURST], [], NOW)
        assert await store.dismiss_incident(suggested, "MR", NOW)
        (word_of_it,) = await store.said_of(suggested, 10)
        assert (word_of_it.status, word_of_it.by, word_of_it.said) == ("dismissed", "MR", Announcement())

    async def test_a_turn_decided_before_an_incident_changed_is_decided_again(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.hear()
        work = await store.work(conversation_id)
        assert work is not None
        number = await store.open_incident(word(), [], 0)
        assert not await teller.turn(conversation_id, letter(), revision=work.revision)
        again = await store.work(conversation_id)
        assert again is not None
        assert [item.id for item in again.incidents] == [number]
        assert await teller.turn(conversation_id, letter(), revision=again.revision)

    async def test_queued_answers_of_its_intents_are_taken_back(self, store: Store) -> None:
        teller = Teller(store)
        faq, other = letter("faq", template="rete"), letter("orari", template="orari")
        conversation_id = await teller.say(faq, other)
        await store.open_incident(word(), [conversation_id], 0)
        assert await teller.pending(conversation_id) == ["queued: orari"]
        await told(store)
        assert await teller.claim() == ()  # what it was about to say waits until the news has been heard

    async def test_by_night_only_the_opening_is_told(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await teller.say()
        number = await store.open_incident(word(), [conversation_id], 0)
        assert await told(store, only_first=True) == (conversation_id,)
        item = await store.incident(number)
        assert item is not None
        await store.change_incident(item, word(), IncidentStatus.OPEN)
        assert await told(store, only_first=True) == ()
        assert await told(store) == (conversation_id,)

    async def test_a_turn_attaches_its_conversation_and_needs_no_event(self, store: Store) -> None:
        teller = Teller(store)
        number = await store.open_incident(word(), [], 0)
        conversation_id = await teller.hear()
        work = await store.work(conversation_id)
        assert work is not None
        attach = (Attached(incident=number, told=1),)
        assert await teller.turn(conversation_id, attach=attach, revision=work.revision)
        assert await store.attached(number) == {conversation_id}
        assert await told(store) == ()
        assert await store.attach(number, [conversation_id]) == 0

    async def test_people_are_counted_once_an_hour(self, store: Store) -> None:
        teller = Teller(store)
        for minute in (0, 10, 65):
            conversation_id = await teller.hear(now=NOW + minute * MINUTE)
            work = await store.work(conversation_id)
            assert work is not None
            reading = Reading(inbound=work.waiting[0].id, intent="rete", place="Torino")
            await teller.turn(conversation_id, readings=(reading,), now=NOW + minute * MINUTE)
        found = await store.reports(NOW - MINUTE, NOW + 2 * HOUR)
        assert [(item.intent, item.person, item.place) for item in found] == [("rete", "web:g", "Torino")] * 3
        for intent in ("rete", "*"):
            hours = await store.tallies(intent, NOW - HOUR)
            assert [(item.hour, item.people) for item in hours] == [(NOW, 1), (NOW + HOUR, 1)]
        assert [post.text for post in await store.posts([item.inbound for item in found])] == ["ciao"] * 3

    async def test_a_suggestion_is_one_row_and_one_task_until_it_ebbs(self, store: Store) -> None:
        (number,) = await store.suggest([BURST], [], NOW)
        grown = replace(BURST, evidence=replace(BURST.evidence, people=50))
        assert await store.suggest([grown], [], NOW + MINUTE) == ()
        (item,) = await store.live_incidents()
        assert (item.id, item.evidence.people) == (number, 50)
        assert [task.text for task in await store.tasks()] == ["50 × rete, 20 min (∅ 2.0)"]
        await store.suggest([], [number], NOW + HOUR)
        assert await store.live_incidents() == ()
        assert await store.tasks() == ()

    async def test_a_late_word_is_reminded_of_once(self, store: Store) -> None:
        number = await store.open_incident(word(), [], 0)
        assert await store.remind_late([number], NOW + 2 * HOUR) == 1
        assert await store.remind_late([number], NOW + 2 * HOUR + timedelta(minutes=1)) == 0
        item = await store.incident(number)
        assert item is not None
        await store.change_incident(item, word(), IncidentStatus.CLOSED)
        assert await store.tasks() == ()
