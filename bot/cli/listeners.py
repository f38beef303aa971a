"""What hears for the matchers of an evaluation: with a memory while taught, without one while asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.cli.vectors import KeptVectors, kept_in
from bot.evaluation.asking import Taught
from bot.evaluation.listening import Listener
from bot.knowledge.matching.encoder import RememberingEncoder, UseEncoder, encoder_problem, load_encoder
from bot.knowledge.matching.lessons import with_samples
from bot.knowledge.matching.normalise import matching_copy
from bot.knowledge.ports import Encoder
from bot.settings.values import Settings

Heard = tuple[Listener | None, KeptVectors | None]
"""What hears, None without an encoder, and what keeps a brand's vectors for the next time."""


def listener_of(settings: Settings, environ: Mapping[str, str] | None = None) -> Heard:
    """Give what hears by the encoder that settings name; with an environment what is taught is kept."""
    name = settings.matching.encoder
    memory = load_encoder(name)
    if memory is None:
        return None, None
    asking: Encoder = UseEncoder() if name == "use" else memory
    teaching = RememberingEncoder(asking) if name == "use" else load_encoder(name) or memory
    if environ is None:
        return Listener(teaching=teaching, asking=asking), None
    kept = KeptVectors(teaching, kept_in(environ, asking))
    return Listener(teaching=kept, asking=asking), kept


def encode_of(taught: Taught) -> Callable[[Sequence[str]], Any] | None:
    """Give a function from sentences to their vectors, as the matcher sees them."""
    listener, settings = taught.listener, taught.settings
    if listener is None:
        return None
    names, slots = settings.brand.account_names, settings.slots
    return lambda texts: listener.encode([matching_copy(with_samples(text, slots), names) for text in texts])


def encoder_notes(settings: Settings) -> tuple[str, ...]:
    """Say that the encoder the settings name is not there, where it is not."""
    problem = encoder_problem(settings.matching.encoder)
    return (f"{problem[0].upper()}{problem[1:]}.",) if problem else ()
