"""Measures the intent matcher on labelled sentences: accuracy, what its confidence is worth, and cost.

Files are JSON lines `{"text": …, "intent": …, "split": …}`; `FILE:SPLIT` takes one split only.
Lines of intent "oos" are out of scope.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Sequence

from bot.cli.labelled_files import read_files
from bot.clock import SystemClock
from bot.evaluation.asking import Taught, ask
from bot.evaluation.learning import intents_of, questions_of
from bot.evaluation.measures import calibration_error, coverage, quantile, share, told_apart
from bot.evaluation.outcome import Outcome, in_scope, out_of_scope
from bot.knowledge.matching import encoder_problem, fit, load_encoder
from bot.settings.values import Brand, Settings


def report(outcomes: Sequence[Outcome], *, answer_above: float) -> dict[str, float | int | None]:
    """Give the figures of a run."""
    inside = [item for item in outcomes if in_scope(item)]
    outside = [item for item in outcomes if out_of_scope(item)]
    sure = [item for item in inside if item.confidence >= answer_above]
    seconds = [item.seconds for item in outcomes]
    top = [any(one.intent == item.question.intent for one in item.candidates[:3]) for item in inside]
    return {
        "sentences": len(outcomes),
        "accuracy": share(item.right for item in inside),
        "among_first_three": share(top),
        "coverage_at_95": coverage(inside, 0.95),
        "coverage_at_99": coverage(inside, 0.99),
        "ece": calibration_error(inside),
        "answered": share(item.confidence >= answer_above for item in inside),
        "answered_right": share(item.right for item in sure),
        "novel_inside": share(item.novel for item in inside),
        "oos_auroc": told_apart(inside, outside),
        "oos_answered": share(item.confidence >= answer_above for item in outside),
        "oos_novel": share(item.novel for item in outside),
        "p50_ms": 1000 * (quantile(seconds, 0.5) or 0.0),
        "p99_ms": 1000 * (quantile(seconds, 0.99) or 0.0),
    }


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
    clock = SystemClock()
    encoder = load_encoder(options.encoder)
    start = clock.monotonic()
    if encoder is not None:
        encoder.encode(["first"])
    loaded = clock.monotonic()
    train, test = read_files(options.train).rows, read_files(options.test).rows
    settings = Settings(brand=Brand(name="Benchmark", languages=(options.language,)))
    intents = intents_of(train, options.language)
    before = clock.monotonic()
    matcher = fit(intents, settings, encoder)
    fitted = clock.monotonic()
    taught = Taught(intents=intents, settings=settings)
    outcomes = list(ask(matcher, questions_of(test), taught, clock))
    figures: dict[str, float | int | None] = {
        "intents": len(intents),
        "examples": len(train),
        "encoder_seconds": loaded - start,
        "fit_seconds": fitted - before,
        **report(outcomes, answer_above=options.answer_above),
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps({name: _rounded(value) for name, value in figures.items()}))
    return 0


def _rounded(value: float | None) -> float | int | None:
    return round(value, 4) if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
