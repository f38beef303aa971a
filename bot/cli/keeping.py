"""Where the store is: settings.toml's address, a relative file being in the brand's folder."""

from __future__ import annotations

from pathlib import Path

from bot.errors import BrandError, SetupError
from bot.service.brand import has_errors, read_environ, read_sources
from bot.settings import read
from bot.settings.values import Settings

_SCHEME = "sqlite:///"


def settings_of(project: Path) -> Settings:
    """Read settings.toml alone. Raises BrandError with its problems."""
    source = next(item for item in read_sources(project) if item.path == "settings.toml")
    settings, problems = read(source, read_environ(project))
    if settings is None or has_errors(problems):
        raise BrandError(problems)
    return settings


def store_url(project: Path) -> str:
    """Give the address of the store that settings.toml names."""
    return placed(settings_of(project).storage.url, project)


def placed(url: str, project: Path) -> str:
    """Give the address with a relative file put into the brand's folder."""
    if not url.startswith(_SCHEME) or url == f"{_SCHEME}:memory:":
        return url
    return f"{_SCHEME}{project.absolute() / url.removeprefix(_SCHEME)}"


def require_store(path: Path) -> None:
    """Raise SetupError where there is no store yet."""
    if not path.is_file():
        raise SetupError(f"there is no store at {path}", hint="`sportello run` makes it")
