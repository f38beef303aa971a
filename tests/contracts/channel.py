"""What every channel must do, told as tests; a channel's test module subclasses ChannelContract.

The rig joins the channel to its (fake) platform; what a platform does not have, it says by None or False.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import StoreError
from bot.model.message import (
    Earlier,
    Inbound,
    InboundKind,
    Letter,
    Media,
    MediaKind,
    Outbound,
    Purpose,
    Quarantine,
)
from bot.model.traits import Idempotency, IntakeWay, Traits
from bot.service.ports import Channel
from bot.service.values import Absent, CannotTell, Health, Later, Refused, SameWords, Sent, Standing, Unknown
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

Parser = Callable[[object], Sequence[Inbound | Quarantine]]
"""A channel's parser of one raw item, everything else of its arguments filled in."""

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=5),
    max_leaves=12,
)


_INHERITED = [HealthCheck.differing_executors]  # one law, tested by each channel's own subclass


class Rig(Protocol):
    """A channel, its platform and the intake between them."""

    channel: Channel
    intake: MemoryIntake

    async def say(self, text: str) -> None:
        """Let a customer write a message."""
        ...

    @property
    def conversation_key(self) -> str:
        """The key of the conversation in which that customer writes."""
        ...

    async def posts(self) -> Sequence[str]:
        """List the texts that customers have received."""
        ...

    async def unacknowledged(self) -> int | None:
        """Count what the platform would deliver again; None for a platform that never delivers again."""
        ...

    def fail(self, kind: str) -> bool:
        """Make the next send go wrong ("refused", "cut_before", "error", "hang" …); False if it cannot."""
        ...

    def interrupt(self) -> bool:
        """Let the next readings fail on their way; False if nothing is read over a network."""
        ...

    async def again(self) -> Channel:
        """Make a second channel on the same account, as after a kill; it has not run yet."""
        ...


def outbound(
    rig: Rig, text: str = "Ciao, controllo subito.", *, number: int = 1, **letter: object
) -> Outbound:
    """Make a message on its way to the rig's customer."""
    fields: dict[str, object] = {"purpose": Purpose.ANSWER, "text": text, **letter}
    return Outbound(
        id=number,
        channel=rig.channel.traits.name,
        account=rig.channel.account,
        conversation_id=1,
        conversation_key=rig.conversation_key,
        letter=Letter(**fields),  # type: ignore[arg-type]
        attempt=1,
        queued_at=NOW,
        first_attempt_at=NOW,
    )


def revision(rig: Rig, sent: Sent, purpose: Purpose) -> Outbound:
    """Make the change of a message that was sent, or its taking back."""
    earlier = outbound(rig)
    letter = replace(
        earlier.letter,
        purpose=purpose,
        text="" if purpose is Purpose.TAKE_BACK else "Scusa: domani.",
        revises=Earlier(outbound=earlier.id, id=sent.id),
    )
    return replace(earlier, id=2, letter=letter)


@contextlib.asynccontextmanager
async def running(channel: Channel) -> AsyncIterator[asyncio.Task[None]]:
    """Run a channel while the block lasts; what it raised comes out here."""
    task = asyncio.create_task(channel.run())
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def turned_away(rig: Rig) -> None:
    """Run the channel until the store has failed it: it ends with that, or tells the platform and goes on."""
    task = asyncio.create_task(rig.channel.run())
    await asyncio.wait_for(rig.intake.asked.wait(), PATIENCE)
    await asyncio.wait({task}, timeout=0.3)
    if task.done():
        assert isinstance(task.exception(), StoreError)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, StoreError):
        await task


