"""The unanswered as a person looks at them: counted, in groups, with what they may mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from bot.knowledge.library import Knowledge
from bot.knowledge.matching.normalise import matching_copy
from bot.knowledge.ports import Encoder
from bot.model.matching import Candidate, Match
from bot.model.unanswered import Unanswered
from bot.teaching.clustering import MOST, clusters
from bot.teaching.examples import plain
from bot.teaching.masking import Masking
from bot.teaching.reading import Told, nothing_told, read

PROPOSED = 3
"""How many intents are proposed for a group."""

_LOOKED_AT = 5
_ANSWERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Texts that differ by a comma at most, how many of them and where; `text` has nothing personal.

    `digest` is what a dismissed text is remembered by.
    """

    text: str
    hidden: tuple[str, ...]
    count: int
    latest: datetime
    language: str
    digest: str
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Questions that say nearly the same, the most frequent first; `proposals` are intents, best first.

    `new`: it is likely an intent that is missing. `answers` are what people told customers, masked.
    """

    questions: tuple[Question, ...]
    proposals: tuple[Candidate, ...]
    new: bool
    answers: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many messages it stands for."""
        return sum(item.count for item in self.questions)

    @property
    def latest(self) -> datetime:
        """When the last of them came in."""
        return max(item.latest for item in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The groups to look at, biggest and most recent first, and how many messages are in none.

    `known` would be answered by now, `dismissed` are no questions for the brand, `wordless` have no words,
    `beyond` are older than what can be compared at once; `more` groups follow those that are given.
    """

    messages: int
    groups: tuple[Group, ...]
    known: int = 0
    dismissed: int = 0
    wordless: int = 0
    beyond: int = 0
    more: int = 0


@dataclass(frozen=True, slots=True)
class _Same:
    """Messages with the same words, newest first."""

    copy: str
    digest: str
    messages: tuple[Unanswered, ...]


def digest_of(text: str, names: Sequence[str] = ()) -> str:
    """Give what a text is remembered by: its words alone; `names` are how customers address the brand."""
    return blake2b(plain(matching_copy(text, names)).encode(), digest_size=16).hexdigest()


def gather(
    unanswered: Sequence[Unanswered],
    knowledge: Knowledge,
    *,
    encoder: Encoder | None,
    dismissed: Collection[str] = (),
    most: int = 20,
    told: Told = nothing_told,
) -> Gathered:
    """Group what was not answered, newest first as the store gives it; thousands of messages in seconds.

    `most` groups are given; the same messages give the same groups.
    """
    same = _same(unanswered, knowledge)
    open_ones = [item for item in same if item.digest not in dismissed]
    readings = read(
        knowledge.matcher,
        [item.messages[0].text for item in open_ones],
        knowledge.settings.matching,
        told=lambda part: told(0.4 * part),
    )
    left = [item for item, reading in zip(open_ones, readings, strict=True) if not reading.sure]
    compared = left[:MOST]
    found = clusters(
        [item.copy for item in compared],
        encoder,
        backdrop=_sentences(knowledge),
        told=lambda part: told(0.4 + 0.5 * part),
    )
    several = sorted(([compared[at] for at in group] for group in found), key=_rank)
    groups = tuple(_group(items, knowledge) for items in several[:most])
    told(1.0)
    return Gathered(
        messages=len(unanswered),
        groups=groups,
        known=_count(open_ones) - _count(left),
        dismissed=_count(same) - _count(open_ones),
        wordless=len(unanswered) - _count(same),
        beyond=_count(left) - _count(compared),
        more=len(several) - len(groups),
    )


def _same(unanswered: Sequence[Unanswered], knowledge: Knowledge) -> list[_Same]:
    """Put messages with the same words together, in the order of the newest of each."""
    names = knowledge.settings.brand.account_names
    found: defaultdict[str, list[Unanswered]] = defaultdict(list)
    copies: dict[str, str] = {}
    for item in unanswered:
        copy = matching_copy(item.text, names)
        words = plain(copy)
        if words:
            found[words].append(item)
            copies.setdefault(words, copy)
    return [
        _Same(copies[words], digest_of(items[0].text, names), tuple(items)) for words, items in found.items()
    ]


def _count(items: Sequence[_Same]) -> int:
    return sum(len(item.messages) for item in items)


def _rank(items: Sequence[_Same]) -> tuple[int, float]:
    latest = max(message.at for item in items for message in item.messages)
    return -_count(items), -latest.timestamp()


def _sentences(knowledge: Knowledge) -> list[str]:
    names = knowledge.settings.brand.account_names
    return [
        matching_copy(line.text, names)
        for intent in knowledge.intents.values()
        for examples in intent.examples.values()
        for line in examples.say
    ]


def _group(items: Sequence[_Same], knowledge: Knowledge) -> Group:
    """Make a group of texts, the most central first."""
    masking = Masking(slots=knowledge.settings.slots, own=knowledge.settings.brand.account_names)
    texts = [item.messages[0].text for item in items[:_LOOKED_AT]]
    matches = [knowledge.matcher.match(text) for text in texts]
    proposals = _proposals(matches)
    novel = sum(match.novel for match in matches) * 2 > len(matches)
    unlikely = not proposals or proposals[0].confidence < knowledge.settings.matching.ask_above
    questions = [_question(item, knowledge, masking) for item in items]
    return Group(
        questions=tuple(sorted(questions, key=lambda item: -item.count)),
        proposals=proposals,
        new=novel or unlikely,
        answers=tuple(_answers(items, masking)),
    )


def _proposals(matches: Sequence[Match]) -> tuple[Candidate, ...]:
    """Give the intents that are likeliest for all of them together."""
    worth: defaultdict[str, float] = defaultdict(float)
    first: dict[str, Candidate] = {}
    for match in matches:
        for candidate in match.candidates:
            worth[candidate.intent] += candidate.confidence / len(matches)
            first.setdefault(candidate.intent, candidate)
    return tuple(
        Candidate(
            intent=intent,
            confidence=round(confidence, 4),
            example=first[intent].example,
            source=first[intent].source,
        )
        for intent, confidence in sorted(worth.items(), key=lambda item: (-item[1], item[0]))[:PROPOSED]
    )


def _question(item: _Same, knowledge: Knowledge, masking: Masking) -> Question:
    newest = item.messages[0]
    shown = masking.hide(" ".join(newest.text.split()), names=(newest.name, newest.handle))
    read_as = knowledge.matcher.match(newest.text, hint=newest.language).language
    return Question(
        text=shown.text,
        hidden=shown.hidden,
        count=len(item.messages),
        latest=max(message.at for message in item.messages),
        language=read_as,
        digest=item.digest,
        channels=tuple(sorted({message.channel for message in item.messages})),
    )


def _answers(items: Sequence[_Same], masking: Masking) -> Iterator[str]:
    """Give what people answered most often, a few of them."""
    said: Counter[str] = Counter()
    for item in items:
        for message in item.messages:
            if message.answer:
                names = (message.name, message.handle)
                said[masking.hide(" ".join(message.answer.split()), names=names).text] += 1
    yield from (text for text, _count in said.most_common(_ANSWERS))
