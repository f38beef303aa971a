"""Two automatic answerers stop talking to each other; a quick person is not taken for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from bot.model.matching import Candidate, Match
from bot.settings.values import Limits
from tests.support.brand import ScriptedMatcher, small_brand, talk, with_settings
from tests.support.square import Square

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
ROOMY = Limits(public_per_hour=50, public_per_day=50, public_per_thread=50)


async def _answers(gaps: list[float], *, thread: str = "T") -> Square:
    """Let somebody answer each of our answers after so many seconds, where no cap is near."""
    square = Square(with_settings(small_brand()[0], limits=ROOMY))
    await square.say("mara", "quando aprite?", thread=thread)
    for number, gap in enumerate(gaps):
        await square.wait(timedelta(seconds=gap))
        await square.say("mara", "dov'è il pacco?" if number % 2 == 0 else "quando aprite?", thread=thread)
    return square


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([4, 7], 2),
        ([4, 12], 3),
        ([60, 66], 2),
        ([60, 130], 3),
        ([300, 21, 24], 3),
        ([3500, 3550], 2),
    ],
)
async def test_in_a_thread_two_answers_in_the_same_breath_or_the_same_gap_stop_the_bot(
    gaps: list[float], said: int
) -> None:
    square = await _answers(gaps)
    assert len(square.posts) == said
    reasons = {row.reason for row in await square.inbox() if row.tasks}
    assert reasons == ({"loop"} if said < len(gaps) + 1 else set())


async def test_where_the_channel_knows_no_threads_it_takes_six() -> None:
    assert len((await _answers([8] * 5, thread="")).posts) == 6
    assert len((await _answers([8] * 9, thread="")).posts) == 6
    assert len((await _answers([40, 90, 25, 200, 61, 30, 77], thread="")).posts) == 8


async def test_after_an_hour_of_quiet_a_thread_is_heard_again() -> None:
    square = await _answers([4, 7])
    await square.wait(HOUR)
    await square.say("mara", "quando aprite?", thread="T")
    assert len(square.posts) == 3


async def test_a_persons_word_ends_the_suspicion() -> None:
    square = await _answers([4, 7])
    (row,) = [row for row in await square.inbox() if row.tasks]
    agents = square.sportello.agents
    await agents.reply(row.conversation_id, "FB", "Eccomi", id="1")
    await agents.hand_back(row.conversation_id, "FB")
    await square.engine.settle()
    await square.say("mara", "dov'è il pacco?", thread="T")
    assert [post.letter.author for post in square.posts] == ["", "", "FB", ""]


async def test_a_quick_customer_in_private_is_served_through_questions_buttons_and_values() -> None:
    dialogue = await talk()
    dialogue.sportello.turns._knowledge().matcher.values["12345"] = "12345"  # type: ignore[attr-defined]
    for _ in range(4):
        for text in ("il mio ordine?", "12345", "forse", "1"):
            dialogue.clock.move(3 * SECOND)
            assert (await dialogue.say(text)).said, text


async def test_who_answers_everything_in_a_second_in_private_is_a_program() -> None:
    dialogue = await talk()
    exchanges = []
    for number in range(12):
        dialogue.clock.move(SECOND)
        exchanges.append(await dialogue.say("quando aprite?" if number % 2 else "dov'è il pacco?"))
    assert sum(bool(exchange.said) for exchange in exchanges) == 6
    assert [task.reason for task in exchanges[-1].tasks] == ["loop"]


@pytest.mark.parametrize(
    "author",
    [
        {"is_bot": True},
        {"is_brand": True},
        {"handle": "Prova_Italia"},
        {"handle": "amico_bot"},
    ],
)
async def test_our_own_sibling_and_bot_accounts_are_never_answered(author: dict[str, Any]) -> None:
    knowledge, _ = small_brand()
    brand = replace(
        knowledge.settings.brand, account_names=("prova", "@prova_italia"), ignore=("@Amico_Bot",)
    )
    square = Square(with_settings(knowledge, brand=brand))
    await square.say("mara", "quando aprite?", thread="T", **author)
    await square.say("mara", "operatore!", thread="T", **author)
    assert square.posts == []
    assert await square.task_texts() == []


class Peer:
    """How another answerer words and paces what it says."""

    def __init__(self, kind: str) -> None:
        self.kind, self.random, self.count = kind, Random(5), 0

    def text(self, said: str) -> str:
        """Say something that our bot has an answer to."""
        self.count += 1
        match self.kind:
            case "counter":
                return f"quando aprite? ({self.count})"
            case "wording":
                return ("quando aprite?", "dov'è il pacco?", "operatore!", "forse", said)[self.count % 5]
            case _:
                return said

    def gap(self) -> timedelta:
        """Wait before it."""
        return timedelta(seconds=1) if self.kind == "echo" else self.random.uniform(1, 300) * SECOND


@pytest.mark.parametrize("kind", ["echo", "counter", "wording"])
async def test_a_peer_that_always_answers_gets_two_posts_a_thread_and_is_one_entry_for_people(
    kind: str,
) -> None:
    peer = Peer(kind)
    knowledge, matcher = small_brand()
    for number in range(400):
        matcher.reads(f"quando aprite? ({number})", ("orari", 0.95))
    square = Square(knowledge)
    await square.say("peer", "quando aprite?", thread="T")
    until, answered = square.clock.now() + 24 * HOUR, 0
    while square.clock.now() < until:
        await square.wait(peer.gap())
        if len(square.posts) > answered:
            answered = len(square.posts)
            await square.say("peer", peer.text(square.posts[-1].letter.text), thread="T")
        else:
            await square.wait(HOUR)
            await square.say("peer", peer.text("quando aprite?"), thread="T")
    automatic = [post for post in square.posts if post.letter.purpose.automatic]
    assert 1 <= len(automatic) <= 2
    assert len([row for row in await square.inbox() if row.tasks]) == 1


@pytest.mark.parametrize("lag", [1, 20, 240])
async def test_two_instances_of_the_product_wired_to_each_other_soon_leave_it_to_people(lag: int) -> None:
    sides = (_talkative(), _talkative())
    await sides[0].say("1", "quando aprite?", thread="T")
    heard = [0, 0]
    for _ in range(24 * 3600 // max(lag, 60)):
        for side, square in enumerate(sides):
            other = sides[1 - side]
            fresh, heard[side] = other.posts[heard[side] :], len(other.posts)
            for post in fresh:
                await square.wait(lag * SECOND)
                await square.say(str(1 - side), post.letter.text, thread="T")
        for square in sides:
            await square.wait(max(lag, 60) * SECOND)
    for square in sides:
        automatic = [post for post in square.posts if post.letter.purpose.automatic]
        assert 1 <= len(automatic) <= 2
    queued = [row for square in sides for row in await square.inbox() if row.tasks]
    assert len(queued) == 1


def _talkative() -> Square:
    """Give an instance whose matcher takes whatever the other says for a question it can answer."""
    knowledge, matcher = small_brand()
    return Square(replace(knowledge, matcher=_Eager(says=matcher.says, values=matcher.values)))


class _Eager(ScriptedMatcher):
    """Understands everything."""

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Take it for a question about the opening hours."""
        del text, past_language, hint
        return Match(language="it", candidates=(Candidate(intent="orari", confidence=0.95),))
