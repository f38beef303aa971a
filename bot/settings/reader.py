"""Reads settings.toml as a whole: every problem at once, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.model.message import Surface
from bot.model.problem import Level, Problem, Source
from bot.model.traits import Traits
from bot.settings import codes
from bot.settings.approval_reader import read_approval
from bot.settings.desk_reader import read_desk
from bot.settings.document import parse
from bot.settings.hearing_reader import read_incident, read_listening, read_policy, read_tone
from bot.settings.hours_reader import read_hours
from bot.settings.overrides import apply
from bot.settings.positions import Path
from bot.settings.secrets import is_reference, looks_secret, resolve, variable_for
from bot.settings.sections import (
    read_brand,
    read_console,
    read_follow_ups,
    read_handoff,
    read_limits,
    read_matching,
    read_routes,
    read_signatures,
    read_sla,
    read_slots,
)
from bot.settings.suggest import did_you_mean
from bot.settings.table import Report, Table, one_of, span, text
from bot.settings.urgency import read_brigade, read_priority
from bot.settings.values import ChannelSettings, Mode, Settings, Storage
from bot.settings.words import WrongValueError

_SECRET_SECTIONS = ("channels", "console", "storage")


def read(
    source: Source, environ: Mapping[str, str], traits: Mapping[str, Traits] | None = None
) -> tuple[Settings | None, tuple[Problem, ...]]:
    """Read settings.toml with the environment's overrides in; no settings where there is an error.

    With `traits`, channels are checked to be among them, and one that posts in public starts in draft.
    """
    document = parse(source, codes.NOT_TOML)
    if isinstance(document, Problem):
        return None, (document,)
    data, origins = apply(document.data, environ)
    report = Report(document, elsewhere=origins)
    settings = _settings(Table(report, (), data), environ, traits)
    _find_secrets(report, (), data)
    problems = tuple(sorted(report.problems))
    return (None if any(item.level is Level.ERROR for item in problems) else settings), problems


def _settings(root: Table, environ: Mapping[str, str], traits: Mapping[str, Traits] | None) -> Settings:
    bot_signature, people = read_signatures(root.sub("signatures"))
    channels = _channels(root.sub("channels"), environ, traits)
    settings = Settings(
        brand=read_brand(root.sub("brand")),
        hours=read_hours(root.sub("hours"), traits),
        sla=read_sla(root.sub("sla"), people),
        follow_ups=read_follow_ups(root.sub("follow_ups")),
        matching=read_matching(root.sub("matching")),
        handoff=read_handoff(root.sub("handoff")),
        limits=read_limits(root.sub("limits")),
        priority=read_priority(root.sub("priority")),
        tone=read_tone(root.sub("tone")),
        brigade=read_brigade(root.sub("brigade")),
        policy=read_policy(root.sub("policy")),
        listening=read_listening(root.sub("listening")),
        incident=read_incident(root.sub("incident")),
        approval=read_approval(root.sub("approval"), channels, traits),
        bot_signature=bot_signature,
        people=people,
        routes=read_routes(root.sub("routes"), people),
        slots=read_slots(root.sub("slots")),
        channels=channels,
        console=read_console(root.sub("console")),
        storage=_storage(root.sub("storage"), environ),
        desk=read_desk(root.sub("desk")),
    )
    root.close()
    return settings


def _channels(
    table: Table, environ: Mapping[str, str], traits: Mapping[str, Traits] | None
) -> Mapping[str, ChannelSettings]:
    found: dict[str, ChannelSettings] = {}
    for name, inner in table.subs():
        if traits is not None and name not in traits:
            table.report.key(inner.path, codes.NO_CHANNEL, f"no channel “{name}”", did_you_mean(name, traits))
        found[name] = _channel(name, inner, environ, traits or {})
    return found


def _channel(
    name: str, table: Table, environ: Mapping[str, str], traits: Mapping[str, Traits]
) -> ChannelSettings:
    public = name in traits and traits[name].default_surface is Surface.PUBLIC
    careful = Mode.DRAFT if public else Mode.ANSWER
    mode = Mode(table.take("mode", one_of(*(mode.value for mode in Mode)), careful.value))
    written = {key: value for key, value in table.data.items() if key != "mode"}
    options: dict[str, object] = {}
    missing: tuple[str, ...] = ()
    for key, value in written.items():
        options[key], names = resolve(value, environ)
        missing += names
    line = table.report.document.places.key(table.path).line
    return ChannelSettings(name=name, mode=mode, options=options, missing=missing, line=line)


def _storage(table: Table, environ: Mapping[str, str]) -> Storage:
    base = Storage()

    def url(value: object) -> str:
        found, missing = resolve(text(value), environ)
        if missing:
            raise WrongValueError(f"{missing[0]} is not set in the environment", "put it into .env")
        if not str(found).startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise WrongValueError("this is not a store", "“sqlite:///sportello.db” or “postgresql://…”")
        return str(found)

    storage = replace(base, url=table.take("url", url, base.url), keep=table.take("keep", span, base.keep))
    table.close()
    return storage


def _find_secrets(report: Report, path: Path, value: Any) -> None:
    """Report every text in the file that is a secret; those in the environment are where they belong."""
    if report.overridden(path):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            _find_secrets(report, (*path, str(key)), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _find_secrets(report, (*path, index), item)
    elif isinstance(value, str) and not is_reference(value):
        words = tuple(part for part in path if isinstance(part, str))
        key = words[-1] if words[0] in _SECRET_SECTIONS else ""
        if looks_secret(key, value):
            hint = f"write “env:{variable_for(words)}” and put the value into .env"
            report.value(path, codes.SECRET_IN_FILE, f"a secret is written in “{words[-1]}”", hint)
