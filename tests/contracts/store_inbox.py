"""The store's contract: the list in pages, what a team shares, answers taken back, messages looked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model.case import CaseStatus, FollowUp, FollowUpKind
from bot.model.conversation import State
from bot.model.message import Letter, OutboundStatus, Purpose
from bot.model.promise import PromiseEnded, PromiseMade, PromiseState
from bot.model.turn import DecisionRecord, TurnResult, WithdrawScope
from bot.service.inbox_values import InboxAsk, Shelf
from bot.service.store import Store
from bot.service.values import Absent, CannotTell, Sent, Unknown
from tests.contracts.store_desk import ASK
from tests.contracts.store_helpers import HOUR, MINUTE, NOW, SECOND, Teller, letter

UNDO = timedelta(seconds=10)


def held(text: str = "eccomi ^FB") -> Letter:
    """Make a person's answer that can be taken back."""
    return letter(text, Purpose.AGENT, author="FB", held_until=NOW + UNDO)


async def numbers(store: Store, shelf: Shelf, *, person: str = "FB", most: int = 50) -> list[int]:
    """Give every number on a shelf, page by page, in order."""
    found: list[int] = []
    ask = InboxAsk(shelf=shelf, person=person, most=most)
    while True:
        page = await store.inbox_page(ask)
        found += [row.conversation_id for row in page.rows]
        if page.more is None:
            return found
        ask = InboxAsk(shelf=shelf, person=person, most=most, after=page.more)


