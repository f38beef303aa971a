"""What `connect` does, in order: ask, check, write, wait."""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from getpass import getpass
from pathlib import Path

from bot.channels import catalogue
from bot.cli.brand import all_traits
from bot.cli.env_file import with_values, write_private, write_whole
from bot.cli.keeping import environ_of
from bot.cli.program import program
from bot.cli.talk import say
from bot.clock import SystemClock
from bot.errors import BrandError, ChannelError, SetupError
from bot.model.problem import Source
from bot.service.meeting import FirstWords, Meeting
from bot.settings import codes, read
from bot.settings.document import parse
from bot.settings.secrets import variable_for
from bot.settings.switching import NotSwitchableError, switched_on, variables_in
from bot.settings.values import ChannelSettings, Mode
from bot.settings.words import WrongValueError, duration

_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class _Switch:
    """A channel about to be switched on: the file before and after, and its secrets' variables by key."""

    name: str
    title: str
    before: Source
    after: Source
    variables: Mapping[str, str]


def span_of(text: str) -> float:
    """Read how long to wait, in seconds. Raises SetupError."""
    try:
        return 0.0 if text in {"0", "0s"} else duration(text).total_seconds()
    except WrongValueError as error:
        raise SetupError(f"--wait: “{text}” is no length of time", hint="write it like 5m, or 0") from error


async def connect(project: Path, channel: str, seconds: float) -> int:
    """Connect a channel's account; 1 when no message came. Raises SportelloError, and then wrote nothing."""
    switch = _switch(project, channel)
    secrets = _asked(switch, environ_of(project))
    environ = {**environ_of(project), **secrets}
    settings = _settings(switch, environ)
    meeting = catalogue.meet(channel, settings, SystemClock())
    try:
        say(f"{switch.title} knows these keys: the account is {await meeting.name()}.")
        _write(project, switch, secrets)
        _say_how_it_is(switch, settings, secrets)
        return await _waited(meeting, seconds)
    finally:
        await meeting.close()


def _switch(project: Path, channel: str) -> _Switch:
    traits = catalogue.traits(channel)
    if not traits.secrets:
        raise SetupError(
            f"{traits.title} needs no keys", hint=f"add [channels.{channel}] to settings.toml: that is all"
        )
    before = _source(project / "settings.toml")
    there = variables_in(before.text, channel)
    variables = {key: there.get(key, variable_for(("channels", channel, key))) for key in traits.secrets}
    try:
        after = switched_on(before, channel, variables)
    except NotSwitchableError as error:
        raise SetupError(str(error), hint=f"add by hand: {error.block.replace(chr(10), ' / ')}") from error
    return _Switch(name=channel, title=traits.title, before=before, after=after, variables=variables)


def _source(path: Path) -> Source:
    """Read settings.toml to the byte. Raises SetupError and BrandError."""
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        raise SetupError(
            f"there is no {path}", hint=f"run `{program()} init` there, or use -C DIR"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path} cannot be read", hint="save it as UTF-8 text") from error
    source = Source(path="settings.toml", text=text)
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problem = parse(source, codes.NOT_TOML)
        raise BrandError((problem,) if not hasattr(problem, "data") else ()) from error
    return source


def _asked(switch: _Switch, environ: Mapping[str, str]) -> dict[str, str]:
    """Ask for each secret and give what was typed, by variable; an empty line keeps what is there."""
    found: dict[str, str] = {}
    for key, variable in switch.variables.items():
        what = f"{switch.title}'s {key.replace('_', ' ')}"
        typed = _typed(f"{what}{' (Enter keeps yours)' if environ.get(variable) else ''}: ").strip()
        if typed:
            found[variable] = typed
        elif not environ.get(variable):
            raise SetupError(f"{what} was not given; nothing was written", hint="docs/channels.md says where")
    return found


def _typed(question: str) -> str:
    """Read a line that is not shown; from a pipe where one is there. "" where there is none."""
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    try:
        return getpass(question)
    except EOFError:
        return ""


def _settings(switch: _Switch, environ: Mapping[str, str]) -> ChannelSettings:
    settings, problems = read(switch.after, environ, all_traits())
    if settings is None:
        raise BrandError(problems)
    return settings.channels[switch.name]


def _write(project: Path, switch: _Switch, secrets: Mapping[str, str]) -> None:
    """Keep the secrets, then switch the channel on: in this order nothing is on without its keys."""
    path, env = project / "settings.toml", project / ".env"
    if path.read_bytes() != switch.before.text.encode("utf-8"):
        raise SetupError("settings.toml was changed meanwhile; nothing was written", hint="connect again")
    write_private(env, with_values(env.read_text(encoding="utf-8") if env.is_file() else "", secrets))
    if switch.after.text != switch.before.text:
        write_whole(path, switch.after.text)


def _say_how_it_is(switch: _Switch, settings: ChannelSettings, secrets: Mapping[str, str]) -> None:
    say(f"  .env           {', '.join(secrets) or 'as it was'}, for your eyes alone (mode 0600)")
    say(f"  settings.toml  [channels.{switch.name}] is on; its mode is {_mode(settings.mode)}")
    for variable, value in secrets.items():
        if os.environ.get(variable, value) != value:
            say(f"  But {variable} is also set in the environment, which wins over .env: take it out there.")


def _mode(mode: Mode) -> str:
    told = {
        Mode.DRAFT: "draft: a person approves each reply",
        Mode.ACKNOWLEDGE: "acknowledge: it says that it has read",
        Mode.ANSWER: "answer: the bot answers",
    }
    return told[mode]


async def _waited(meeting: Meeting, seconds: float) -> int:
    if seconds:
        say(f"{meeting.greeting} Ctrl+C ends the waiting.")
    try:
        words = await meeting.first_words(seconds)
    except ChannelError as error:
        say(f"The account is connected, but no message can be read yet: {error} {error.hint}".rstrip())
        return 1
    if words is None:
        say(f"No message has come. The account is connected all the same: `{program()} run` answers it.")
        return 1
    say(f"{_told(words)} `{program()} run` answers it.")
    return 0


def _told(words: FirstWords) -> str:
    text = " ".join(words.text.split())
    said = f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else "something without words"
    return f"{words.name or 'Somebody'} wrote {said}: messages arrive."
