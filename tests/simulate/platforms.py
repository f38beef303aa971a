"""Fake platforms: each keeps its own log, loses answers, asks to wait, and delivers its items again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from random import Random

from bot.model.message import Inbound, Outbound, Surface
from bot.model.traits import Idempotency, Rate, Traits
from bot.service.ports import Link
from bot.service.values import (
    Absent,
    Batch,
    CannotTell,
    Health,
    Later,
    Reconciled,
    Refused,
    SendOutcome,
    Sent,
    Standing,
    Unknown,
)
from tests.simulate.faults import Mix
from tests.simulate.ledger import Attempt, Ledger
from tests.simulate.loop import VirtualTime

ACCOUNT = "main"
PAGE = 20
SETTLED = 25.0
"""Seconds after which a post that was to appear has appeared."""

TRAITS: Mapping[str, Traits] = {
    "chat": Traits(
        name="chat",
        title="Chat",
        limits={Surface.PRIVATE: 4000},
        idempotency=Idempotency.NONE,
        buttons=8,
        button_label=60,
        rates=(Rate(scope="account", count=30, per=timedelta(seconds=1)),),
    ),
    "posts": Traits(
        name="posts",
        title="Posts",
        limits={Surface.PUBLIC: 280},
        default_surface=Surface.PUBLIC,
        idempotency=Idempotency.LOOKUP,
        rates=(
            Rate(scope="account", count=100, per=timedelta(minutes=15)),
            Rate(scope="conversation", count=6, per=timedelta(minutes=1)),
        ),
        burst_pause=timedelta(seconds=5),
    ),
    "site": Traits(
        name="site",
        title="Site",
        limits={Surface.PRIVATE: 4000},
        idempotency=Idempotency.KEY,
        buttons=8,
        button_label=60,
        burst_pause=timedelta(0),
    ),
    "shop": Traits(
        name="shop",
        title="Shop",
        limits={Surface.PRIVATE: 1000},
        idempotency=Idempotency.NONE,
        buttons=3,
        button_label=20,
        window=timedelta(hours=24),
    ),
    "feed": Traits(
        name="feed",
        title="Feed",
        limits={Surface.PUBLIC: 280},
        default_surface=Surface.PUBLIC,
        idempotency=Idempotency.LOOKUP,
        auto_replies=1,
        burst_pause=timedelta(seconds=4),
    ),
}


class Platform:
    """One platform with one account of the brand's; outlives every process."""

    def __init__(
        self,
        name: str,
        *,
        time: VirtualTime,
        ledger: Ledger,
        random: Random,
        mix: Mix,
        at: Callable[[float, Callable[[], None]], None],
        landed: Callable[[Attempt], None],
    ) -> None:
        self.name, self.traits = name, TRAITS[name]
        self.time, self.ledger, self.random, self.mix = time, ledger, random, mix
        self.down = False
        self.items: list[Inbound] = []
        self._at, self._landed = at, landed
        self._posts: dict[int, Attempt] = {}
        self._waiter: asyncio.Future[None] | None = None

    def bring(self, inbound: Inbound) -> None:
        """Add an item to the account's feed."""
        self.items.append(inbound)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def forget_callers(self) -> None:
        """Drop connections of a process that died."""
        self._waiter = None

    async def page(self, since: int) -> tuple[Inbound, ...]:
        """Wait for items after number `since`; give the next, and maybe some once more, in any order."""
        self.ledger.cursors.append((self.name, since))
        if len(self.items) <= since:
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        await asyncio.sleep(
            self.random.uniform(0.05, 30.0 if self.traits.default_surface is Surface.PUBLIC else 1.0)
        )
        if self.down:
            raise OSError("the platform is down")
        items = self.items[since : since + PAGE]
        if since and self.random.random() < self.mix.again:
            items = self.items[max(0, since - self.random.randrange(1, PAGE)) : since] + items
            self.ledger.happened["delivered again"] += 1
        if self.mix.shuffled:
            self.random.shuffle(items)
        return tuple(items)

    def number(self, inbound: Inbound) -> int:
        """Give an item's number in the feed, from 1."""
        return int(inbound.message_id)

    async def take(self, outbound: Outbound) -> SendOutcome:
        """Be called to post something."""
        attempt = self._note(outbound)
        kind = "lost_request" if self.down else self.mix.draw(self.random)
        attempt.told = kind
        self.ledger.next(f"call {self.name} {outbound.id}.{outbound.attempt} {kind}")
        match kind:
            case "refused":
                outcome: SendOutcome = Refused(reason="try later", permanent=False)
            case "forbidden":
                outcome = Refused(reason="not allowed", permanent=True)
            case "later" | "later_everywhere":
                after = timedelta(seconds=self.random.choice((1, 30, 300, 900)))
                attempt.wait = after
                outcome = Later(after=after, reason="429", whole_account=kind == "later_everywhere")
            case "lost_request" | "broken":
                if kind == "broken" and self.random.random() < 0.5:
                    self._land(attempt)
                return await self._lose(broken=kind == "broken")
            case "slow":
                return await self._dawdle(attempt)
            case _:
                self._land(attempt)
                outcome = Sent(id=f"p{outbound.id}")
        await asyncio.sleep(self.random.uniform(0.02, 0.5))
        attempt.answered = self.time.now()
        return Unknown(evidence="connection lost") if kind == "lost_answer" else outcome

    async def find(self, outbound: Outbound, since: float) -> Reconciled:
        """Tell whether a post is there, once all that was under way has appeared."""
        await asyncio.sleep(max(0.1, since + SETTLED - self.time.seconds))
        if self.down or self.random.random() < self.mix.deaf:
            return CannotTell(reason="the search failed")
        return Sent(id=f"p{outbound.id}") if outbound.id in self._posts else Absent()

    def _note(self, outbound: Outbound) -> Attempt:
        ledger = self.ledger
        attempt = Attempt(
            n=ledger.next(f"attempt {self.name} {outbound.id}.{outbound.attempt} {outbound.letter.text}"),
            at=self.time.now(),
            channel=self.name,
            conversation_key=outbound.conversation_key,
            conversation_id=outbound.conversation_id,
            outbound_id=outbound.id,
            number=outbound.attempt,
            letter=outbound.letter,
            claimed=ledger.claimed.get(outbound.id, 0),
        )
        ledger.attempts.append(attempt)
        return attempt

    def _land(self, attempt: Attempt) -> None:
        if self.traits.idempotency is Idempotency.KEY and attempt.outbound_id in self._posts:
            self.ledger.next(f"same key {attempt.outbound_id}")
            return
        attempt.landed = self.time.now()
        attempt.landed_n = self.ledger.next(f"post {self.name} {attempt.outbound_id}")
        self._posts[attempt.outbound_id] = attempt
        self._landed(attempt)

    async def _lose(self, *, broken: bool) -> SendOutcome:
        await asyncio.sleep(self.random.uniform(0.02, 5.0))
        if broken:
            raise OSError("broken pipe")
        return Unknown(evidence="no answer")

    async def _dawdle(self, attempt: Attempt) -> SendOutcome:
        """Post some time later, and answer later still: beyond the sender's patience, as often as not."""
        self._at(self.time.seconds + self.random.uniform(1, 24), lambda: self._land(attempt))
        await asyncio.sleep(self.random.uniform(25, 80))
        return Sent(id=f"p{attempt.outbound_id}")


