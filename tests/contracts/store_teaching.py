"""The store's contract: what the bot left to people is listed, what people dismissed is remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.knowledge.intents import AnswerBy
from bot.model.message import Purpose
from bot.model.turn import DecisionRecord
from bot.model.unanswered import CHOSE
from bot.service.lesson_ports import Lesson
from bot.service.store import Store
from bot.service.values import Sent
from bot.teaching.change import Change, NewIntent, Taught
from tests.contracts.store_helpers import GIULIA, HOUR, MINUTE, NOW, Teller, letter

MOST = 100
TAUGHT = Taught(intent="fibra", language="it", text="avete la fibra?")
NEW = NewIntent(
    name="fibra",
    topic="rete",
    title="Fibra",
    titles={"en": "Fibre"},
    answers=("No.",),
    replies={"it": "Arriva."},
    answer=AnswerBy.PEOPLE,
)
LESSON = Lesson(
    person="FB", at=NOW, change=Change(added=(TAUGHT,), new=(NEW,)), files=("intents/rete/fibra.toml",)
)


async def decided(
    teller: Teller,
    *texts: str,
    rule: str = "hand_off",
    key: str = "giulia",
    why: tuple[str, ...] = (),
    now: datetime = NOW,
) -> int:
    """Hear a burst and let a rule decide on it; gives the conversation."""
    conversation_id = 0
    for text in texts:
        conversation_id = await teller.hear(text, key=key, now=now, occurred_at=now, received_at=now)
    work = await teller.store.work(conversation_id)
    assert work is not None
    numbers = tuple(item.id for item in work.waiting)
    record = DecisionRecord(rule=rule, outcome="hand_off", why=why, inbound=numbers, at=now)
    assert await teller.turn(conversation_id, decisions=(record,), now=now)
    return conversation_id


class TeachingContract:
    """What is taught from."""

    async def test_what_was_left_to_a_person_is_listed_newest_first(self, store: Store) -> None:
        teller = Teller(store)
        for n, rule in enumerate(("hand_off", "off_hours", "clarify")):
            await decided(teller, f"text {n}", rule=rule, key=rule, now=NOW + n * MINUTE)
        found = await store.unanswered(NOW, NOW + HOUR, MOST)
        assert [(item.text, item.rule) for item in found] == [
            ("text 2", "clarify"),
            ("text 1", "off_hours"),
            ("text 0", "hand_off"),
        ]
        assert (found[0].at, found[0].channel, found[0].language) == (NOW + 2 * MINUTE, "web", "it")
        assert (found[0].name, found[0].handle, found[0].answer) == (GIULIA.name, GIULIA.handle, "")

    async def test_what_the_bot_answered_or_left_alone_is_not_listed(self, store: Store) -> None:
        teller = Teller(store)
        for rule in ("answer", "with_agent", "stop_words", "slots", "own_or_automatic", "asks_nothing"):
            await decided(teller, "ciao", rule=rule, key=rule)
        assert await store.unanswered(NOW, NOW + HOUR, MOST) == ()

    async def test_a_period_is_half_open_and_the_newest_are_kept(self, store: Store) -> None:
        teller = Teller(store)
        for minutes in (0, 10, 20, 60):
            await decided(teller, f"at {minutes}", key=f"k{minutes}", now=NOW + minutes * MINUTE)
        found = await store.unanswered(NOW + 10 * MINUTE, NOW + HOUR, MOST)
        assert [item.text for item in found] == ["at 20", "at 10"]
        newest = await store.unanswered(NOW, NOW + 2 * HOUR, 1)
        assert [item.text for item in newest] == ["at 60"]

    async def test_a_burst_is_one_text_with_a_line_a_message(self, store: Store) -> None:
        teller = Teller(store)
        await decided(teller, "scusate", "una domanda", "sulla fibra")
        (found,) = await store.unanswered(NOW, NOW + HOUR, MOST)
        assert found.text == "scusate\nuna domanda\nsulla fibra"

    async def test_what_was_asked_back_counts_unless_the_next_word_got_an_answer(self, store: Store) -> None:
        teller = Teller(store)
        after = {
            "picked": ("chosen", (CHOSE,)),
            "said again": ("answer", ()),
            "none of them": ("chosen", ("none of the offered meanings was right",)),
            "something else": ("own_or_automatic", ()),
        }
        for key, (rule, why) in after.items():
            await decided(teller, key, rule="clarify", key=key)
            await decided(teller, "…", rule=rule, key=key, why=why, now=NOW + MINUTE)
        found = {item.text for item in await store.unanswered(NOW, NOW + HOUR, MOST)}
        assert found == {"none of them", "something else"}

    async def test_the_first_answer_of_a_person_comes_along(self, store: Store) -> None:
        teller = Teller(store)
        conversation_id = await decided(teller, "avete la fibra?")
        for n, text in enumerate(("sì, in città", "altro?")):
            await teller.hear("…", now=NOW + MINUTE, occurred_at=NOW + MINUTE)
            await teller.turn(conversation_id, letter(text, Purpose.AGENT), now=NOW + MINUTE)
            (outbound,) = await teller.claim(NOW + MINUTE)
            await store.settle(outbound, Sent(id=f"p{n}"), NOW + (n + 2) * MINUTE)
        await decided(teller, "e in campagna?", now=NOW + HOUR)
        found = await store.unanswered(NOW, NOW + 2 * HOUR, MOST)
        assert [(item.text, item.answer) for item in found] == [
            ("e in campagna?", ""),
            ("avete la fibra?", "sì, in città"),
        ]

    async def test_what_the_brand_wrote_and_what_has_no_words_is_left_out(self, store: Store) -> None:
        teller = Teller(store)
        brand = await teller.hear("nostro", key="brand", author=replace(GIULIA, is_brand=True))
        empty = await teller.hear("", key="empty")
        for conversation_id in (brand, empty):
            work = await store.work(conversation_id)
            assert work is not None
            numbers = tuple(item.id for item in work.waiting)
            record = DecisionRecord(rule="hand_off", outcome="hand_off", why=(), inbound=numbers, at=NOW)
            await teller.turn(conversation_id, decisions=(record,))
        assert await store.unanswered(NOW, NOW + HOUR, MOST) == ()

    async def test_what_is_dismissed_is_remembered_once(self, store: Store) -> None:
        assert await store.dismissed() == frozenset()
        await store.dismiss(("d1", "d2"), by="FB", now=NOW)
        await store.dismiss(("d2", "d3"), by="FB", now=NOW + HOUR)
        await store.dismiss((), by="FB", now=NOW)
        assert await store.dismissed() == {"d1", "d2", "d3"}

    async def test_what_came_in_last_is_given_oldest_first(self, store: Store) -> None:
        teller = Teller(store)
        for n in range(4):
            await decided(teller, f"text {n}", key=f"k{n}", now=NOW + n * MINUTE)
        assert [item.text for item in await store.heard_lately(2)] == ["text 2", "text 3"]

    async def test_each_person_has_one_draft_which_is_kept_as_it_was_given(self, store: Store) -> None:
        assert (await store.lesson("FB")).nothing
        await store.keep_lesson("FB", Change(added=(TAUGHT,)), NOW)
        await store.keep_lesson("FB", LESSON.change, NOW + MINUTE)
        assert await store.lesson("FB") == LESSON.change
        assert (await store.lesson("MR")).nothing
        await store.keep_lesson("FB", Change(), NOW + MINUTE)
        assert (await store.lesson("FB")).nothing

    async def test_what_was_taught_is_listed_latest_first_and_no_draft_any_more(self, store: Store) -> None:
        await store.keep_lesson("FB", LESSON.change, NOW)
        await store.add_taught(LESSON)
        await store.add_taught(replace(LESSON, person="MR", at=NOW + MINUTE))
        assert (await store.lesson("FB")).nothing
        assert await store.taught(1) == (replace(LESSON, person="MR", at=NOW + MINUTE),)
        assert (await store.taught(9))[1] == LESSON
