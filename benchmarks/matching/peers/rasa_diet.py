"""Rasa 3.6: its DIET classifier on its usual sparse features, as `rasa init` would have it."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.matching.process import Job, Reader, Reading, serve

PIPELINE = """\
recipe: default.v1
assistant_id: benchmark
language: {language}
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    entity_recognition: false
    constrain_similarities: true
    random_seed: 0
"""


class Agent:
    """A trained Rasa model, asked through its own `Agent`."""

    suggested = None

    def __init__(self, model: str) -> None:
        from rasa.core.agent import Agent as RasaAgent

        self._agent = RasaAgent.load(model)
        self._loop = asyncio.new_event_loop()

    def read(self, text: str) -> Reading:
        parsed = self._loop.run_until_complete(self._agent.parse_message(text))
        ranking = parsed["intent_ranking"][:3]
        return Reading(
            intents=[item["name"] for item in ranking],
            confidence=float(ranking[0]["confidence"]) if ranking else 0.0,
        )


def _fit(job: Job) -> Reader:
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")  # nothing trained before helps
        (folder / "config.yml").write_text(PIPELINE.format(language=job.language), encoding="utf-8")
        (folder / "nlu.yml").write_text(_examples(job), encoding="utf-8")
        model = train_nlu(
            config=str(folder / "config.yml"), nlu_data=str(folder / "nlu.yml"), output=str(folder)
        )
        return Agent(str(model))


def _examples(job: Job) -> str:
    said: dict[str, list[str]] = {}
    for text, intent in job.train:
        said.setdefault(intent, []).append(" ".join(text.split()))
    blocks = [
        f"- intent: {intent}\n  examples: |\n" + "".join(f"    - {text}\n" for text in texts)
        for intent, texts in sorted(said.items())
    ]
    return 'version: "3.1"\nnlu:\n' + "".join(blocks)


def _prepare() -> tuple[str, Callable[[Job], Reader]]:
    os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    import rasa
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    return rasa.__version__, _fit


if __name__ == "__main__":
    serve(_prepare)
