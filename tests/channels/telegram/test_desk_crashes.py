"""Crashes in the middle: colleagues may see a thing twice, a customer never; nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.app import Sportello
from bot.errors import StoreError
from bot.model.draft import DraftState
from bot.service.store import Store
from bot.service.values import DeskTopic, Hooks
from bot.settings.values import Mode
from bot.stores import open_memory_store
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.desk_rig import CUSTOMER, DESK, DeskRig, running_desk
from tests.support.patience import PATIENCE


@pytest.fixture
async def store() -> AsyncIterator[Store]:
    made = open_memory_store()
    yield made
    await made.close()


def dies_at_save(sportello: Sportello, nth: int) -> asyncio.Event:
    """Let the program hang for ever at the nth time a topic is written down: nothing comes after it."""
    real, dead, count = sportello.store.save_topic, asyncio.Event(), 0

    async def save(topic: DeskTopic, since: DeskTopic) -> None:
        nonlocal count
        count += 1
        if count >= nth:
            dead.set()
            await asyncio.Event().wait()
        await real(topic, since)

    sportello.store.save_topic = save  # type: ignore[method-assign]
    return dead


async def a_day(rig: DeskRig) -> None:
    """Let a case be asked about, answered, and closed from the group."""
    await rig.hear("vergogna")
    await rig.until(lambda: bool(rig.posts()))
    await rig.hear("allora?")
    rig.write("Eccomi")
    await rig.quiet()
    rig.write("/close")
    await rig.quiet()


@pytest.mark.parametrize("nth", range(1, 8))
async def test_after_a_crash_before_writing_down_the_group_is_made_right(
    fake: FakeTelegram, store: Store, nth: int
) -> None:
    real = store.save_topic
    async with running_desk(fake, store=store) as rig:
        dead = dies_at_save(rig.sportello, nth)
        day = asyncio.create_task(a_day(rig))
        await asyncio.wait_for(dead.wait(), PATIENCE)
        day.cancel()
        await asyncio.gather(day, return_exceptions=True)
    said_before = [item.letter.text for item in rig.web.sent]
    store.save_topic = real  # type: ignore[method-assign]
    async with running_desk(fake, store=store, clock=rig.clock) as again:
        again.heard = rig.heard
        await again.quiet()
        await again.hear("ci siete?")
        await again.quiet()
        view = (await store.desk_views(str(DESK)))[0]
        again.write("Adesso sì", thread=view.topic.thread)
        await again.quiet()
        said = said_before + [item.letter.text for item in again.web.sent]
    assert len(said) == len(set(said)), "a customer hears nothing twice"
    assert said[-1] == "Adesso sì ^FB"
    view = (await store.desk_views(str(DESK)))[0]
    assert view.fresh == ()
    assert fake.world.forums[DESK].made <= 2
    shown = "\n".join(post.text for post in again.posts(view.topic.thread))
    assert "ci siete?" in shown


async def test_an_answer_taken_in_before_a_crash_and_delivered_again_is_sent_once(
    fake: FakeTelegram, store: Store
) -> None:
    armed: list[str] = []

    def reached(point: str) -> None:
        if armed and point == armed[0]:
            armed.clear()
            raise RuntimeError("the program dies here")

    async with running_desk(fake, store=store, hooks=Hooks(reached=reached)) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        armed.append("after_accept")
        rig.write("Eccomi")
        await rig.until(lambda: not armed)
        assert fake.world.unconfirmed(), "Telegram was not told that it is stored"
    async with running_desk(fake, store=store, clock=rig.clock) as again:
        await again.until(lambda: not fake.world.unconfirmed())
        await again.quiet()
        said = [item.letter.text for item in (*rig.web.sent, *again.web.sent)]
        assert said.count("Eccomi ^FB") == 1


async def a_draft_changed(rig: DeskRig) -> None:
    """Let a draft be changed from the group."""
    await rig.hear("quando aprite?")
    await rig.until(lambda: bool(rig.posts()))
    await rig.quiet()
    rig.press("Modifica")
    await rig.until(lambda: bool(rig.questions))
    rig.answer("Alle dieci")
    await rig.quiet()


@pytest.mark.parametrize("nth", range(1, 8))
async def test_after_a_crash_whoever_pressed_is_asked_and_their_words_are_sent_once(
    fake: FakeTelegram, store: Store, nth: int
) -> None:
    real = store.save_topic
    async with running_desk(fake, store=store, mode=Mode.DRAFT) as rig:
        dead = dies_at_save(rig.sportello, nth)
        day = asyncio.create_task(a_draft_changed(rig))
        await asyncio.wait({day, asyncio.create_task(dead.wait())}, return_when=asyncio.FIRST_COMPLETED)
        day.cancel()
        await asyncio.gather(day, return_exceptions=True)
        pressed = any(method == "answerCallbackQuery" for method, _ in fake.calls) or bool(
            fake.world.open_presses
        )
    store.save_topic = real  # type: ignore[method-assign]
    async with running_desk(fake, store=store, clock=rig.clock, mode=Mode.DRAFT) as again:
        await again.quiet()
        if not pressed:
            again.press("Modifica")
            await again.quiet()
        assert again.questions, "a press is not forgotten"
        if "Alle dieci ^FB" not in [*rig.said, *again.said]:
            again.answer("Alle dieci")
            await again.quiet()
        assert [*rig.said, *again.said] == ["Alle dieci ^FB"]
        (view,) = await store.desk_views(str(DESK))
        assert (view.topic.asks, view.fresh, view.draft) == ((), (), None)
        assert await store.tasks() == ()


@pytest.mark.parametrize("point", ["before_accept", "after_accept"])
@pytest.mark.parametrize("deed", ["answer", "reason"])
async def test_a_draft_ended_just_before_a_crash_is_ended_once_and_nobody_hears_that_it_failed(
    fake: FakeTelegram, store: Store, point: str, deed: str
) -> None:
    armed: list[str] = []

    def reached(here: str) -> None:
        if armed and here == armed[0]:
            armed.clear()
            raise RuntimeError("the program dies here")

    async with running_desk(fake, store=store, hooks=Hooks(reached=reached), mode=Mode.DRAFT) as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        rig.press("Modifica" if deed == "answer" else "Rifiuta")
        await rig.quiet()
        armed.append(point)
        if deed == "answer":
            number = rig.answer("Alle dieci")
        else:
            number = 0
            rig.press("Il tono qui non va")
        await rig.until(lambda: not armed)
        assert fake.world.unconfirmed(), "Telegram was not told that it is stored"
    async with running_desk(fake, store=store, clock=rig.clock, mode=Mode.DRAFT) as again:
        await again.until(lambda: not fake.world.unconfirmed())
        await again.quiet()
        edited = deed == "answer"
        assert [*rig.said, *again.said] == (["Alle dieci ^FB"] if edited else [])
        ended = await store.ending_of(1)
        assert ended is not None
        assert (ended.state, ended.by) == (DraftState.EDITED if edited else DraftState.REFUSED, "FB")
        assert again.forum.reactions.get(number) == ("👍" if edited else None)
        assert not [post for post in again.posts() if post.reply_to]


@pytest.mark.parametrize("kind", ["cut_after", "html", "odd", "slow_down"])
async def test_trouble_on_the_way_of_the_question_asks_it_again(fake: FakeTelegram, kind: str) -> None:
    async with running_desk(fake, mode=Mode.DRAFT) as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        fake.fault("sendMessage", kind, value=3)
        rig.press("Modifica")
        await rig.quiet()
        assert rig.questions
        rig.answer("Alle dieci", nth=0)
        await rig.quiet()
        assert rig.said == ["Alle dieci ^FB"]


async def test_what_people_write_while_nothing_can_be_stored_is_kept_by_telegram_and_sent_later(
    fake: FakeTelegram, store: Store
) -> None:
    async with running_desk(fake, store=store) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        real, full = rig.sportello.store.accept, [True]

        async def accept(*args: object) -> object:
            if full:
                raise StoreError("The disk is full.")
            return await real(*args)  # type: ignore[arg-type]

        rig.sportello.store.accept = accept  # type: ignore[method-assign, assignment]
        rig.write("Eccomi")
        await asyncio.sleep(0.05)
        assert fake.world.unconfirmed()
        full.clear()
        await rig.until(lambda: not fake.world.unconfirmed())
        await rig.quiet()
        assert [item.letter.text for item in rig.web.sent].count("Eccomi ^FB") == 1


@pytest.mark.parametrize("kind", ["cut_after", "html", "odd", "slow_down"])
async def test_trouble_on_the_way_to_telegram_is_tried_again(fake: FakeTelegram, kind: str) -> None:
    fake.fault("createForumTopic", kind, value=3)
    fake.fault("sendMessage", kind, value=3)
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.until(lambda: len(rig.posts()) >= 1)
        await rig.quiet()
        view = (await rig.sportello.store.desk_views(str(DESK)))[0]
        assert view.topic.card
        assert view.topic.name == "🟡 TK-10019 Giulia"
        assert rig.forum.made <= 2


async def test_a_step_that_telegram_refuses_does_not_keep_other_cases_waiting(fake: FakeTelegram) -> None:
    fake.world.person(CUSTOMER)
    async with running_desk(fake) as rig:
        fake.fault("sendMessage", "error", value=400)
        await rig.hear("vergogna")
        await rig.hear("vergogna", key="luca", name="Luca")
        await rig.quiet()
        assert len(rig.names) == 2
        assert [post.text.split("\n")[1].split(" ·")[0] for post in rig.posts()] == ["Luca"]
