"""The desk's templates: one environment, autoescaped, strict about names."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.desk.show import shown, tame
from bot.desk.words import words


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=shown, tame=tame)
    return environment


def render(template: str, language: str, /, **values: object) -> str:
    """Put a page into words; `w` in the template are the words of the language."""
    page = _environment().get_template(template)
    return page.render(language=language, w=words(language), **values)
