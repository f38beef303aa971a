"""Sending over the fake server: every failure has the outcome that neither loses nor repeats a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channels.x import private_link
from bot.channels.x.connector import X
from bot.channels.x.telling import GONE, SAME_WORDS
from bot.model.message import Outbound
from bot.service.values import Absent, CannotTell, Later, Refused, SameWords, Sent, Unknown
from bot.testing.x import FakeX
from tests.channels.x.rig import (
    GIULIA,
    MARCO,
    POST,
    TELL,
    TIMELINE,
    Waits,
    connector,
    message,
    reply,
)
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake

LOOK_UP = "GET /2/tweets"
MESSAGES_WITH = "GET /2/dm_conversations/with/:id/dm_events"


@pytest.fixture
async def channel(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> AsyncIterator[X]:
    made = connector(fake, intake, clock=clock)
    yield made
    await made.close()


def asked(fake: FakeX, clock: StandingClock, words: str = "@volomobile aiuto") -> Outbound:
    """Let Giulia ask, and give the reply to her."""
    return reply(fake.world.say(GIULIA, words, age=60), at=clock.now())


async def test_a_reply_answers_the_post_and_says_where_it_stands(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    sent = await channel.send(outbound)
    (post,) = fake.world.posts
    assert sent == Sent(id=str(post.id), url=f"https://x.com/i/status/{post.id}")
    assert (post.words, str(post.replied_to)) == ("Ciao!", outbound.letter.reply_to)
    assert post.answered


async def test_who_was_only_carried_over_is_left_out(channel: X, fake: FakeX, clock: StandingClock) -> None:
    for number in (MARCO, 503):
        fake.world.person(number)
    outbound = asked(fake, clock, "@volomobile @user_502 @user_503 aiuto")
    await channel.send(outbound)
    assert fake.world.posts[0].text == "@user_501 Ciao!"
    (_, body) = fake.asked[0]
    assert body["reply"]["exclude_reply_user_ids"] == [str(MARCO), "503"]


async def test_whom_a_post_names_is_asked_once(channel: X, fake: FakeX, clock: StandingClock) -> None:
    outbound = asked(fake, clock)
    await channel.send(outbound)
    await channel.send(replace(outbound, letter=replace(outbound.letter, text="Ecco.")))
    assert fake.count(LOOK_UP) == 1
    assert len(fake.world.posts) == 2


async def test_a_post_that_is_gone_is_refused_before_anything_is_sent(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    fake.world.timeline[int(outbound.letter.reply_to)].deleted = True
    assert await channel.send(outbound) == Refused(reason=GONE, permanent=True, of_place=True)
    assert fake.count(POST) == 0


async def test_a_post_deleted_since_it_was_read_says_nothing_against_other_posts(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    await channel.send(outbound)
    fake.world.delete(int(outbound.letter.reply_to))
    refused = await channel.send(replace(outbound, letter=replace(outbound.letter, text="Ancora.")))
    assert isinstance(refused, Refused)
    assert refused.permanent
    assert refused.of_place
    assert "deleted" in refused.reason


@pytest.mark.parametrize("fault", ["html", "cut_after", "slow_down", "errors"])
async def test_when_it_cannot_be_asked_whom_a_post_names_nothing_is_sent(
    channel: X, fake: FakeX, clock: StandingClock, fault: str
) -> None:
    outbound = asked(fake, clock)
    fake.fault(LOOK_UP, fault, times=2)
    outcome = await channel.send(outbound)
    assert isinstance(outcome, Later | Refused)
    assert fake.world.posts == []


async def test_a_reply_that_nobody_asked_for_is_refused(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outcome = await channel.send(asked(fake, clock, "che operatore pessimo"))
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert "not been mentioned" in outcome.reason
    assert outcome.of_place


async def test_a_customer_who_blocks_the_brand_is_lost(channel: X, fake: FakeX, clock: StandingClock) -> None:
    fake.world.blocking.add(GIULIA)
    for outbound in (asked(fake, clock), message(at=clock.now())):
        outcome = await channel.send(outbound)
        assert isinstance(outcome, Refused)
        assert outcome.contact_lost


async def test_the_longest_text_goes_through_and_one_more_is_refused_without_a_call(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    for text, kind in (("€" * 140, Sent), ("€" * 140 + "a", Refused), (" ", Refused)):
        calls = len(fake.calls)
        outcome = await channel.send(replace(outbound, letter=replace(outbound.letter, text=text)))
        assert isinstance(outcome, kind)
        assert (len(fake.calls) == calls) is (kind is Refused)


async def test_without_a_post_to_answer_nothing_is_posted(channel: X, fake: FakeX) -> None:
    outbound = reply(1)
    outcome = await channel.send(replace(outbound, letter=replace(outbound.letter, reply_to="")))
    assert isinstance(outcome, Refused)
    assert fake.calls == []


async def test_a_message_goes_to_its_person(channel: X, fake: FakeX, clock: StandingClock) -> None:
    sent = await channel.send(message("Ciao \ud800!", at=clock.now()))
    (made,) = fake.world.directs
    assert sent == Sent(id=str(made.id))
    assert (made.recipient, made.text) == (GIULIA, "Ciao \ufffd!")


async def test_words_posted_before_are_this_reply_or_to_be_said_otherwise(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    first = await channel.send(outbound)
    assert await channel.send(outbound) == first
    fake.world.strict = True
    other = reply(fake.world.say(MARCO, "@volomobile anch'io", age=9), at=clock.now())
    assert await channel.send(other) == SameWords(reason=SAME_WORDS)
    assert len(fake.world.posts) == 1


async def test_words_posted_before_that_cannot_be_looked_for_are_unknown(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    await channel.send(outbound)
    fake.fault(TIMELINE, "html")
    assert isinstance(await channel.send(outbound), Unknown)


@pytest.mark.parametrize("private", [False, True])
@pytest.mark.parametrize("fault", ["cut_before", "cut_after", "error", "html", "odd", "errors"])
async def test_what_cannot_be_known_is_unknown_and_then_looked_up(
    channel: X, fake: FakeX, clock: StandingClock, fault: str, private: bool
) -> None:
    arrived = int(fault == "cut_after")
    outbound = message("segreto", at=clock.now()) if private else asked(fake, clock)
    fake.fault(TELL if private else POST, fault)
    outcome = await channel.send(outbound)
    assert isinstance(outcome, Unknown)
    assert "segreto" not in outcome.evidence
    made = [item.id for item in (fake.world.directs if private else fake.world.posts)]
    assert len(made) == arrived
    found = await channel.reconcile(outbound)
    if arrived:
        assert isinstance(found, Sent)
        assert found.id == str(made[0])
    else:
        assert found == Absent()


async def test_a_look_up_does_not_take_another_message_for_this_one(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound, second = asked(fake, clock), asked(fake, clock, "@volomobile ancora")
    await channel.send(second)
    await channel.send(replace(outbound, letter=replace(outbound.letter, text="Altro.")))
    assert await channel.reconcile(outbound) == Absent()
    fake.world.hand_over(fake.world.brand, GIULIA, "Ciao!", at=fake.world.now() - 3600)
    fake.world.tell(GIULIA, "Ciao!")
    assert await channel.reconcile(message(at=clock.now())) == Absent()


@pytest.mark.parametrize("since", [5, 50])
async def test_a_look_up_goes_back_as_far_as_it_must_and_no_further(
    channel: X, fake: FakeX, clock: StandingClock, since: int
) -> None:
    for n in range(40):
        fake.world.tell(GIULIA, f"vecchio {n}", age=9000 - n)
    outbound = message(at=clock.now())
    fake.fault(TELL, "cut_after")
    assert isinstance(await channel.send(outbound), Unknown)
    for n in range(since):
        clock.move(timedelta(seconds=1))
        fake.world.tell(GIULIA, f"nuovo {n}")
    assert isinstance(await channel.reconcile(outbound), Sent)
    assert fake.bill.counts["message_read"] == (10 if since == 5 else 91)


async def test_a_reply_is_found_below_many_later_ones(channel: X, fake: FakeX, clock: StandingClock) -> None:
    outbound = asked(fake, clock)
    sent = await channel.send(outbound)
    for n in range(250):
        fake.world.write(fake.world.brand, f"post {n}")
    assert await channel.reconcile(outbound) == sent


async def test_a_look_up_knows_a_text_with_a_link_and_odd_characters(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    letter = replace(outbound.letter, text="Ecco <qui> & là: https://volomobile.example/aiuto  Ciao")
    assert isinstance(await channel.send(replace(outbound, letter=letter)), Sent)
    assert isinstance(await channel.reconcile(replace(outbound, letter=letter)), Sent)


@pytest.mark.parametrize(("fault", "times"), [("html", 3), ("slow_down", 1), ("error", 3), ("errors", 3)])
async def test_a_message_that_cannot_be_looked_for_is_shown_to_a_person(
    channel: X, fake: FakeX, clock: StandingClock, fault: str, times: int
) -> None:
    fake.fault(MESSAGES_WITH, fault, times=times)
    found = await channel.reconcile(message(at=clock.now()))
    assert isinstance(found, CannotTell)
    assert found.reason


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_reply_that_could_not_be_looked_for_is_looked_for_before_it_is_sent_again(
    channel: X, fake: FakeX, clock: StandingClock, arrived: bool
) -> None:
    outbound = asked(fake, clock)
    fake.fault(POST, "cut_after" if arrived else "cut_before")
    assert isinstance(await channel.send(outbound), Unknown)
    fake.fault(TIMELINE, "html", times=3)
    assert await channel.reconcile(outbound) == Absent()
    assert isinstance(await channel.send(replace(outbound, attempt=2)), Later)
    clock.move(timedelta(minutes=6))
    assert isinstance(await channel.send(replace(outbound, attempt=3)), Sent)
    assert len(fake.world.posts) == 1
    assert fake.count(POST) == (1 if arrived else 2)


async def test_a_reply_that_x_took_and_does_not_list_yet_is_not_said_otherwise(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
    channel = connector(fake, intake, waits, clock)
    fake.world.lists_after = 5.0
    outbound = asked(fake, clock)
    fake.fault(POST, "cut_after")
    assert isinstance(await channel.send(outbound), Unknown)
    assert await channel.reconcile(outbound) == Absent()
    assert isinstance(await channel.send(replace(outbound, attempt=2)), Sent)
    assert len(fake.world.posts) == 1
    await channel.close()


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_reply_in_doubt_is_looked_for_before_it_is_sent_again_after_a_restart_too(
    channel: X, fake: FakeX, intake: MemoryIntake, clock: StandingClock, arrived: bool
) -> None:
    outbound = asked(fake, clock)
    fake.fault(POST, "cut_after" if arrived else "cut_before")
    assert isinstance(await channel.send(outbound), Unknown)
    fake.fault(TIMELINE, "html", times=3)
    assert await channel.reconcile(outbound) == Absent()
    restarted = connector(fake, intake, clock=clock)
    assert isinstance(await restarted.send(replace(outbound, attempt=2)), Sent)
    assert fake.count(POST) == (1 if arrived else 2)
    assert len(fake.world.posts) == 1
    await restarted.close()


async def test_a_look_up_tries_again_before_it_gives_up(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    await channel.send(outbound)
    fake.fault(TIMELINE, "html", times=2)
    assert isinstance(await channel.reconcile(outbound), Sent)


async def test_asked_to_wait_it_waits_to_the_second_and_calls_no_more_till_then(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    fake.fault(POST, "slow_down", value=300)
    first = await channel.send(outbound)
    assert isinstance(first, Later)
    assert timedelta(seconds=300) <= first.after <= timedelta(seconds=302)
    assert not first.whole_account
    assert isinstance(await channel.send(outbound), Later)
    assert fake.count(POST) == 1
    assert isinstance(await channel.send(message(at=clock.now())), Sent)
    clock.move(timedelta(seconds=302))
    assert isinstance(await channel.send(outbound), Sent)


async def test_a_429_that_tells_nothing_is_waited_out_too(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    fake.fault(POST, "slow_down_bare")
    outcome = await channel.send(asked(fake, clock))
    assert isinstance(outcome, Later)
    assert outcome.after >= timedelta(seconds=60)


async def test_two_hundred_replies_at_once_never_run_into_a_429(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outcomes = []
    for number in range(1000, 1200):
        target = fake.world.say(number, "@volomobile aiuto", age=60)
        channel._notebook.company.learn({"data": [{"id": str(target), "author_id": str(number)}]})
        outcomes.append(await channel.send(reply(target, f"Ciao {number}!", at=clock.now())))
    assert [type(outcome) for outcome in outcomes] == [Sent] * 100 + [Later] * 100
    assert fake.count(POST) == 100


async def test_messages_at_once_keep_to_the_fifteen_that_x_takes(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outcomes = await asyncio.gather(*(channel.send(message(f"{n}", at=clock.now())) for n in range(40)))
    assert [type(outcome) for outcome in outcomes].count(Sent) == 15
    assert [type(outcome) for outcome in outcomes].count(Later) == 25
    assert fake.calls == [(TELL, 201)] * 15
    clock.move(timedelta(minutes=16))
    assert isinstance(await channel.send(message("dopo", at=clock.now())), Sent)


async def test_refusals_that_tell_nothing_are_tried_one_by_one_and_ever_later(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    fake.fault(TELL, "slow_down_bare", times=100)
    for minutes in (1, 2, 4, 8, 15, 15):
        calls = len(fake.calls)
        outcomes = await asyncio.gather(*(channel.send(message(f"{n}", at=clock.now())) for n in range(9)))
        assert all(outcome == outcomes[0] for outcome in outcomes)
        assert isinstance(outcomes[0], Later)
        assert outcomes[0].after == timedelta(minutes=minutes)
        assert len(fake.calls) == calls + 1
        clock.move(outcomes[0].after)


async def test_nothing_was_sent_when_nobody_listens(channel: X, fake: FakeX, clock: StandingClock) -> None:
    outbound = message(at=clock.now(), attempt=3)
    await fake.stop()
    outcome = await channel.send(outbound)
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert timedelta(seconds=3) <= outcome.after <= timedelta(seconds=5)


async def test_while_x_is_in_trouble_it_is_left_in_peace(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    fake.fault(TELL, "html", times=100)
    for _ in range(2):
        assert isinstance(await channel.send(message(at=clock.now())), Unknown)
    calls = len(fake.calls)
    resting = [await channel.send(message(at=clock.now())) for _ in range(50)]
    assert all(isinstance(outcome, Later) and outcome.whole_account for outcome in resting)
    assert len(fake.calls) == calls
    assert isinstance(resting[-1], Later)
    clock.move(resting[-1].after)
    fake.fault(TIMELINE, "html")
    trying = await asyncio.gather(*(channel.send(message(at=clock.now())) for _ in range(20)))
    assert all(isinstance(outcome, Later) and outcome.whole_account for outcome in trying)
    assert fake.calls[calls:] == [(TIMELINE, 503)], "one reading tries, and no message"
    fake.faults.clear()
    clock.move(timedelta(minutes=6))
    assert isinstance(await channel.send(message(at=clock.now())), Sent)


async def test_refused_keys_hold_the_whole_account_and_are_not_told(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    fake.world.revoked = True
    outcome = await channel.send(message(at=clock.now()))
    assert isinstance(outcome, Later)
    assert outcome.whole_account
    assert fake.world.token not in outcome.reason


@pytest.mark.parametrize("code", [401, 403, 404])
async def test_a_proxys_page_is_never_taken_for_xs_refusal(
    channel: X, fake: FakeX, clock: StandingClock, code: int
) -> None:
    fake.fault(TELL, "html", value=code)
    assert isinstance(await channel.send(message(at=clock.now())), Unknown)


async def test_after_closing_a_send_has_an_outcome_too(channel: X, fake: FakeX, clock: StandingClock) -> None:
    assert isinstance(await channel.send(message(at=clock.now())), Sent)
    await channel.close()
    assert isinstance(await channel.send(message("Altro", at=clock.now())), Later | Unknown)
    assert len(fake.world.directs) == 1


async def test_a_message_is_looked_for_when_x_surely_lists_it_and_a_reply_at_once(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    waits = Waits()
    channel = connector(fake, intake, waits, clock)
    assert await channel.reconcile(message(at=clock.now())) == Absent()
    assert waits.seconds == [3.0]
    assert fake.count(MESSAGES_WITH) == 1
    assert await channel.reconcile(reply(1, at=clock.now())) == Absent()
    assert waits.seconds == [3.0]
    await channel.close()


async def test_a_card_opens_a_direct_message_and_its_reply_is_found_again(
    channel: X, fake: FakeX, clock: StandingClock
) -> None:
    outbound = asked(fake, clock)
    card = private_link(channel.account, "TK-1041")
    outbound = replace(outbound, letter=replace(outbound.letter, card=card))
    fake.fault(POST, "cut_after")
    assert isinstance(await channel.send(outbound), Unknown)
    (made,) = fake.world.posts
    assert (made.card, made.words) == (card, outbound.letter.text)
    assert await channel.reconcile(outbound) == Sent(id=str(made.id), url=f"https://x.com/i/status/{made.id}")
    assert fake.bill.counts["summoned_reply"] == 1
