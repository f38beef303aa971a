"""One encoder and one fitted matcher for all the matcher's tests: fitting is deterministic."""

from __future__ import annotations

import pytest

from bot.knowledge.matching import fit, load_encoder
from bot.knowledge.ports import Encoder, Matcher
from tests.knowledge.matching import brand


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    found = load_encoder("use")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def matcher(encoder: Encoder) -> Matcher:
    return fit(brand.intents(), brand.SETTINGS, encoder)
