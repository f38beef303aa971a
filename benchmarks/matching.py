"""Measures the intent matcher on labelled sentences: accuracy, what its confidence is worth, and cost.

Files are JSON lines `{"text": …, "intent": …, "split": …}`; `FILE:SPLIT` takes one split only.
Lines of intent "oos" are out of scope.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.intents import Examples, Intent, Utterance
from bot.knowledge.matching import encoder_problem, fit, load_encoder
from bot.knowledge.ports import Matcher
from bot.model.matching import Match
from bot.settings.values import Brand, Settings

OUT_OF_SCOPE = "oos"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A sentence and the intent people gave it."""

    text: str
    intent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What the matcher made of a sentence, and whether that was right; `seconds` it took."""

    match: Match
    intent: str
    seconds: float

    @property
    def confidence(self) -> float:
        return self.match.best.confidence if self.match.best is not None else 0.0

    @property
    def right(self) -> bool:
        return self.match.best is not None and self.match.best.intent == self.intent


def read(name: str) -> list[Labelled]:
    """Read the sentences of `FILE` or `FILE:SPLIT`."""
    path, _, split = name.rpartition(":") if not Path(name).exists() else (name, "", "")
    rows = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line]
    return [
        Labelled(text=row["text"], intent=row["intent"]) for row in rows if split in ("", row.get("split"))
    ]


def intents_of(rows: Sequence[Labelled], language: str) -> list[Intent]:
    """Give an intent for every label but the out-of-scope one."""
    said: dict[str, list[Utterance]] = {}
    for line, row in enumerate(rows, 1):
        if row.intent != OUT_OF_SCOPE:
            said.setdefault(row.intent, []).append(Utterance(text=row.text, file="train", line=line))
    return [
        Intent(name=name, topic="", title=name, file="train", examples={language: Examples(say=tuple(lines))})
        for name, lines in sorted(said.items())
    ]


def ask(matcher: Matcher, rows: Sequence[Labelled]) -> list[Outcome]:
    """Ask one sentence at a time, with a clock beside it."""
    outcomes = []
    for row in rows:
        start = time.perf_counter()
        match = matcher.match(row.text)
        outcomes.append(Outcome(match=match, intent=row.intent, seconds=time.perf_counter() - start))
    return outcomes


def coverage(inside: Sequence[Outcome], precision: float) -> float:
    """Give the largest share answered, surest first, of which `precision` are right."""
    best = right = 0
    for place, outcome in enumerate(sorted(inside, key=lambda item: -item.confidence), 1):
        right += outcome.right
        best = place if right >= precision * place else best
    return best / len(inside) if inside else 0.0


def calibration_error(inside: Sequence[Outcome]) -> float:
    """Give the mean gap between confidence and truth over ten equal bins."""
    bins: dict[int, list[Outcome]] = {}
    for outcome in inside:
        bins.setdefault(min(9, int(outcome.confidence * 10)), []).append(outcome)
    gaps = (abs(sum(item.confidence - item.right for item in group)) for group in bins.values())
    return sum(gaps) / len(inside) if inside else 0.0


def told_apart(inside: Sequence[Outcome], outside: Sequence[Outcome]) -> float | None:
    """Give the chance that an out-of-scope sentence is less sure than one in scope (AUROC)."""
    if not outside or not inside:
        return None
    wins = sum(
        (one.confidence > other.confidence) + 0.5 * (one.confidence == other.confidence)
        for one in inside
        for other in outside
    )
    return wins / (len(inside) * len(outside))


def report(outcomes: Sequence[Outcome], *, answer_above: float) -> dict[str, float | int | None]:
    """Give the figures of a run."""
    inside = [item for item in outcomes if item.intent != OUT_OF_SCOPE]
    outside = [item for item in outcomes if item.intent == OUT_OF_SCOPE]
    sure = [item for item in inside if item.confidence >= answer_above]
    seconds = sorted(item.seconds for item in outcomes)
    top = [any(one.intent == item.intent for one in item.match.candidates[:3]) for item in inside]
    return {
        "sentences": len(outcomes),
        "accuracy": _share(item.right for item in inside),
        "among_first_three": _share(top),
        "coverage_at_95": coverage(inside, 0.95),
        "coverage_at_99": coverage(inside, 0.99),
        "ece": calibration_error(inside),
        "answered": len(sure) / len(inside) if inside else 0.0,
        "answered_right": _share(item.right for item in sure),
        "novel_inside": _share(item.match.novel for item in inside),
        "oos_auroc": told_apart(inside, outside),
        "oos_answered": _share(item.confidence >= answer_above for item in outside) if outside else None,
        "oos_novel": _share(item.match.novel for item in outside) if outside else None,
        "p50_ms": 1000 * seconds[len(seconds) // 2],
        "p99_ms": 1000 * seconds[int(len(seconds) * 0.99)],
    }


def _share(claims: object) -> float:
    held = [bool(claim) for claim in claims]  # type: ignore[attr-defined]
    return sum(held) / len(held) if held else 0.0


def main(arguments: Sequence[str]) -> int:
    """Fit on --train, ask --test, print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--train", action="append", required=True, metavar="FILE[:SPLIT]")
    parser.add_argument("--test", action="append", required=True, metavar="FILE[:SPLIT]")
    parser.add_argument("--language", default="en")
    parser.add_argument("--encoder", default="use")
    parser.add_argument("--answer-above", type=float, default=0.8)
    options = parser.parse_args(arguments)
    if problem := encoder_problem(options.encoder):
        print(problem, file=sys.stderr)
    encoder = load_encoder(options.encoder)
    start = time.perf_counter()
    if encoder is not None:
        encoder.encode(["first"])
    loaded = time.perf_counter()
    train = [row for name in options.train for row in read(name)]
    test = [row for name in options.test for row in read(name)]
    settings = Settings(brand=Brand(name="Benchmark", languages=(options.language,)))
    intents = intents_of(train, options.language)
    before = time.perf_counter()
    matcher = fit(intents, settings, encoder)
    fitted = time.perf_counter()
    figures: dict[str, float | int | None] = {
        "intents": len(intents),
        "examples": len(train),
        "encoder_seconds": loaded - start,
        "fit_seconds": fitted - before,
        **report(ask(matcher, test), answer_above=options.answer_above),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps({name: _rounded(value) for name, value in figures.items()}))
    return 0


def _rounded(value: float | None) -> float | int | None:
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