class ChannelContract:
    """The tests. A subclass defines a `rig` fixture, `declared`, and `parser` where it has one."""

    declared: Traits
    parser: Parser | None = None
    samples: Sequence[object] = ()

    def test_the_declared_traits_are_consistent(self) -> None:
        traits = self.declared
        assert traits.name
        assert traits.name == traits.name.lower()
        assert traits.title
        assert traits.limits
        assert traits.default_surface in traits.limits
        assert all(limit > 0 for limit in traits.limits.values())
        assert traits.burst_pause >= timedelta(0)
        assert all(rate.scope in {"account", "conversation"} for rate in traits.rates)
        assert all(rate.count > 0 and rate.per > timedelta(0) for rate in traits.rates)

    @given(st.text(st.characters(), max_size=80))
    @settings(max_examples=60, suppress_health_check=_INHERITED)
    def test_any_text_can_be_counted(self, text: str) -> None:
        assert self.declared.count("") == 0
        assert 0 <= self.declared.count(text) <= 30 * len(text)

    @given(JSON)
    @settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, *_INHERITED])
    def test_the_parser_never_raises_on_any_json(self, raw: object) -> None:
        self.check_parsed(raw)

    @given(st.data())
    @settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow, *_INHERITED])
    def test_the_parser_never_raises_on_a_damaged_item(self, data: st.DataObject) -> None:
        if self.samples:
            sample = data.draw(st.sampled_from(list(self.samples)))
            self.check_parsed(_damaged(sample, data))

    def check_parsed(self, raw: object) -> None:
        """Parse twice: the same each time, of this channel, storable, with a key and an outcome's text."""
        parse = type(self).parser
        if parse is None:
            return
        items = list(parse(raw))
        assert items == list(parse(raw))
        for item in items:
            assert item.channel == self.declared.name
            assert item.event_key
            _storable(item)

    def test_every_sample_is_read_and_owed_an_outcome(self) -> None:
        parse = type(self).parser
        for sample in self.samples if parse is not None else ():
            assert parse is not None
            for item in parse(sample):
                assert isinstance(item, Inbound), item
                if item.kind is InboundKind.MESSAGE:
                    assert item.text

    def test_sample_items_have_different_keys(self) -> None:
        parse = type(self).parser
        if parse is not None:
            keys = [item.event_key for sample in self.samples for item in parse(sample)]
            assert len(keys) == len(set(keys))

    async def test_the_channel_has_the_declared_name_and_a_stable_account(self, rig: Rig) -> None:
        assert rig.channel.traits.name == self.declared.name
        assert rig.channel.account
        assert (await rig.again()).account == rig.channel.account

    async def test_a_message_is_brought_in(self, rig: Rig) -> None:
        async with running(rig.channel):
            await rig.say("La ricarica non è arrivata")
            await rig.intake.until_rows(1)
        message = rig.intake.messages[0]
        assert message.text == "La ricarica non è arrivata"
        assert message.kind is InboundKind.MESSAGE
        assert message.account == rig.channel.account
        assert message.conversation_key == rig.conversation_key
        assert message.occurred_at.tzinfo is not None
        assert message.received_at.tzinfo is not None

    async def test_messages_come_in_the_order_they_were_written(self, rig: Rig) -> None:
        words = [f"messaggio {n}" for n in range(6)]
        async with running(rig.channel):
            for word in words:
                await rig.say(word)
            await rig.intake.until_rows(len(words))
        assert [message.text for message in rig.intake.messages] == words

    async def test_nothing_is_acknowledged_before_it_is_stored(self, rig: Rig) -> None:
        if await rig.unacknowledged() is None:
            return
        rig.intake.open.clear()
        async with running(rig.channel):
            await rig.say("uno")
            await asyncio.wait_for(rig.intake.asked.wait(), PATIENCE)
            assert await rig.unacknowledged() == 1
        assert await rig.unacknowledged() == 1
        assert not rig.intake.rows

    async def test_what_was_stored_but_not_acknowledged_comes_again_with_the_same_key(self, rig: Rig) -> None:
        if await rig.unacknowledged() is None:
            return
        rig.intake.dies_after_storing = True
        await rig.say("uno")
        await turned_away(rig)
        assert await rig.unacknowledged() == 1 or rig.intake.duplicates == 1
        rig.intake.cursors.clear()  # the worst case: only the platform knows what it has delivered
        second = await rig.again()
        async with running(second):
            await rig.say("due")
            await rig.intake.until_rows(2)
        await second.close()
        assert rig.intake.duplicates == 1
        assert [message.text for message in rig.intake.messages] == ["uno", "due"]

    async def test_a_store_that_fails_loses_nothing_and_keeps_the_order(self, rig: Rig) -> None:
        if IntakeWay.OWN in rig.channel.traits.intake:
            return  # nothing is kept for us: whoever wrote is told at once, and writes again
        rig.intake.broken = True
        words = ["uno", "due", "tre"]
        for word in words:
            await rig.say(word)
        await turned_away(rig)
        assert await rig.unacknowledged() in {3, None}
        assert not rig.intake.rows
        rig.intake.broken = False
        async with running(rig.channel):
            await rig.intake.until_rows(3)
        assert [message.text for message in rig.intake.messages] == words

    async def test_order_is_kept_over_trouble_on_the_way(self, rig: Rig) -> None:
        if not rig.interrupt():
            return
        words = [f"messaggio {n}" for n in range(4)]
        async with running(rig.channel):
            for word in words:
                await rig.say(word)
            await rig.intake.until_rows(len(words))
        assert [message.text for message in rig.intake.messages] == words

    async def test_two_channels_of_one_account_bring_each_message_in_once(self, rig: Rig) -> None:
        second = await rig.again()
        async with running(rig.channel), running(second):
            for word in ("uno", "due", "tre"):
                await rig.say(word)
            await rig.intake.until_rows(3)
        await second.close()
        assert sorted(message.text for message in rig.intake.messages) == ["due", "tre", "uno"]

    async def test_a_slow_platform_does_not_hold_up_health(self, rig: Rig) -> None:
        await self._known(rig)
        if not rig.fail("hang"):
            return
        sending = asyncio.ensure_future(rig.channel.send(outbound(rig)))
        health = await asyncio.wait_for(rig.channel.health(), PATIENCE)
        assert not sending.done()
        assert isinstance(health, Health)
        sending.cancel()

    async def test_closing_while_it_runs_lets_it_be_ended(self, rig: Rig) -> None:
        task = asyncio.create_task(rig.channel.run())
        await rig.say("ciao")
        await rig.intake.until_rows(1)
        await rig.channel.close()
        task.cancel()
        await asyncio.wait({task}, timeout=PATIENCE)
        assert task.done()

    async def test_a_message_with_a_file_that_is_gone_says_its_words_or_is_a_persons(self, rig: Rig) -> None:
        await self._known(rig)
        lost = Media(kind=MediaKind.PHOTO, path="images/not-there.png")
        outcome = await rig.channel.send(outbound(rig, "Ecco i negozi", media=(lost,)))
        posts = list(await rig.posts())
        if isinstance(outcome, Sent):
            assert posts[0] == "Ecco i negozi"
        else:
            assert isinstance(outcome, Refused)
            assert outcome.permanent
            assert not posts

    async def test_a_message_is_sent_once(self, rig: Rig) -> None:
        await self._known(rig)
        sent = await rig.channel.send(outbound(rig))
        assert isinstance(sent, Sent)
        assert sent.id
        assert list(await rig.posts()) == ["Ciao, controllo subito."]

    async def test_characters_that_mean_something_elsewhere_arrive_as_written(self, rig: Rig) -> None:
        await self._known(rig)
        text = "<b>10 €</b> & *due* _tre_ [x](y) `z` \\ 🏳️‍🌈 città"
        assert isinstance(await rig.channel.send(outbound(rig, text)), Sent)
        assert list(await rig.posts()) == [text]

    @pytest.mark.parametrize("kind", ["refused", "cut_before", "cut_after", "error"])
    async def test_a_send_that_goes_wrong_has_an_outcome_and_never_raises(self, rig: Rig, kind: str) -> None:
        await self._known(rig)
        if not rig.fail(kind):
            return
        outcome = await rig.channel.send(outbound(rig))
        posts = len(await rig.posts())
        match outcome:
            case Sent():
                assert posts == 1
            case Refused() | SameWords() | Later():
                assert posts == 0, "a message that may be there must not be sent again"
                assert outcome.reason
            case Unknown():
                assert outcome.evidence

    async def test_a_look_up_says_what_the_traits_promise(self, rig: Rig) -> None:
        await self._known(rig)
        match await rig.channel.reconcile(outbound(rig)):
            case CannotTell() as found:
                assert found.reason
                assert rig.channel.traits.idempotency is not Idempotency.KEY
            case Sent() | Absent():
                assert rig.channel.traits.idempotency is not Idempotency.NONE

    async def test_a_sent_message_is_changed_and_taken_back_where_the_traits_say_so(self, rig: Rig) -> None:
        await self._known(rig)
        sent = await rig.channel.send(outbound(rig))
        assert isinstance(sent, Sent)
        surface = outbound(rig).letter.surface
        changed = await rig.channel.edit(revision(rig, sent, Purpose.CORRECTION), "Scusa: domani.")
        assert isinstance(changed, Sent) or surface not in rig.channel.traits.edits
        gone = await rig.channel.delete(revision(rig, sent, Purpose.TAKE_BACK))
        assert isinstance(gone, Sent) or surface not in rig.channel.traits.deletes
        for outcome in (changed, gone):
            assert isinstance(outcome, Sent) or (isinstance(outcome, Refused) and outcome.permanent)

    async def test_changing_and_taking_back_twice_is_as_once(self, rig: Rig) -> None:
        await self._known(rig)
        sent = await rig.channel.send(outbound(rig))
        assert isinstance(sent, Sent)
        surface, traits = outbound(rig).letter.surface, rig.channel.traits
        for _ in range(2 if surface in traits.edits else 0):
            changed = await rig.channel.edit(revision(rig, sent, Purpose.CORRECTION), "Scusa: domani.")
            assert isinstance(changed, Sent)
        for _ in range(2 if surface in traits.deletes else 0):
            gone = await rig.channel.delete(revision(rig, sent, Purpose.TAKE_BACK))
            assert isinstance(gone, Sent)

    async def test_taking_back_what_was_never_sent_has_an_outcome(self, rig: Rig) -> None:
        await self._known(rig)
        nothing = replace(outbound(rig).letter, purpose=Purpose.TAKE_BACK, text="")
        lost = replace(outbound(rig), letter=nothing)
        assert isinstance(await rig.channel.delete(lost), Sent | Refused)

    async def test_typing_never_raises(self, rig: Rig) -> None:
        await rig.channel.typing(rig.conversation_key)
        await rig.channel.typing("nobody")

    async def test_health_says_what_to_do_when_it_is_not_well(self, rig: Rig) -> None:
        health = await rig.channel.health()
        assert isinstance(health, Health)
        assert health.standing is Standing.OK or health.detail

    async def test_closing_twice_does_no_harm(self, rig: Rig) -> None:
        await rig.channel.close()
        await rig.channel.close()

    async def _known(self, rig: Rig) -> None:
        """Let the customer be known to the platform, as none may be written to out of the blue."""
        await rig.say("ciao")


def _storable(item: Inbound | Quarantine) -> None:
    texts = (
        [item.raw, item.reason, item.event_key]
        if isinstance(item, Quarantine)
        else [item.text, item.button, item.author.name, item.author.handle, item.event_key]
    )
    for text in texts:
        text.encode("utf-8")
        assert "\x00" not in text


def _damaged(sample: object, data: st.DataObject) -> object:
    """Change one place somewhere in the sample to anything else, or take it away."""
    if isinstance(sample, dict) and sample and data.draw(st.integers(0, 5)):
        key = data.draw(st.sampled_from(sorted(sample)))
        rest = {name: value for name, value in sample.items() if name != key}
        return rest if data.draw(st.booleans()) else {**rest, key: _damaged(sample[key], data)}
    if isinstance(sample, list) and sample and data.draw(st.integers(0, 5)):
        at = data.draw(st.integers(0, len(sample) - 1))
        return [*sample[:at], _damaged(sample[at], data), *sample[at + 1 :]]
    return data.draw(JSON)
