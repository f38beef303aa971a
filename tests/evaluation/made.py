"""Short ways to make outcomes and intents."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.outcome import Outcome
from bot.evaluation.question import Question, Sort
from bot.knowledge.intents import Examples, Intent, Utterance
from bot.model.matching import Candidate


def outcome(
    intent: str,
    *read: tuple[str, float],
    text: str = "a question",
    sort: Sort = Sort.FILE,
    novel: bool = False,
    line: int = 1,
    seconds: float = 0.0,
) -> Outcome:
    """Make the outcome of a question of `intent`, read as intents with their confidence, best first."""
    return Outcome(
        question=Question(text=text, intent=intent, sort=sort, file="file.csv", line=line),
        candidates=tuple(
            Candidate(intent=name, confidence=share, example=f"like {name}", source=f"{name}.toml:1")
            for name, share in read
        ),
        novel=novel,
        seconds=seconds,
    )


def intent(name: str, say: Sequence[str], check: Sequence[str] = (), near_miss: Sequence[str] = ()) -> Intent:
    """Make an intent of Italian lines, numbered through its file."""
    numbers = iter(range(1, 1000))

    def lines(texts: Sequence[str]) -> tuple[Utterance, ...]:
        return tuple(Utterance(text=text, file=f"{name}.toml", line=next(numbers)) for text in texts)

    examples = Examples(say=lines(say), near_miss=lines(near_miss), check=lines(check))
    return Intent(name=name, topic="t", title=name, file=f"{name}.toml", examples={"it": examples})
