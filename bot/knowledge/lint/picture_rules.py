"""R024: the pictures that replies name are there, inside their folder, and not too large."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge import codes
from bot.knowledge.lint.parts import Parts, problem
from bot.knowledge.pictures import PICTURES, is_picture
from bot.knowledge.replies.book import address_rank
from bot.knowledge.replies.sections import Picture
from bot.knowledge.replies.templates import Variant
from bot.model.message import MediaKind
from bot.model.problem import Problem
from bot.model.traits import Traits
from bot.settings.suggest import did_you_mean

_MEGABYTE = 1_000_000


def pictures(parts: Parts) -> Iterator[Problem]:
    """R024 for every variant with a picture."""
    for _, _, variant in parts.variants():
        if variant.section.picture is not None:
            yield from _of(variant, variant.section.picture, parts)


def _of(variant: Variant, picture: Picture, parts: Parts) -> Iterator[Problem]:
    known = [path for path, source in parts.sources.items() if source.size is not None]
    if not is_picture(picture.path):
        message = f"“{picture.path}” is not a picture in {PICTURES}/"
        hint = f"put a .png, .jpg, .webp or .gif file into {PICTURES}/ and write {PICTURES}/its-name.png"
        yield problem(variant.file, picture.place, codes.PICTURE, message, hint)
    elif picture.path not in known:
        message = f"there is no file {picture.path}"
        yield problem(variant.file, picture.place, codes.PICTURE, message, did_you_mean(picture.path, known))
    else:
        yield from _on_channels(variant, picture, parts)


def _on_channels(variant: Variant, picture: Picture, parts: Parts) -> Iterator[Problem]:
    size = parts.sources[picture.path].size or 0
    reached = {
        traits.name: traits
        for traits, surface in parts.outlets()
        if address_rank(variant, traits.name, surface) >= 0
    }
    for traits in reached.values():
        yield from _on_channel(variant, picture, size, traits)


def _on_channel(variant: Variant, picture: Picture, size: int, traits: Traits) -> Iterator[Problem]:
    if MediaKind.PHOTO not in traits.media:
        message = f"{traits.title} shows no pictures: the words go alone there"
        hint = "see that they say enough, or give this channel a section of its own"
        yield problem(variant.file, picture.place, codes.PICTURE, message, hint, warning=True)
    elif size > traits.media_bytes:
        message = f"{picture.path} has {size / _MEGABYTE:.1f} MB; {traits.title} takes "
        message += f"{traits.media_bytes / _MEGABYTE:.0f}"
        yield problem(variant.file, picture.place, codes.PICTURE, message, "make the picture smaller")
