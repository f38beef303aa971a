"""The desk's words in its languages: gettext catalogs, looked up by key; templates and pages use them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from types import MappingProxyType

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.model.accept import preferred

LANGUAGES = ("en", "it")


def language_of(accept: str) -> str:
    """Give the desk's language for an `Accept-Language` header."""
    return preferred(accept, LANGUAGES)


@cache
def words(language: str) -> Mapping[str, str]:
    """Give the words of one of the LANGUAGES by their keys, English for any other."""
    source = _catalog("desk.pot", "en")
    english = {str(message.context): str(message.id) for message in source if message.id}
    if language not in LANGUAGES or language == "en":
        return MappingProxyType(english)
    said = _compiled(_catalog(f"{language}.po", language))
    return MappingProxyType({key: said.pgettext(key, text) for key, text in english.items()})


def _catalog(name: str, language: str) -> Catalog:
    with files(__name__).joinpath(name).open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def _compiled(catalog: Catalog) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
