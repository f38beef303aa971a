"""What teaching costs: a refit, one more sentence, questions at several sizes, memory; one process a size.

Seconds are the processor's, so that a busy machine does not count.
The sentences are halves of the example brand's own, joined anew: their words and lengths are real.
Run it as `python -m benchmarks.teaching [--encoder none] [--sizes 1000 2000 5000]`: one JSON object a size.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sys
import time
import tomllib
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from benchmarks.matching.sentences import intents_of
from benchmarks.matching.systems import ONE_THREAD
from bot.knowledge.matching import encoder_problem, fit, grown, load_encoder
from bot.knowledge.ports import Encoder, Matcher
from bot.settings.values import Brand, Settings

ROOT = Path(__file__).parent.parent
AN_INTENT = 20
SIZES = (1_000, 2_000, 5_000)
ASKED = 1_000
SETTINGS = Settings(brand=Brand(name="Benchmark", languages=("it", "en")))
Figures = dict[str, float | int]
Pairs = Sequence[tuple[str, str]]
_Done = TypeVar("_Done")


def sentences(count: int) -> list[str]:
    """Give `count` different sentences, the same every time."""
    said = [line.split() for line in _brand_lines()]
    draw = random.Random(0)
    found: dict[str, None] = {}
    while len(found) < count:
        one, other = draw.choice(said), draw.choice(said)
        found[" ".join((*one[: (len(one) + 1) // 2], *other[len(other) // 2 :]))] = None
    return list(found)


def _brand_lines() -> list[str]:
    """Give the Italian and English sentences of the example brand's intents."""
    files = sorted((ROOT / "intents").rglob("*.toml"))
    intents = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    parts = [intent[code] for intent in intents for code in ("it", "en") if code in intent]
    return [line for part in parts for line in part.get("say", "").splitlines() if line.strip()]


def measure(size: int, name: str) -> Figures:
    """Measure at a size, in this process."""
    texts = sentences(size + 1 + ASKED)
    taught = [(text, f"intent_{at // AN_INTENT}") for at, text in enumerate(texts[:size])]
    fresh = texts[size + 1 :]
    encoder = load_encoder(name)
    if encoder is not None:
        encoder.encode(["first"])
    first, _ = _timed(lambda: _fit(taught, encoder))
    again, _ = _timed(lambda: _fit(taught, encoder))
    before = _fit(taught, encoder)
    more = intents_of([*taught, (texts[size], "intent_0")], "it")
    added, grown_so = _timed(lambda: grown(before, more, SETTINGS, encoder))
    matcher = grown_so if grown_so is not None else before
    asked = _ask(matcher, fresh)
    repeated = _ask(matcher, [fresh[-1]] * ASKED)
    return {
        "examples": size,
        "intents": size // AN_INTENT,
        "first_fit_seconds": first,
        "refit_seconds": again,
        "one_more_seconds": added,
        "p50_ms": 1000 * asked[ASKED // 2],
        "p99_ms": 1000 * asked[ASKED * 99 // 100],
        "repeated_p50_ms": 1000 * repeated[ASKED // 2],
        "peak_rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _fit(taught: Pairs, encoder: Encoder | None) -> Matcher:
    return fit(intents_of(taught, "it"), SETTINGS, encoder)


def _ask(matcher: Matcher, texts: Sequence[str]) -> list[float]:
    """Ask one text at a time; give the seconds each took, rising."""
    return sorted(_timed(partial(matcher.match, text))[0] for text in texts)


def _timed(work: Callable[[], _Done]) -> tuple[float, _Done]:
    start = time.process_time()
    done = work()
    return time.process_time() - start, done


def main(arguments: Sequence[str]) -> int:
    """Measure each size in a process of its own, on one thread."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.teaching", description=__doc__)
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="numbers of examples"
    )
    parser.add_argument("--encoder", default="use", help="use (default) or none")
    options = parser.parse_args(arguments)
    if problem := encoder_problem(options.encoder):
        parser.error(problem)
    os.environ.update(ONE_THREAD)
    for size in options.sizes:
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as alone:
            figures = alone.submit(measure, size, options.encoder).result()
        print(json.dumps({key: round(value, 4) for key, value in figures.items()}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
