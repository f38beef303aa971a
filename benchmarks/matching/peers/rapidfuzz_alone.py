"""rapidfuzz alone: the intent of the nearest example, by the scorer named on the command line."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import rapidfuzz
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from benchmarks.matching.process import Job, Reader, Reading, serve


class Nearest:
    """The examples by intent; how sure it is, is the best score of 100 as a share: no probability."""

    suggested = None

    def __init__(self, job: Job, scorer: str) -> None:
        pairs = sorted(job.train, key=lambda pair: pair[1])
        self._intents = sorted({intent for _, intent in pairs})
        self._texts = [default_process(text) for text, _ in pairs]
        labels = [intent for _, intent in pairs]
        self._starts = [labels.index(intent) for intent in self._intents]
        self._scorer = getattr(fuzz, scorer)

    def read(self, text: str) -> Reading:
        asked = default_process(text)
        scores = process.cdist([asked], self._texts, scorer=self._scorer, workers=1)[0]
        best = np.maximum.reduceat(scores, self._starts)
        order = np.argsort(-best, kind="stable")[:3]
        return Reading(
            intents=[self._intents[at] for at in order.tolist()], confidence=float(best[order[0]]) / 100
        )


def _prepare() -> tuple[str, Callable[[Job], Reader]]:
    return rapidfuzz.__version__, lambda job: Nearest(job, sys.argv[1])


if __name__ == "__main__":
    serve(_prepare)
