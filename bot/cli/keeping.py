"""What stands beside the brand: its settings, its environment, and where its store is."""

from __future__ import annotations

from pathlib import Path

from bot.errors import BrandError, SetupError
from bot.service.brand import has_errors, read_environ, read_sources
from bot.settings import read
from bot.settings.values import Settings

_SCHEME = "sqlite:///"


def environ_of(project: Path) -> dict[str, str]:
    """Give the environment with the brand's `.env` below it. Raises SetupError if that cannot be read."""
    try:
        return read_environ(project)
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{project / '.env'} cannot be read", hint="save it as UTF-8 text") from error


def settings_of(project: Path) -> Settings:
    """Read settings.toml alone. Raises BrandError with its problems."""
    source = next(item for item in read_sources(project) if item.path == "settings.toml")
    settings, problems = read(source, environ_of(project))
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