class InboxContract:
    """The list of a team, and what belongs to it alone."""

    async def test_the_pages_of_a_shelf_hold_every_row_once_and_in_order(self, store: Store) -> None:
        teller = Teller(store)
        waiting, calm = list[int](), list[int]()
        for n in range(9):
            number = await teller.hear(key=f"k{n}", occurred_at=NOW + n * SECOND)
            wants = n % 2 == 0
            status = CaseStatus.WAITING_FOR_AGENT if wants else CaseStatus.ANSWERED
            await teller.turn(number, status=status, tasks=(ASK,) if wants else (), now=NOW + n * SECOND)
            (waiting if wants else calm).append(number)
        latest = sorted([*waiting, *calm], reverse=True)
        for most in (1, 2, 50):
            assert await numbers(store, Shelf.WAITING, most=most) == waiting
            assert await numbers(store, Shelf.ALL, most=most) == latest
        assert await numbers(store, Shelf.NOW) == [*waiting, *reversed(calm)]
        page = await store.inbox_page(InboxAsk(shelf=Shelf.NOW, person="FB", most=0))
        assert (page.waiting, page.mine) == (len(waiting), 0)

    async def test_who_was_only_overheard_stands_at_the_time_people_were_asked(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.hear(overheard=True)
        await teller.turn(number, status=CaseStatus.WAITING_FOR_AGENT, tasks=(ASK,), now=NOW + MINUTE)
        (row,) = (await store.inbox_page(InboxAsk(shelf=Shelf.WAITING, person="FB", most=5))).rows
        assert row.last_at == NOW + MINUTE

    async def test_mine_is_what_one_holds_was_given_or_gets_by_a_route(self, store: Store) -> None:
        teller = Teller(store)
        taken = await teller.hear(key="taken")
        work = await store.work(taken)
        assert work is not None
        await _hold(teller, taken, "FB")
        given = await teller.hear(key="given")
        await teller.turn(given)
        assert await store.assign(given, "FB", "MR", NOW)
        routed = await teller.hear(key="routed")
        await teller.turn(routed, status=CaseStatus.WAITING_FOR_AGENT, tasks=(ASK,))
        await teller.hear(key="nobody's")
        assert sorted(await numbers(store, Shelf.MINE)) == sorted([taken, given])
        ask = InboxAsk(shelf=Shelf.MINE, person="FB", most=9, routes=("sim", "channel:web"))
        page = await store.inbox_page(ask)
        assert {row.conversation_id for row in page.rows} == {taken, given, routed}
        assert page.mine == 3
        assert await store.assign(routed, "MR", "MR", NOW), "what was given to somebody is nobody else's"
        assert (await store.inbox_page(ask)).mine == 2

    async def test_a_case_that_is_over_is_given_to_nobody(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.hear()
        assert await store.assign(number, "FB", "MR", NOW)
        await teller.turn(number, status=CaseStatus.CLOSED)
        assert await numbers(store, Shelf.MINE) == []
        assert not await store.assign(number, "MR", "MR", NOW)
        assert not await store.assign(99, "FB", "MR", NOW)

    async def test_rows_are_given_by_number_with_their_tasks(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.hear("basta!")
        await teller.turn(number, status=CaseStatus.WAITING_FOR_AGENT, tasks=(ASK,))
        await store.assign(number, "MR", "MR", NOW)
        (row,) = await store.inbox_rows([number, 99])
        assert (row.last_text, row.assigned) == ("basta!", "MR")
        assert [task.text for task in row.tasks] == [ASK.text]

    async def test_a_note_is_kept_for_colleagues_and_is_no_message(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.hear()
        assert await store.add_note(number, "FB", "ha già chiamato due volte", NOW + MINUTE)
        assert not await store.add_note(99, "FB", "nessuno", NOW)
        dossier = await store.dossier(number)
        assert dossier is not None
        assert [(item.author, item.text, item.at) for item in dossier.notes] == [
            ("FB", "ha già chiamato due volte", NOW + MINUTE)
        ]
        assert [line.text for line in dossier.lines] == ["ciao"]
        assert await teller.texts() == ["customer: ciao"]

    async def test_an_answer_that_can_be_taken_back_leaves_only_afterwards(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(held())
        assert await teller.claim(NOW + UNDO - SECOND) == ()
        assert await store.next_send(("web", "main"), NOW) == NOW + UNDO
        (outbound,) = await teller.claim(NOW + UNDO)
        assert outbound.letter.text == "eccomi ^FB"
        assert await store.take_back(outbound.id, "FB", NOW + UNDO) is None, "it has begun to leave"

    async def test_an_answer_taken_back_is_never_sent_and_gives_its_words(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.say(held())
        dossier = await store.dossier(number)
        assert dossier is not None
        (pending,) = dossier.pending
        assert pending.held_until == NOW + UNDO
        taken = await store.take_back(pending.id, "FB", NOW + SECOND)
        assert taken is not None
        assert (taken.conversation_id, taken.text) == (number, "eccomi")
        assert await store.take_back(pending.id, "FB", NOW + SECOND) is None
        assert await teller.claim(NOW + HOUR) == ()
        assert await teller.pending(number) == []

    async def test_an_answer_taken_back_lets_the_promise_stand_again(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.hear()
        due = NOW + HOUR
        promise = FollowUp(kind=FollowUpKind.PROMISE, at=due)
        await teller.turn(number, schedule=(promise,), promises=(PromiseMade(due_at=due),))
        await teller.hear()
        await teller.turn(
            number,
            held(),
            status=CaseStatus.WITH_AGENT,
            cancel=frozenset(FollowUpKind),
            schedule=(FollowUp(kind=FollowUpKind.GIVE_UP, at=NOW + 9 * HOUR),),
            promises=(PromiseEnded(state=PromiseState.KEPT),),
            now=NOW + MINUTE,
        )
        dossier = await store.dossier(number)
        assert dossier is not None
        before = dossier.conversation.version
        assert await store.take_back(dossier.pending[0].id, "FB", NOW + MINUTE)
        conversation = await teller.conversation(number)
        assert [(item.kind, item.at) for item in conversation.follow_ups] == [(FollowUpKind.PROMISE, due)]
        (kept,) = await store.promises(NOW, NOW + HOUR)
        assert (kept.state, kept.ended_at) == (PromiseState.OPEN, None)
        assert conversation.version > before
        work = await store.work(number)
        assert work is not None
        assert [item.inbound.payload for item in work.waiting] == [{"agent": "FB"}]

    async def test_the_bots_messages_and_what_is_sent_are_not_taken_back(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.say(letter("dal bot"))
        dossier = await store.dossier(number)
        assert dossier is not None
        assert await store.take_back(dossier.pending[0].id, "FB", NOW) is None
        assert await store.take_back(999, "FB", NOW) is None

    async def test_what_a_look_finds_settles_a_doubt_once(self, store: Store) -> None:
        teller = Teller(store)
        number = await _in_doubt(teller)
        dossier = await store.dossier(number)
        assert dossier is not None
        (pending,) = dossier.pending
        assert pending.status is OutboundStatus.UNKNOWN
        doubtful = await store.doubtful(pending.id)
        assert doubtful is not None
        assert await store.settle_look(doubtful, CannotTell(reason="it shows no history"), "FB", NOW)
        assert await store.settle_look(doubtful, Sent(id="p7"), "FB", NOW + MINUTE)
        assert not await store.settle_look(doubtful, Sent(id="p7"), "MR", NOW + MINUTE)
        assert await store.doubtful(pending.id) is None
        assert await teller.texts() == ["customer: ciao", "agent: eccomi ^FB"]
        after = await store.dossier(number)
        assert after is not None
        assert (after.pending, after.tasks) == ((), ())
        assert [line.id for line in after.lines] == ["", "p7"]

    async def test_what_surely_did_not_arrive_may_be_sent_again(self, store: Store) -> None:
        teller = Teller(store)
        number = await _in_doubt(teller)
        dossier = await store.dossier(number)
        assert dossier is not None
        doubtful = await store.doubtful(dossier.pending[0].id)
        assert doubtful is not None
        assert await store.settle_look(doubtful, Absent(), "FB", NOW)
        assert await teller.pending(number) == ["refused: eccomi ^FB"]
        assert await teller.claim(NOW + HOUR) == (), "nobody has said so yet"
        assert await store.resend(doubtful.id, "FB", NOW)
        (again,) = await teller.claim(NOW + HOUR)
        assert again.letter.text == "eccomi ^FB"

    async def test_a_take_over_shows_what_the_bot_was_about_to_say(self, store: Store) -> None:
        teller = Teller(store)
        number = await teller.say(letter("stavo per dirlo"))
        await teller.hear()
        await _hold(teller, number, "FB", rule="take_over")
        dossier = await store.dossier(number)
        assert dossier is not None
        assert dossier.pending == ()
        assert [item.text for item in dossier.taken_off] == ["stavo per dirlo"]


async def _hold(teller: Teller, number: int, agent: str, *, rule: str = "") -> None:
    """Let an agent take a conversation over; with a `rule` the decision is recorded."""
    work = await teller.store.work(number)
    assert work is not None
    case = replace(work.conversation.case, status=CaseStatus.WITH_AGENT)
    conversation = replace(work.conversation, case=case, state=State(agent=agent))
    decided = DecisionRecord(rule=rule, outcome="silent", why=(), inbound=(), at=NOW)
    result = TurnResult(
        conversation=conversation,
        done=tuple(item.id for item in work.waiting),
        letters=(),
        withdraw=WithdrawScope.AUTOMATIC,
        decisions=(decided,) if rule else (),
        now=NOW,
    )
    assert await teller.store.commit_turn(result)


async def _in_doubt(teller: Teller) -> int:
    """Bring a person's answer to where nobody knows whether it arrived."""
    number = await teller.say(letter("eccomi ^FB", Purpose.AGENT, author="FB"))
    (outbound,) = await teller.claim()
    await teller.store.settle(outbound, Unknown(evidence="no answer in time"), NOW)
    await teller.store.settle_doubt(outbound, CannotTell(reason="it shows no history"), NOW)
    return number
