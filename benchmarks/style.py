"""Finds what in the encoder's vectors is only style: `python -m benchmarks.style` prints it as it is kept.

From `benchmarks/data/style_pairs.jsonl`: the same matter written tidily and as people post it, in Italian and
English, about businesses of every kind. The directions in which posts differ most from tidy sentences,
whatever they are about, are those of the style. Two stand out; see `bot/knowledge/matching/style.py`.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import numpy as np

from bot.knowledge.matching.encoder import UseEncoder
from bot.knowledge.matching.normalise import matching_copy
from bot.knowledge.matching.style import DIRECTIONS

PAIRS = Path(__file__).parent / "data" / "style_pairs.jsonl"
_WIDTH = 100


def differences(encoder: UseEncoder) -> Any:
    """Give by pair and language how posts differ from the tidy sentence, on average (n, d)."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    found = []
    for tidy, noisy in (("it", "it_noisy"), ("en", "en_noisy")):
        for row in rows:
            copies = [matching_copy(text).replace("\n", " ") for text in (row[tidy], *row[noisy])]
            vectors = encoder.raw(copies)
            found.append(vectors[1:].mean(axis=0) - vectors[0])
    return np.stack(found)


def directions(apart: Any, count: int) -> tuple[Any, Any]:
    """Give the strongest directions (count, d), and every direction's part of the whole, rising."""
    strength, axes = np.linalg.eigh(apart.T @ apart)
    return axes[:, -count:].T, strength / strength.sum()


def main() -> int:
    """Print the directions, and how much they stand out."""
    found, parts = directions(differences(UseEncoder()), DIRECTIONS)
    print("parts of the whole, the strongest last:", np.round(parts[-6:], 3), file=sys.stderr)
    text = b64encode(found.astype("<f2").tobytes()).decode()
    print("\n".join(text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
