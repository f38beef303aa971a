"""One person who says the same again in public: one case, a short word to each post, none of them alike."""

from __future__ import annotations

import asyncio
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from bot.model.message import Letter
from bot.policy.repeating import NEAR
from bot.policy.text import plain
from bot.settings.values import Limits
from tests.support.brand import MONDAY, WALL, small_brand, talk, with_settings
from tests.support.square import Square

ROOT = Path(__file__).parents[2]
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24)
ROOMY = Limits(public_per_hour=50, public_per_day=50, public_per_thread=50)
LOST = "il pacco è perso"


def _roomy() -> Square:
    return Square(with_settings(small_brand()[0], limits=ROOMY))


async def _post(square: Square, *texts: str, gap: timedelta = 2 * MINUTE, who: str = "mara") -> list[str]:
    """Write each text as a post that begins a thread of its own."""
    ids: list[str] = []
    for text in texts:
        ids.append(await square.say(who, text, thread=f"{who} {square.clock.now()} {len(ids)}"))
        await square.wait(gap)
    return ids


def _to(square: Square, post: str) -> list[Letter]:
    return [item.letter for item in square.posts if item.letter.reply_to == post]


async def test_each_post_that_says_the_same_again_is_answered_in_other_words_with_case_and_time() -> None:
    square = _roomy()
    ids = await _post(square, LOST, LOST, f"{LOST}!", f"{LOST} !!", f"{LOST}?")
    said = [_to(square, post) for post in ids]
    assert [len(letters) for letters in said] == [1] * 5
    words = [letters[0].text for letters in said]
    assert len(set(words)) == 5
    (row,) = await square.inbox()
    assert all(row.reference in text and "alle" in text for text in words[1:])
    assert [letters[0].template for letters in said[1:]] == ["_again"] * 4
    assert len([task for task in row.tasks if task.kind == "hand_off"]) == 1


async def test_when_every_wording_was_said_within_36_hours_a_person_answers() -> None:
    square = _roomy()
    ids = await _post(square, *[LOST] * 6)
    assert [len(_to(square, post)) for post in ids] == [1, 1, 1, 1, 1, 0]
    assert any(f"post {ids[5]} wants a word of yours" in text for text in await square.task_texts())
    await square.wait(37 * HOUR)
    (late,) = await _post(square, LOST)
    assert [letter.template for letter in _to(square, late)] == ["_ack"]  # closed by then


async def test_a_question_that_is_answered_and_asked_again_in_another_post_goes_to_a_person_with_a_time() -> (
    None
):
    square = _roomy()
    first, again = await _post(square, "quando aprite?", "quando aprite?")
    assert [letter.template for letter in (*_to(square, first), *_to(square, again))] == ["orari", "_again"]
    (row,) = await square.inbox()
    assert row.reason == "repeated"


@pytest.mark.parametrize("other", ["dov'è il pacco?", "operatore!", "grazie", "ciao"])
async def test_another_question_is_no_duplicate(other: str) -> None:
    square = _roomy()
    ids = await _post(square, "quando aprite?", other)
    assert "_again" not in {letter.template for post in ids for letter in _to(square, post)}


async def test_a_choice_that_was_offered_is_no_duplicate_and_keeps_the_caps() -> None:
    knowledge, _ = small_brand()
    square = Square(with_settings(knowledge, limits=Limits(public_per_hour=2)))
    for text in ("operatore!", "forse", "operatore!"):
        await square.say("mara", text, thread=f"T {text} {square.clock.now()}")
        await square.wait(MINUTE)
    assert len(square.posts) == 2


async def test_in_private_nothing_changes() -> None:
    dialogue = await talk()
    await dialogue.say(LOST)
    assert (await dialogue.say(LOST)).said == ()


async def test_what_the_same_words_of_somebody_else_ask_is_their_own_case() -> None:
    square = _roomy()
    await _post(square, LOST, who="mara")
    (post,) = await _post(square, LOST, who="gino")
    assert [letter.template for letter in _to(square, post)] == ["_handoff"]
    assert len({row.reference for row in await square.inbox()}) == 2


async def test_over_a_cap_a_post_waits_its_turn_and_then_has_its_own_answer() -> None:
    square = Square(with_settings(small_brand()[0], limits=Limits(public_per_hour=3)))
    ids = await _post(square, *[LOST] * 5)
    assert [len(_to(square, post)) for post in ids] == [1, 1, 1, 0, 0]
    await square.wait(2 * HOUR)
    again = [item for item in square.posts if item.letter.template == "_again"]
    assert [item.letter.reply_to for item in again] == ids[1:]
    assert len({item.thread for item in again}) == 4
    assert all(square.posts[n].at - square.posts[n - 3].at >= HOUR for n in range(3, len(square.posts)))


async def test_a_post_that_cannot_be_answered_within_a_day_goes_to_a_person() -> None:
    limits = Limits(public_per_day=1, public_per_hour=1)
    square = Square(with_settings(small_brand()[0], limits=limits), at=MONDAY + 4 * DAY)
    _, friday = await _post(square, LOST, LOST)
    assert any("same author" in text for text in await square.task_texts())
    await square.wait(4 * DAY)
    assert "_again" not in {letter.template for letter in _to(square, friday)}