class Connector:
    """The channel between one process and a platform."""

    def __init__(self, link: Link, platform: Platform, alive: Callable[[], None]) -> None:
        self.platform, self._intake, self._alive = platform, link.intake, alive
        self._begun: dict[int, float] = {}
        self._born = platform.time.seconds

    @property
    def traits(self) -> Traits:
        """What the platform can do."""
        return self.platform.traits

    @property
    def account(self) -> str:
        """The account's name."""
        return ACCOUNT

    async def run(self) -> None:
        """Read the feed from the cursor on; the site's feed is posted to us instead."""
        if self.traits.idempotency is Idempotency.KEY:
            await asyncio.Event().wait()
        since = int(await self._intake.cursor(self.traits.name, ACCOUNT) or "0")
        while True:
            items = await self.platform.page(since)
            since = max(since, *(self.platform.number(item) for item in items))
            batch = Batch(channel=self.traits.name, account=ACCOUNT, items=items, cursor=str(since))
            await self._intake.accept(batch)

    async def post(self, inbound: Inbound) -> None:
        """Take one message in, as a request does."""
        batch = Batch(channel=self.traits.name, account=ACCOUNT, items=(inbound,))
        await self._intake.accept(batch)

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send."""
        self._alive()
        self._begun[outbound.id] = self.platform.time.seconds
        return await self.platform.take(outbound)

    async def edit(self, outbound: Outbound, text: str) -> SendOutcome:
        """Refuse: nobody here changes what was said."""
        raise AssertionError(f"{outbound.id} was never to say {text}")

    async def delete(self, outbound: Outbound) -> SendOutcome:
        """Refuse: nobody here takes back what was said."""
        raise AssertionError(f"{outbound.id} was never to be taken back")

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Look up, as far as the platform lets us."""
        self._alive()
        match self.traits.idempotency:
            case Idempotency.KEY:
                found: Reconciled = Absent()
            case Idempotency.NONE:
                found = CannotTell(reason="this platform keeps no list")
            case Idempotency.LOOKUP:
                found = await self.platform.find(outbound, self._begun.get(outbound.id, self._born))
        self.platform.ledger.happened[f"look-up on {self.traits.name}: {type(found).__name__}"] += 1
        return found

    async def typing(self, conversation_key: str) -> None:
        """Do nothing."""

    async def health(self) -> Health:
        """Say that all is well."""
        return Health(standing=Standing.OK)

    def routes(self) -> Sequence[object]:
        """Serve nothing."""
        return ()

    async def close(self) -> None:
        """Hold nothing."""
