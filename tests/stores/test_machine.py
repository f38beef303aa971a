"""Any order of hearing, deciding, claiming, settling and dying: the outbox's invariants hold throughout."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.model.message import Outbound, Purpose
from bot.model.traits import Rate
from bot.model.turn import WithdrawScope
from bot.service.values import Absent, CannotTell, Later, Reconciled, Refused, SendOutcome, Sent, Unknown
from bot.stores.connection import connect_memory
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from tests.contracts.store_helpers import KEY, NOW, Teller, batch, heard, letter

R = TypeVar("R")

LEASE = timedelta(minutes=1)
RATES = {
    KEY: (
        Rate(scope="account", count=6, per=timedelta(seconds=2)),
        Rate(scope="conversation", count=1, per=timedelta(seconds=1)),
    )
}
PURPOSES = st.sampled_from([Purpose.ANSWER, Purpose.FOLLOW_UP, Purpose.AGENT])
OUTCOMES: st.SearchStrategy[SendOutcome] = st.sampled_from(
    [
        Sent(id="p"),
        Refused(reason="blocked", permanent=True),
        Refused(reason="503", permanent=False),
        Later(after=timedelta(seconds=3), reason="429"),
        Later(after=timedelta(seconds=5), reason="429", whole_account=True),
        Unknown(evidence="cut"),
    ]
)
FOUND: st.SearchStrategy[Reconciled] = st.sampled_from(
    [Sent(id="p"), Absent(), CannotTell(reason="who knows")]
)
KEYS = st.sampled_from(["a", "b"])


def run(work: Coroutine[Any, Any, R]) -> R:
    """Run what never waits: the store in memory works in its caller."""
    try:
        work.send(None)
    except StopIteration as end:
        result: R = end.value
        return result
    raise AssertionError("a store in memory must not wait")


@dataclass
class Model:
    """What a careful onlooker knows."""

    now: datetime = NOW
    conversations: dict[str, int] = field(default_factory=dict)
    unheard: dict[str, int] = field(default_factory=dict)
    queued: dict[str, list[str]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    flying: dict[int, Outbound] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)
    attempts: dict[int, int] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    numbers: int = 0


class Outbox(RuleBasedStateMachine):
    """Drives the real units over one connection."""

    @initialize()
    def start(self) -> None:
        self.connection = connect_memory()
        migrate(self.connection)
        self.model = Model()
        self.open()

    def open(self) -> None:
        self.teller = Teller(SqlStore(InlineTransactions(self.connection)))

    @rule(key=KEYS, again=st.booleans())
    def hear(self, key: str, again: bool) -> None:
        model = self.model
        model.numbers += 1
        message = batch(heard(key=key, event=f"e{model.numbers}"), cursor=f"{model.numbers}")
        for _ in range(1 + again):
            accepted = run(self.teller.store.accept(message, model.now))
            for conversation in accepted.conversations:
                model.conversations[key] = conversation
                model.unheard[key] = model.unheard.get(key, 0) + 1

    @rule(key=KEYS, purposes=st.lists(PURPOSES, max_size=3), withdraw=st.sampled_from(WithdrawScope))
    def decide(self, key: str, purposes: list[Purpose], withdraw: WithdrawScope) -> None:
        model = self.model
        if not model.unheard.get(key):
            return
        model.withdrawn |= {text for text in model.queued.get(key, []) if _taken_back(text, withdraw)}
        letters = [
            letter(f"{purpose.value} {key}.{model.numbers}.{n}", purpose)
            for n, purpose in enumerate(purposes)
        ]
        assert run(self.teller.turn(model.conversations[key], *letters, now=model.now, withdraw=withdraw))
        model.queued.setdefault(key, []).extend(item.text for item in letters)
        model.unheard[key] = 0

    @rule(
        key=KEYS, purposes=st.lists(PURPOSES, min_size=1, max_size=3), withdraw=st.sampled_from(WithdrawScope)
    )
    def talk(self, key: str, purposes: list[Purpose], withdraw: WithdrawScope) -> None:
        self.hear(key, again=False)
        self.decide(key, purposes, withdraw)

    @rule(most=st.sampled_from([5, 1]), wait=st.sampled_from([0, 1, 10, 400]))
    def claim(self, most: int, wait: int) -> None:
        model = self.model
        model.now += timedelta(seconds=wait)
        for outbound in run(self.teller.store.claim(model.now, rates=RATES, lease=LEASE, most=most)):
            key, text = outbound.conversation_key, outbound.letter.text
            assert all(other.conversation_key != key for other in model.flying.values()), "two at once"
            assert not (outbound.letter.purpose.automatic and model.unheard.get(key)), "did not wait"
            assert text not in model.withdrawn, "sent though taken back"
            assert text not in model.said.get(key, []), "sent twice"
            assert outbound.attempt == model.attempts.get(outbound.id, 0) + 1, "a lease used twice"
            model.attempts[outbound.id] = outbound.attempt
            model.flying[outbound.id] = outbound

    @precondition(lambda self: set(self.model.flying) - self.model.doubtful)
    @rule(data=st.data(), outcome=OUTCOMES)
    def settle(self, data: st.DataObject, outcome: SendOutcome) -> None:
        model = self.model
        chosen = data.draw(st.sampled_from(sorted(set(model.flying) - model.doubtful)))
        run(self.teller.store.settle(model.flying[chosen], outcome, model.now))
        if isinstance(outcome, Unknown):
            model.doubtful.add(chosen)
        else:
            self.landed(model.flying[chosen], isinstance(outcome, Sent))

    @precondition(lambda self: self.model.doubtful)
    @rule(found=FOUND)
    def look_up(self, found: Reconciled) -> None:
        doubtful = run(self.teller.store.in_doubt(self.model.now))
        assert self.model.doubtful <= {item.id for item in doubtful}
        chosen = next(item for item in doubtful if item.id in self.model.doubtful)
        run(self.teller.store.settle_doubt(chosen, found, self.model.now))
        self.model.doubtful.discard(chosen.id)
        self.landed(chosen, isinstance(found, Sent))

    def landed(self, outbound: Outbound, sent: bool) -> None:
        self.model.flying.pop(outbound.id)
        if sent:
            self.model.said.setdefault(outbound.conversation_key, []).append(outbound.letter.text)

    @rule()
    def die(self) -> None:
        self.open()
        run(self.teller.store.release_leases())
        self.model.doubtful |= set(self.model.flying)

    @invariant()
    def the_transcript_is_what_was_sent_in_order(self) -> None:
        for key, said in self.model.said.items():
            lines = [line for line in run(self.teller.texts(key)) if not line.startswith("customer: ")]
            assert [line.partition(": ")[2] for line in lines] == said
            queued = self.model.queued[key]
            assert sorted(said, key=queued.index) == said, "overtaken"

    def teardown(self) -> None:
        """Faults stop: everything owed is sent or with a person, and nothing stays behind."""
        if not hasattr(self, "model"):
            return
        for key, conversation in self.model.conversations.items():
            if self.model.unheard.get(key):
                run(self.teller.turn(conversation, now=self.model.now))
        self.die()
        for _ in range(200):
            if not self.step_to_the_end():
                break
        for key, conversation in self.model.conversations.items():
            left = [
                item
                for item in run(self.teller.pending(conversation))
                if not item.startswith(("refused", "unknown"))
            ]
            assert left == []
            settled = {item.partition(": ")[2] for item in run(self.teller.pending(conversation))}
            owed = set(self.model.queued.get(key, [])) - self.model.withdrawn
            assert owed <= settled | set(self.model.said.get(key, [])), "lost"
        self.connection.close()

    def step_to_the_end(self) -> bool:
        """Send one round of what is due next; False when nothing is left."""
        store, model = self.teller.store, self.model
        for doubtful in run(store.in_doubt(model.now)):
            run(store.settle_doubt(doubtful, CannotTell(reason="the end"), model.now))
        due = run(store.next_send(KEY, model.now))
        if due is None:
            return False
        model.now = due
        for outbound in run(store.claim(due, rates=RATES, lease=LEASE, most=10)):
            run(store.settle(outbound, Sent(id="p"), due))
            model.said.setdefault(outbound.conversation_key, []).append(outbound.letter.text)
        return True


def _taken_back(text: str, scope: WithdrawScope) -> bool:
    match scope:
        case WithdrawScope.NOTHING:
            return False
        case WithdrawScope.FOLLOW_UPS:
            return text.startswith(Purpose.FOLLOW_UP.value)
        case WithdrawScope.AUTOMATIC:
            return not text.startswith(Purpose.AGENT.value)


Outbox.TestCase.settings = settings(max_examples=200, stateful_step_count=50)
TestOutbox = Outbox.TestCase
