"""TF-IDF over words and letters with a linear support vector machine, by scikit-learn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from benchmarks.matching.process import Job, Reader, Reading, serve


class Svm:
    """A fitted pipeline; how sure it is, is the likeliest intent's lead over the next: no probability."""

    suggested = None

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self._intents = pipeline.classes_.tolist()

    def read(self, text: str) -> Reading:
        scores = self._scores(text)
        order = sorted(range(len(scores)), key=lambda at: -scores[at])[:3]
        lead = scores[order[0]] - scores[order[1]] if len(order) > 1 else scores[order[0]]
        return Reading(intents=[self._intents[at] for at in order], confidence=lead)

    def _scores(self, text: str) -> list[float]:
        """Give a score an intent; where there are two intents the machine gives one number for both."""
        raw = self._pipeline.decision_function([text])[0]
        return raw.tolist() if len(self._intents) > 2 else [-float(raw), float(raw)]


def _fit(job: Job) -> Reader:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    pipeline = make_pipeline(make_union(words, letters), LinearSVC(random_state=0))
    texts, intents = zip(*job.train, strict=True)
    return Svm(pipeline.fit(texts, intents))


def _prepare() -> tuple[str, Callable[[Job], Reader]]:
    import sklearn.pipeline
    import sklearn.svm

    return sklearn.__version__, _fit


if __name__ == "__main__":
    serve(_prepare)