async def test_a_persons_answer_takes_the_turn_away_and_names_the_posts_left() -> None:
    square = Square(with_settings(small_brand()[0], limits=Limits(public_per_hour=1)))
    _, second, third = await _post(square, LOST, LOST, LOST)
    (row,) = await square.inbox()
    await square.sportello.agents.reply(row.conversation_id, "FB", "Eccomi", id="1")
    await square.engine.settle()
    await square.wait(DAY)
    assert _to(square, second) == []
    assert any(f"no answer of their own: {second}, {third}" in text for text in await square.task_texts())


async def test_the_closing_word_reaches_each_thread() -> None:
    square = _roomy()
    ids = await _post(square, LOST, LOST, LOST)
    (row,) = await square.inbox()
    await square.sportello.agents.reply(row.conversation_id, "FB", "Trovato", id="1")
    await square.sportello.agents.close_case(row.conversation_id, "FB")
    await square.engine.settle()
    closed = [
        post for post in ids if any(letter.purpose in {"closed", "agent"} for letter in _to(square, post))
    ]
    told = " ".join(await square.task_texts())
    assert [post for post in ids if post in closed or f"post {post} " in told] == ids
    assert ids[2] in closed


async def test_where_a_post_takes_one_automatic_message_people_are_given_the_closing_words() -> None:
    square = Square(with_settings(small_brand()[0], limits=ROOMY), traits=replace(WALL, auto_replies=1))
    ids = await _post(square, LOST, LOST, LOST)
    assert [len(_to(square, post)) for post in ids] == [1, 1, 1]
    (row,) = await square.inbox()
    await square.sportello.agents.reply(row.conversation_id, "FB", "Trovato", id="1")
    await square.sportello.agents.close_case(row.conversation_id, "FB")
    await square.engine.settle()
    automatic = Counter(item.letter.reply_to for item in square.posts if item.letter.purpose.automatic)
    assert max(automatic.values()) == 1
    told = await square.task_texts()
    for post in ids[:2]:
        assert any(text.startswith(f"post {post} wants") for text in told), post


async def test_a_post_that_only_quotes_another_is_no_question() -> None:
    square = _roomy()
    await _post(square, "https://x.com/prova/status/1")
    assert square.posts == []
    assert await square.task_texts() == []


async def test_two_posts_that_arrive_together_are_answered_each() -> None:
    square = _roomy()
    first = await square.say("mara", LOST, thread="A", settle=False)
    second = await square.say("mara", LOST, thread="B")
    assert [len(_to(square, post)) for post in (first, second)] == [1, 1]


async def test_a_hundred_duplicates_by_thirty_people_are_a_hundred_answers_and_thirty_cases() -> None:
    square = Square()
    ids = []
    for n in range(100):
        who = f"p{n % 30}"
        ids.append(await square.say(who, LOST, thread=f"T{n}"))
        await square.wait(6 * timedelta(seconds=1))
    await square.wait(2 * HOUR)
    assert [len([x for x in _to(square, post) if x.purpose == "hand_off"]) for post in ids] == [1] * 100
    said = Counter((item.author, item.letter.text) for item in square.posts)
    assert max(said.values()) == 1
    assert len({row.reference for row in await square.inbox()}) == 30


@settings(max_examples=40)
@given(
    gaps=st.lists(st.integers(0, 240), min_size=1, max_size=14),
    hourly=st.integers(1, 4),
    start=st.integers(0, 20),
)
def test_each_post_of_a_person_ends_in_exactly_one_outcome(gaps: list[int], hourly: int, start: int) -> None:
    async def all_posts() -> None:
        limits = Limits(public_per_hour=hourly)
        square = Square(with_settings(small_brand()[0], limits=limits), at=MONDAY + start * HOUR)
        ids = []
        for n, gap in enumerate(gaps):
            ids.append(await square.say("mara", LOST, thread=f"T{n}"))
            await square.wait(gap * MINUTE)
        (row,) = await square.inbox()
        reference = row.reference
        await square.wait(2 * DAY)
        (row,) = await square.inbox()
        assert row.reference == reference
        dossier = await square.sportello.agents.dossier(row.conversation_id)
        assert dossier is not None
        decided = Counter(number for item in dossier.decisions for number in item.inbound)
        assert set(decided.values()) == {1}
        words = {"_handoff", "_ack", "_again"}
        first = Counter(item.letter.reply_to for item in square.posts if item.letter.template in words)
        assert max(first.values(), default=0) <= 1
        left = [post for post in ids if not first[post]]
        assert not left or row.tasks

    asyncio.run(all_posts())


@pytest.mark.parametrize("language", ["it", "en"])
def test_sentences_of_different_intents_are_hardly_ever_taken_for_one_text(language: str) -> None:
    asked = [
        (path.stem, plain(line))
        for path in sorted((ROOT / "intents").rglob("*.toml"))
        for kind in ("say", "check")
        for line in tomllib.loads(path.read_text("utf-8")).get(language, {}).get(kind, "").split("\n")
        if line.strip()
    ]
    names = np.array([name for name, _ in asked])
    texts = [text for _, text in asked]
    near = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEAR) >= NEAR
    wrong = int((near & (names[:, None] != names[None, :])).sum()) // 2
    assert len(texts) > 800
    assert wrong <= 1
