"""Loading the brand for a command: its files, its environment, its channels' traits, its encoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.channels import catalogue
from bot.cli.context import Context
from bot.cli.keeping import environ_of
from bot.cli.vectors import KeptVectors, kept_in
from bot.errors import BrandError, SetupError
from bot.knowledge.library import Knowledge
from bot.knowledge.matching.encoder import load_encoder
from bot.knowledge.ports import Encoder
from bot.model.problem import Problem
from bot.model.traits import Traits
from bot.service.brand import Brand, has_errors, read_sources
from bot.settings import read


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A brand that has not been read yet; `traits` are those of every channel there is."""

    brand: Brand
    traits: Mapping[str, Traits]
    environ: Mapping[str, str]
    vectors: KeptVectors | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A brand as a command uses it; `problems` are those found when it was read."""

    brand: Brand
    traits: Mapping[str, Traits]
    problems: tuple[Problem, ...]
    vectors: KeptVectors | None = None

    @property
    def knowledge(self) -> Knowledge:
        """The knowledge being served."""
        return self.brand.knowledge


def load(context: Context) -> Loaded:
    """Load the brand. Raises BrandError with every problem, SetupError when there is no brand at all."""
    opened = open_brand(context)
    problems = opened.brand.load()
    if has_errors(problems):
        raise BrandError(problems)
    if opened.vectors is not None:
        opened.vectors.keep()
    return Loaded(brand=opened.brand, traits=opened.traits, problems=problems, vectors=opened.vectors)


def open_brand(context: Context) -> Opened:
    """Make the brand without reading its intents and replies yet."""
    traits = all_traits()
    environ = environ_of(context.project)
    encoder = _encoder(context.project, environ, traits)
    vectors = KeptVectors(encoder, kept_in(environ, encoder)) if encoder is not None else None
    brand = Brand(context.project, environ=environ, traits=traits, encoder=vectors)
    return Opened(brand=brand, traits=traits, environ=environ, vectors=vectors)


def all_traits() -> Mapping[str, Traits]:
    """Give the traits of every channel there is."""
    return {name: catalogue.traits(name) for name in catalogue.names()}


def address(traits: Mapping[str, Traits], name: str) -> str:
    """Give a channel address in full: "x" is "x.post". Raises SetupError for one that does not exist."""
    known = [item.address(surface) for item in traits.values() for surface in item.surfaces]
    channel = traits.get(name)
    if channel is not None:
        return channel.address(channel.default_surface)
    if name not in known:
        raise SetupError(f"there is no channel “{name}”", hint=f"use one of {', '.join(known)}")
    return name


def _encoder(project: Path, environ: Mapping[str, str], traits: Mapping[str, Traits]) -> Encoder | None:
    """Give the encoder the settings name; without settings that can be read it does not matter."""
    source = next(item for item in read_sources(project) if item.path == "settings.toml")
    settings, _problems = read(source, environ, traits)
    return load_encoder(settings.matching.encoder) if settings is not None else None
