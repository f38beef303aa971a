"""What a change would have altered: the messages, the brand's own checks, the other intents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.knowledge.library import Knowledge, with_intents
from bot.knowledge.ports import Encoder
from bot.teaching.change import Change, changed
from bot.teaching.checking import Checked, recheck
from bot.teaching.reading import Reader, Reading, Told, nothing_told, read_by_both
from bot.teaching.suffering import Suffering, who_suffers


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrote:
    """A text that customers wrote, how many times, and what a person answered to it, if anyone did."""

    text: str
    count: int = 1
    answer: str = ""


class Shift(StrEnum):
    """What becomes of a message."""

    NEWLY_ANSWERED = "newly_answered"
    OTHER_INTENT = "other_intent"
    NO_LONGER_ANSWERED = "no_longer_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifted:
    """A message that would be read otherwise."""

    shift: Shift
    wrote: Wrote
    before: Reading
    after: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a change would have altered; the counts are of messages, the same text many times included.

    `refused`: other intents would suffer, so that a person must insist.
    """

    messages: int
    answered_before: int
    answered_after: int
    shifted: tuple[Shifted, ...]
    broken: tuple[Checked, ...]
    mended: tuple[Checked, ...]
    suffering: tuple[Suffering, ...]

    @property
    def refused(self) -> bool:
        """Whether only a person who insists may save the change."""
        return bool(self.suffering)

    def count(self, shift: Shift) -> int:
        """Give how many messages shift so."""
        return sum(item.wrote.count for item in self.shifted if item.shift is shift)


def preview(
    knowledge: Knowledge,
    change: Change,
    messages: Sequence[Wrote],
    *,
    encoder: Encoder | None,
    told: Told = nothing_told,
) -> Preview:
    """Say what a change of the intents would have altered for these messages (distinct texts); pure.

    `encoder` is the one the knowledge was made with. `told` is told how far it is, from 0 to 1. Raises
    ValueError for a change that cannot be made.
    """
    after = with_intents(knowledge, changed(knowledge.intents, change), encoder)
    return preview_between(knowledge, after, messages, encoder=encoder, told=told)


def preview_between(
    before: Knowledge,
    after: Knowledge,
    messages: Sequence[Wrote],
    *,
    encoder: Encoder | None,
    told: Told = nothing_told,
) -> Preview:
    """Say what differs between two versions of what the brand knows; as `preview`."""
    told(0.1)
    suffering = who_suffers(before, after, encoder)
    told(0.2)
    old = Reader(matcher=before.matcher, settings=before.settings.matching)
    new = Reader(matcher=after.matcher, settings=after.settings.matching)
    texts = [item.text for item in messages]
    was, now = read_by_both(old, new, texts, told=lambda part: told(0.2 + 0.7 * part))
    broken, mended = recheck(before, after)
    told(1.0)
    return Preview(
        messages=sum(item.count for item in messages),
        answered_before=_answered(messages, was),
        answered_after=_answered(messages, now),
        shifted=tuple(_shifted(messages, was, now)),
        broken=broken,
        mended=mended,
        suffering=suffering,
    )


def _answered(messages: Sequence[Wrote], readings: Sequence[Reading]) -> int:
    return sum(item.count for item, read in zip(messages, readings, strict=True) if read.sure)


def _shifted(
    messages: Sequence[Wrote], before: Sequence[Reading], after: Sequence[Reading]
) -> Iterator[Shifted]:
    found = [
        Shifted(shift=shift, wrote=wrote, before=was, after=now)
        for wrote, was, now in zip(messages, before, after, strict=True)
        if (shift := _shift(was, now)) is not None
    ]
    order = list(Shift)
    yield from sorted(found, key=lambda item: (order.index(item.shift), -item.wrote.count, item.wrote.text))


def _shift(before: Reading, after: Reading) -> Shift | None:
    match before.sure, after.sure:
        case False, True:
            return Shift.NEWLY_ANSWERED
        case True, False:
            return Shift.NO_LONGER_ANSWERED
        case True, True if before.intent != after.intent:
            return Shift.OTHER_INTENT
        case _:
            return None
