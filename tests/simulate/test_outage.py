"""The bar of incidents: 400 customers, three channels, two languages, 25 minutes, ordinary traffic around."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from random import Random

import pytest
import time_machine

from bot.app import Sportello
from bot.model.incident import Evidence, IncidentStatus
from bot.model.turn import TaskKind
from bot.stores.documents import load
from tests.simulate.brand import SAID
from tests.simulate.outage import (
    END,
    HOUR,
    INTENT,
    MINUTE,
    MORE,
    START,
    TEXTS,
    Customer,
    Outage,
    announcement,
)

REPORTERS = 400
SPAN = 25 * MINUTE
BEGINS = 30 * MINUTE
CHANNELS = ("chat", "posts", "site")
FAQ = ("può impiegare un giorno", "can take a day")
HOURS = ("siamo aperti dalle 9 alle 18", "we are open from 9 to 18")


@dataclass
class Desk:
    """A person at the desk: opens what is suggested two minutes later, says more, and closes."""

    outage: Outage
    seen: list[float] = field(default_factory=list)
    opened: float = 0.0
    number: int = 0
    queue: list[tuple[int, int]] = field(default_factory=list)

    async def look(self, program: Sportello) -> None:
        """See a suggestion."""
        items = await program.incidents.every()
        if any(item.status is IncidentStatus.SUGGESTED for item in items):
            self.seen.append(self.outage.time.seconds)
        suggested = [item for item in items if item.status is IncidentStatus.SUGGESTED]
        if suggested and not self.number and self.outage.time.seconds - self.seen[0] >= 2 * MINUTE:
            said = announcement(self.outage, TEXTS)
            self.number = await program.incidents.open(
                said, title="Ricariche ferme", by="FB", suggestion=suggested[0].id
            )
            self.opened = self.outage.time.seconds

    async def more(self, program: Sportello) -> None:
        """Say more, and look at the queue at its fullest."""
        await program.incidents.update(self.number, announcement(self.outage, MORE), by="FB")

    async def count(self, program: Sportello) -> None:
        """Count the incidents and the other rows of the queue."""
        tasks = await program.store.tasks()
        mine = [task for task in tasks if task.kind is TaskKind.INCIDENT]
        self.queue.append((len(mine), len(tasks) - len(mine)))

    async def close(self, program: Sportello) -> None:
        """Say that it is over."""
        await program.incidents.close(self.number, announcement(self.outage, END), by="FB")


@contextmanager
def an_outage(seed: int) -> Iterator[Outage]:
    with time_machine.travel(START, tick=False) as traveller:
        outage = Outage(random=Random(seed), traveller=traveller)
        with closing(outage.connection):
            outage.know(4)
            yield outage


def customers(count: int, name: str) -> list[Customer]:
    return [
        Customer(id=f"{name}{n}", channel=CHANNELS[n % 3], language="it" if n % 2 else "en")
        for n in range(count)
    ]


def plan(outage: Outage, kills: int) -> tuple[Desk, list[Customer], list[Customer]]:
    """Plan the outage, the traffic around it, what the desk does and when the program is killed."""
    random = outage.random
    victims, others = customers(REPORTERS, "v"), customers(60, "o")
    for at, customer in zip(sorted(random.uniform(0, SPAN) for _ in victims), victims, strict=True):
        text = random.choice(SAID[f"sim/{INTENT}"][customer.language])
        outage.writes(BEGINS + at, customer, text)
        if random.random() < 0.2:
            outage.writes(BEGINS + at + random.uniform(5, 40) * MINUTE, customer, text)
    for customer in others:
        text = random.choice(SAID["sim/orari"][customer.language])
        outage.writes(random.uniform(0, 2 * HOUR), customer, text)
    desk = Desk(outage)
    for tick in range(int(2 * HOUR // 10)):
        outage.does(tick * 10.0, desk.look)
    outage.does(BEGINS + SPAN, desk.more)
    outage.does(BEGINS + SPAN + 1, desk.count)
    outage.does(BEGINS + 2 * HOUR, desk.close)
    for _ in range(kills):
        for begin in (BEGINS, BEGINS + SPAN, BEGINS + 2 * HOUR):
            outage.at(begin + random.uniform(0, 3 * MINUTE), outage.kill)
    outage.at(BEGINS + 2.5 * HOUR, outage.end)
    return desk, victims, others


@pytest.fixture(scope="module", params=[0, 6], ids=["calm", "eighteen kills"])
def story(request: pytest.FixtureRequest) -> Iterator[tuple[Outage, Desk, list[Customer], list[Customer]]]:
    with an_outage(11) as outage:
        desk, victims, others = plan(outage, request.param)
        outage.live()
        yield outage, desk, victims, others


Story = tuple[Outage, Desk, list[Customer], list[Customer]]


def heard_by(outage: Outage) -> dict[str, list[str]]:
    heard = defaultdict(list)
    for item in outage.sent:
        heard[item.conversation_key].append(item.letter.text)
    return heard


def test_it_is_suggested_within_three_minutes_of_the_tenth_report(story: Story) -> None:
    outage, desk, victims, _ = story
    mine = {customer.id for customer in victims}
    tenth = sorted(at for at, customer, _ in outage.said if customer.id in mine)[9]
    assert tenth < desk.seen[0] <= tenth + 3 * MINUTE


def test_every_reporter_is_answered_attached_and_told_at_the_end_exactly_once(story: Story) -> None:
    outage, desk, victims, _ = story
    heard = heard_by(outage)
    for customer in victims:
        texts = heard[customer.id]
        opening = sum(TEXTS[customer.language] in text for text in texts)
        assert opening == 1 or MORE[customer.language] in texts[0], texts  # who came late heard the update
        assert opening <= 1, texts
        assert sum(MORE[customer.language] in text for text in texts) == 1, texts
        assert sum(END[customer.language] in text for text in texts) == 1, texts
        assert texts.count(texts[-1]) == 1
        assert END[customer.language] in texts[-1]
    rows = outage.connection.execute("SELECT COUNT(*) FROM attachment WHERE incident_id = ?", (desk.number,))
    assert rows.fetchone() == (REPORTERS,)
    assert outage.troubles == []


def test_after_the_opening_no_faq_answer_of_the_topic_is_sent(story: Story) -> None:
    outage, desk, *_ = story
    faq = [outage.sent_at[item.id] for item in outage.sent if any(words in item.letter.text for words in FAQ)]
    assert faq
    assert [at for at in faq if at > desk.opened] == []


def test_unrelated_questions_are_answered_as_ever(story: Story) -> None:
    outage, _, _, others = story
    heard = heard_by(outage)
    assert {len(heard[customer.id]) for customer in others} == {1}
    assert all(any(words in heard[customer.id][0] for words in HOURS) for customer in others)


def test_peoples_queue_holds_one_incident_and_nothing_else(story: Story) -> None:
    _, desk, *_ = story
    assert desk.queue == [(1, 0)]


def test_nobody_gets_two_messages_for_one(story: Story) -> None:
    outage, *_ = story
    assert max(Counter(item.id for item in outage.sent).values()) == 1


def test_the_suggestion_says_how_many_and_how_many_are_usual(story: Story) -> None:
    outage, desk, *_ = story
    row = outage.connection.execute("SELECT evidence FROM incident WHERE id = ?", (desk.number,)).fetchone()
    evidence = load(Evidence, row[0])
    assert evidence.people >= 12
    assert evidence.people == len(evidence.posts)
    assert evidence.usual < 1.0
