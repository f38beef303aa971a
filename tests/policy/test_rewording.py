"""Words that the platform would not take a second time are said in another variant, or by a person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import Sportello, inline
from bot.knowledge.library import Knowledge
from bot.model.message import Outbound
from bot.model.turn import TaskKind
from bot.service.values import SameWords, SendOutcome
from bot.stores import open_memory_store
from bot.testing import Dialogue, FakeClock, RecordingChannel, StepEngine
from tests.support.brand import MONDAY, POSTS, TRAITS, small_brand, with_reply

SAME = SameWords(reason="posted before")


class Picky(RecordingChannel):
    """Takes no words that were `said` before; `tries` is what it was given.

    `meanwhile` happens while the first of them is on its way.
    """

    def __init__(self, *, said: Collection[str] = (), account: str = "test") -> None:
        super().__init__(POSTS, account)
        self.said, self.tries = set(said), list[Outbound]()
        self.meanwhile: Callable[[], Awaitable[object]] | None = None

    async def send(self, outbound: Outbound) -> SendOutcome:
        self.tries.append(outbound)
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()
        if any(outbound.letter.text.startswith(words) for words in self.said):
            return SAME
        return await super().send(outbound)


def wordings(count: int) -> tuple[str, ...]:
    return tuple(f"Siamo aperti, detto nel modo {n}." for n in range(1, count + 1))


def brand(*variants: str) -> Knowledge:
    """Give the small brand with these variants of its answer about the hours."""
    return with_reply(small_brand()[0], "orari", *variants)


class Place:
    """A customer at the picky channel."""

    def __init__(self, knowledge: Knowledge, channel: Picky) -> None:
        clock = FakeClock(MONDAY)
        engine = StepEngine(clock)
        self.channel, self.clock = channel, clock
        self.sportello = Sportello(
            store=open_memory_store(),
            knowledge=lambda: knowledge,
            clock=clock,
            engine=engine,
            connect={POSTS.name: lambda _link: channel},
            traits=TRAITS,
            compute=inline,
        )
        self.dialogue = Dialogue(self.sportello, engine, clock, channel)

    @property
    def sent(self) -> list[str]:
        return [outbound.letter.text for outbound in self.channel.sent]

    @property
    def tried(self) -> list[str]:
        return [outbound.letter.text for outbound in self.channel.tries]


async def test_words_said_to_somebody_else_are_said_in_another_variant() -> None:
    one, two = wordings(2)
    place = Place(brand(one, two), Picky(said=[one]))
    exchange = await place.dialogue.say("quando aprite?")
    assert len(place.sent) == 1
    assert place.sent[0].startswith(two)
    assert exchange.tasks == ()
    assert len({outbound.letter.reply_to for outbound in place.channel.tries}) == 1


async def test_when_every_variant_was_refused_a_person_is_asked_once() -> None:
    variants = wordings(3)
    place = Place(brand(*variants), Picky(said=variants))
    exchange = await place.dialogue.say("quando aprite?")
    assert place.sent == []
    assert len(place.tried) == 3
    assert sorted(task.kind for task in exchange.tasks) == [TaskKind.HAND_OFF, TaskKind.NOT_SENT]
    (refused,) = (task for task in exchange.tasks if task.kind is TaskKind.NOT_SENT)
    assert place.tried[-1] in refused.text


@settings(max_examples=40)
@given(data=st.data(), count=st.integers(1, 6))
async def test_a_question_has_one_answer_at_most_after_as_many_tries_as_there_are_variants(
    data: st.DataObject, count: int
) -> None:
    variants = wordings(count)
    said = data.draw(st.sets(st.sampled_from(variants)))
    place = Place(brand(*variants), Picky(said=said))
    exchange = await place.dialogue.say("quando aprite?")
    assert len(place.tried) == len(set(place.tried)) <= count
    assert len(place.sent) == (0 if len(said) == count else 1)
    assert bool(exchange.tasks) is (len(said) == count)


async def test_a_persons_own_words_are_theirs_to_change() -> None:
    place = Place(brand(*wordings(3)), Picky(said=["Ci penso"]))
    await place.dialogue.say("quando aprite?")
    exchange = await place.dialogue.agent("Ci penso io")
    assert [outbound.letter.author for outbound in place.channel.tries] == ["", "FB"]
    assert [task.kind for task in exchange.tasks] == [TaskKind.NOT_SENT]


async def test_what_was_taken_back_meanwhile_is_not_said_otherwise() -> None:
    variants = wordings(2)
    place = Place(brand(*variants), Picky(said=variants))
    place.channel.meanwhile = place.dialogue.take_over
    await place.dialogue.say("quando aprite?")
    assert len(place.tried) == 1
    assert place.sent == []
