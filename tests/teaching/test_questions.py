"""The unanswered as groups: counted, masked, with what they may mean."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.unanswered import Unanswered
from bot.teaching.questions import Gathered, digest_of, gather

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)


def left(text: str, minutes: int = 0, *, name: str = "", answer: str = "") -> Unanswered:
    at = NOW + minutes * timedelta(minutes=1)
    return Unanswered(
        text=text, at=at, channel="web", rule="hand_off", language="it", name=name, answer=answer
    )


FIBRE = (
    left("avete la fibra ottica per casa?", 9, answer="Dalla primavera, Giulia.", name="Giulia"),
    left("Avete la fibra ottica, per casa", 8, answer="Dalla primavera, Anna.", name="Anna"),
    left("fibra ottica per casa, la vendete? Marco 333 1234567", 7, name="Marco"),
)
RING = (left("suoneria musica napoletana", 20), left("la suoneria con musica napoletana", 6))


def gathered(knowledge: Knowledge, *several: Unanswered, dismissed: tuple[str, ...] = ()) -> Gathered:
    newest_first = sorted(several, key=lambda item: item.at, reverse=True)
    return gather(newest_first, knowledge, encoder=None, dismissed=dismissed)


def test_near_equal_texts_are_counted_together_and_the_biggest_group_comes_first(example: Knowledge) -> None:
    found = gathered(example, *FIBRE, *RING)
    assert [group.count for group in found.groups] == [3, 2]
    fibre = found.groups[0]
    assert [(item.text, item.count) for item in fibre.questions] == [
        ("avete la fibra ottica per casa?", 2),
        ("fibra ottica per casa, la vendete? … {numero}", 1),
    ]
    assert fibre.latest == NOW + timedelta(minutes=9)
    assert fibre.answers == ("Dalla primavera, ….",)
    assert (found.messages, found.known, found.dismissed, found.wordless) == (5, 0, 0, 0)


def test_of_two_equal_groups_the_latest_comes_first(example: Knowledge) -> None:
    found = gathered(example, *FIBRE[:2], *RING)
    assert [group.questions[0].text for group in found.groups] == [RING[0].text, FIBRE[0].text]


def test_what_would_be_answered_by_now_and_what_has_no_words_is_left_out(example: Knowledge) -> None:
    found = gathered(example, left("la ricarica non è arrivata"), left("???"), left("👍"), *RING)
    assert [group.count for group in found.groups] == [2]
    assert (found.messages, found.known, found.wordless) == (5, 1, 2)


def test_what_was_dismissed_is_left_out_however_it_is_punctuated(example: Knowledge) -> None:
    digest = digest_of("AVETE la fibra ottica... per casa!", ("@volomobile",))
    found = gathered(example, *FIBRE, dismissed=(digest,))
    assert [group.count for group in found.groups] == [1]
    assert found.dismissed == 2


def test_a_group_near_an_intent_proposes_it_and_one_like_nothing_is_new(example: Knowledge) -> None:
    matching = replace(example.settings.matching, answer_above=1.0)
    careful = replace(example, settings=replace(example.settings, matching=matching))
    near = gathered(careful, left("la ricarica non è arrivata")).groups[0]
    assert near.proposals[0].intent == "ricarica_mancata"
    assert not near.new
    assert len(near.proposals) == 3
    assert near.proposals[0].confidence >= near.proposals[1].confidence
    assert gathered(example, *RING).groups[0].new


def test_the_same_messages_give_the_same_groups(example: Knowledge) -> None:
    several = [*FIBRE, *RING, *(left(f"parola{n} altra{n}", n) for n in range(20))]
    assert gathered(example, *several) == gathered(example, *several)


def test_only_so_many_groups_are_given_and_the_rest_is_counted(example: Knowledge) -> None:
    several = [*FIBRE, *RING]
    found = gather(several, example, encoder=None, most=1)
    assert (len(found.groups), found.more) == (1, 1)


def test_nothing_unanswered_is_no_group(example: Knowledge) -> None:
    assert gathered(example).groups == ()


def test_hundreds_of_messages_are_all_accounted_for(example: Knowledge) -> None:
    rng = random.Random(7)
    words = [f"parola{n}" for n in range(200)]
    several = [left(" ".join(rng.sample(words, 3)), n) for n in range(500)]
    found = gather(several[::-1], example, encoder=None, most=10_000)
    assert sum(group.count for group in found.groups) == 500 - found.known
    assert found.messages == 500
