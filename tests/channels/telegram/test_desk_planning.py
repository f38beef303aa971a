"""What the group lacks is made up step by step, from any state to one in which nothing is lacking."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.desk.card import card, topic_name
from bot.channels.telegram.desk.looks import MOST, Looks, quoted, shortened
from bot.channels.telegram.desk.planning import (
    Confirm,
    Mirror,
    Open,
    PutCard,
    Shut,
    Step,
    TellFailed,
    done,
    lost,
    next_step,
)
from bot.channels.telegram.desk.plans import Plans
from bot.channels.telegram.desk.words import group_words
from bot.desk.words import words as desk_words
from bot.model.case import Case, CaseStatus
from bot.model.conversation import Conversation, State
from bot.model.draft import Proposal, WaitingDraft
from bot.model.message import Author, Letter, OutboundStatus, Purpose, Surface
from bot.model.text import utf16_length
from bot.service.values import DeskTopic, DeskView, PendingLetter, TranscriptLine
from bot.settings.values import Person
from tests.fakes.clock import NOON

GROUP = "-1001234567890"
LOOKS = Looks(
    words=group_words("it"),
    desk=desk_words("it"),
    language="it",
    zone=ZoneInfo("Europe/Rome"),
    people={"FB": Person(key="FB", name="Francesca B.")},
    titles={"web": "Web"},
)
MOST_STEPS = 60


@dataclass
class Told:
    """One conversation as a store would keep it, with what the group was shown of it."""

    topic: DeskTopic = field(default_factory=lambda: DeskTopic(place=GROUP, conversation_id=1))
    status: CaseStatus = CaseStatus.WAITING_FOR_AGENT
    number: int = 1001
    lines: list[TranscriptLine] = field(default_factory=list)
    failed: list[PendingLetter] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)
    made: int = 100

    def view(self) -> DeskView:
        topic = self.topic
        shows = bool(topic.card) and topic.case == self.number
        before = [line for line in self.lines if not shows or line.n <= topic.card_line]
        return DeskView(
            conversation=conversation(self.status, number=self.number),
            topic=topic,
            lines=tuple(before[-6:]),
            fresh=tuple(line for line in self.lines if shows and line.n > topic.line)[:40],
            failed=tuple(self.failed),
            tasks=(),
        )

    def say(self, text: str, sender: str = "customer", written_at: str = "") -> None:
        n = len(self.lines) + 1
        author = "FB" if sender == "agent" else ""
        line = TranscriptLine(n=n, sender=sender, text=text, at=NOON, author=author, written_at=written_at)
        self.lines.append(line)

    def settle(self) -> None:
        """Take steps until nothing is lacking."""
        for _ in range(MOST_STEPS):
            view = self.view()
            step = next_step(view, LOOKS)
            if step is None:
                return
            self._take(view, step)
        raise AssertionError(f"no end in sight: {self.steps[-3:]}")

    def _take(self, view: DeskView, step: Step) -> None:
        self.made += 1
        self.steps.append(step)
        match step:
            case PutCard():
                self.seen = [line.n for line in view.lines]
            case Mirror(until=until) | Confirm(until=until):
                self.seen += [line.n for line in view.fresh if line.n <= until]
            case Open():
                self.seen = []
            case _:
                pass
        self.topic = done(view, step, self.made)


def conversation(status: CaseStatus = CaseStatus.WAITING_FOR_AGENT, *, number: int = 1001) -> Conversation:
    return Conversation(
        id=1,
        channel="web",
        account="main",
        key="giulia",
        surface=Surface.PRIVATE,
        contact=Author(id="g", name="Giulia", followers=152),
        case=Case(number=number, status=status, opened_at=NOON),
        state=State(agent="FB" if status is CaseStatus.WITH_AGENT else "", heard_at=NOON, heard_id="5"),
    )


EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.text(max_size=6000)),
        st.tuples(st.just("bot"), st.text(max_size=50)),
        st.tuples(st.just("here"), st.integers(1, 999)),
        st.tuples(st.just("status"), st.sampled_from(list(CaseStatus))),
        st.tuples(st.just("fail"), st.integers(1, 9)),
        st.tuples(st.just("arrive"), st.just(0)),
        st.tuples(st.just("delete"), st.just(0)),
        st.tuples(st.just("new case"), st.just(0)),
        st.tuples(st.just("settle"), st.just(0)),
    ),
    max_size=25,
)


def happen(told: Told, kind: str, what: object) -> None:
    """Let one thing happen."""
    match kind, what:
        case "say", str(text):
            told.say(text)
        case "bot", str(text):
            told.say(text, "bot")
        case "here", int(number):
            told.say("risposta", "agent", f"{GROUP}:{number}")
        case "status", CaseStatus() as status:
            told.status = status
        case "fail", int(number):
            told.failed.append(PendingLetter(id=number, status=OutboundStatus.UNKNOWN, text="ciao", note="n"))
        case "arrive", _:
            told.failed.clear()
        case "delete", _:
            told.topic = lost(told.topic)
        case "new case", _:
            told.number += 1
            told.status = CaseStatus.NEW
        case _:
            told.settle()


@given(EVENTS)
def test_from_any_state_the_steps_come_to_an_end_and_then_the_topic_shows_what_is_so(
    events: list[tuple[str, object]],
) -> None:
    told = Told()
    for kind, what in events:
        happen(told, kind, what)
    told.settle()
    topic, view = told.topic, told.view()
    if not topic.thread:
        assert not view.wants_person
        return
    if topic.case != told.number:
        assert topic.closed
        assert not view.wants_person
        return
    assert topic.closed is (not view.conversation.case.is_open)
    assert topic.name == topic_name(view, LOOKS)
    assert topic.shown == card(view, LOOKS).mark
    assert {item.id for item in told.failed} <= set(topic.told)
    assert told.seen == sorted(set(told.seen)), "no line is shown twice, nor before an earlier one"
    assert told.seen == list(range(told.seen[0], len(told.lines) + 1)) if told.seen else not told.lines


@given(st.lists(st.text(max_size=5000), min_size=1, max_size=40))
def test_no_message_is_longer_than_telegram_takes(texts: list[str]) -> None:
    told = Told()
    told.say("vergogna")
    told.settle()
    for text in texts:
        told.say(text)
    told.settle()
    written = [step.text for step in told.steps if isinstance(step, Mirror)]
    cards = [step.shown.text for step in told.steps if isinstance(step, PutCard)]
    assert all(utf16_length(text) <= MOST for text in (*written, *cards))
    assert told.seen == list(range(1, len(texts) + 2))


@given(st.lists(st.text(max_size=200), max_size=12))
def test_short_lines_said_together_are_one_message(texts: list[str]) -> None:
    told = Told()
    told.settle()
    for text in texts:
        told.say(text)
    told.settle()
    assert len([step for step in told.steps if isinstance(step, Mirror)]) == bool(texts)


@given(st.text())
def test_no_line_of_a_customers_looks_like_one_of_ours(text: str) -> None:
    told = quoted(text)
    assert not [line for line in told.split("\n")[1:] if not line.startswith("   ")]
    assert "\u202e" not in told


@given(st.text(max_size=50), st.integers(1, 40))
def test_what_is_cut_says_so_and_is_short_enough(text: str, most: int) -> None:
    cut = shortened(text, most)
    assert utf16_length(cut) <= most
    assert cut == text or cut.endswith("…")


@given(st.text(max_size=400), st.sampled_from(list(CaseStatus)))
def test_a_topics_name_fits_and_carries_the_reference_and_nothing_that_is_no_name(
    name: str, status: CaseStatus
) -> None:
    shown = replace(conversation(status), contact=Author(id="g", name=name))
    told = Told(status=status)
    named = topic_name(replace(told.view(), conversation=shown), LOOKS)
    assert 1 <= len(named) <= 128
    assert "TK-10019" in named
    assert "\n" not in named
    assert "@" not in named


def test_the_urgent_comes_first_and_whose_place_is_earlier_before_an_older_case() -> None:
    def view(number: int, hours_ahead: int, topic: DeskTopic) -> DeskView:
        found = conversation(number=number)
        place = found.case.opened_at - timedelta(hours=hours_ahead)
        case = replace(found.case, place=place)
        return replace(Told().view(), conversation=replace(found, id=number, case=case), topic=topic)

    bare = DeskTopic(place=GROUP, conversation_id=1)
    shown = Told()
    shown.settle()
    renamed = replace(shown.topic, name="?")
    views = [
        replace(view(1001, 0, renamed), lines=()),
        view(1002, 0, bare),
        view(1003, 8, bare),
    ]
    plans = Plans()
    planned = plans.lacking(views, LOOKS)
    assert [item.view.conversation.id for item in planned] == [1003, 1002, 1001]
    assert [item.urgent for item in planned] == [True, True, False]
    plans.refuse(planned[0])
    assert [item.view.conversation.id for item in plans.lacking(views, LOOKS)] == [1002, 1001]


def test_a_failed_message_is_told_once_while_it_lasts() -> None:
    told = Told()
    told.failed.append(PendingLetter(id=7, status=OutboundStatus.REFUSED, text="Eccomi", note="blocked"))
    told.settle()
    told.settle()
    assert [step.letter for step in told.steps if isinstance(step, TellFailed)] == [7]


def test_a_draft_is_offered_while_it_answers_the_customers_last_words_and_can_be_read_whole() -> None:
    view = Told().view()

    def drafted(text: str) -> DeskView:
        proposal = Proposal(letter=Letter(purpose=Purpose.ANSWER, text=text))
        return replace(view, draft=WaitingDraft(id=3, conversation_id=1, proposal=proposal, made_at=NOON))

    approve = LOOKS.words["approve"]
    assert card(drafted("Alle nove."), LOOKS).buttons[0].label == approve
    assert card(drafted("Alle nove."), LOOKS).buttons != card(drafted("Alle dieci."), LOOKS).buttons
    assert approve not in [item.label for item in card(view, LOOKS).buttons]
    assert approve not in [item.label for item in card(drafted("a" * 3000), LOOKS).buttons]


def test_the_card_is_the_same_whenever_it_is_written() -> None:
    told = Told()
    told.say("vergogna")
    first = card(told.view(), LOOKS)
    assert card(told.view(), LOOKS).mark == first.mark
    later = replace(told.view().conversation, unanswered_since=NOON + timedelta(minutes=1))
    assert card(replace(told.view(), conversation=later), LOOKS).mark != first.mark


def test_a_topic_is_reopened_before_anything_is_said_in_it() -> None:
    told = Told()
    told.settle()
    told.topic = replace(told.topic, closed=True)
    told.say("allora?")
    told.steps.clear()
    told.settle()
    assert told.steps[0] == Shut(closed=False)
