"""Reads the sections of settings.toml but for the hours and the channels: one function a section."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from itertools import pairwise

import re2
from babel import localedata

from bot.model.hand_off import HandOffReason
from bot.settings.codes import ROUTE_TO_NOBODY, WRONG_VALUE
from bot.settings.suggest import did_you_mean
from bot.settings.table import (
    Table,
    by_name,
    each,
    flag,
    number,
    one_of,
    share,
    span,
    span_or_none,
    text,
    whole,
    whole_or_none,
)
from bot.settings.values import (
    Brand,
    Console,
    FollowUps,
    Handoff,
    Limits,
    Matching,
    Person,
    Sla,
    Slot,
    SlotKind,
)
from bot.settings.words import WrongValueError, quiet

PERSONAL = frozenset({SlotKind.PHONE, SlotKind.EMAIL, SlotKind.IBAN, SlotKind.FISCAL_CODE})
"""Kinds of values that are never asked for or repeated in public."""

_STEPS = 3
_ACCOUNT = re.compile(r"@\w{1,50}")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9_]*")


def read_brand(table: Table) -> Brand:
    brand = Brand(
        name=table.require("name", text, "?"),
        languages=table.take("languages", _languages, ("it",)),
        account_names=table.take("account_names", each(text), ()),
        ignore=table.take("ignore", each(_account), ()),
        public=table.take("public", each(text), ()),
    )
    table.close()
    return brand


def _account(value: object) -> str:
    name = text(value)
    if not _ACCOUNT.fullmatch(name):
        raise WrongValueError(f"“{name}” is no name of an account", 'for example "@volomobile_news"')
    return name


def _languages(value: object) -> tuple[str, ...]:
    found = each(_language)(value)
    if not found:
        raise WrongValueError("a brand speaks at least one language", 'for example ["it"]')
    if len(set(found)) < len(found):
        raise WrongValueError("the same language twice")
    return found


def _language(value: object) -> str:
    code = text(value)
    if not re.fullmatch(r"[a-z]{2,3}", code) or not localedata.exists(code):
        raise WrongValueError(f"no language “{code}”", "two small letters: it, en, fr, de, es …")
    return code


def read_sla(table: Table, people: Mapping[str, Person]) -> Sla:
    base = Sla()
    first_answer = table.take("first_answer", span, base.first_answer)
    nobody: tuple[str, ...] = ()
    sla = Sla(
        acknowledge=table.take("acknowledge", span, base.acknowledge),
        first_answer=first_answer,
        next_answer=table.take("next_answer", span, first_answer),
        resolution=table.take("resolution", span_or_none, base.resolution),
        public_post=table.take("public_post", _rising, base.public_post),
        reach=table.take("reach", _reach, base.reach),
        warn_before=table.take("warn_before", span, base.warn_before),
        escalate_to=table.take("escalate_to", each(_signer(people)), nobody),
    )
    table.close()
    return sla


def _reach(value: object) -> Mapping[int, float]:
    if not isinstance(value, Mapping):
        raise WrongValueError("this must be a table", "for example { 10000 = 2, 100000 = 4 }")
    found: dict[int, float] = {}
    for key, item in value.items():
        if not str(key).isdecimal():
            raise WrongValueError(
                f"“{key}” is no number of followers", "for example { 10000 = 2 }", inside=(str(key),)
            )
        times = number(item)
        if times < 1:
            raise WrongValueError(
                "reach may only make a post more urgent", "1 or more, for example 2", inside=(str(key),)
            )
        found[int(key)] = times
    return dict(sorted(found.items()))


def _rising(value: object) -> tuple[timedelta, ...]:
    found = each(span)(value)
    for index, (first, second) in enumerate(pairwise(found), 1):
        if second <= first:
            raise WrongValueError("each step must be longer than the one before", inside=(index,))
    if len(found) != _STEPS:
        raise WrongValueError("three times are needed: answered, solved, out of hand", '["1h", "6h", "18h"]')
    return found


def read_follow_ups(table: Table) -> FollowUps:
    base = FollowUps()
    follow_ups = FollowUps(
        reassure_every=table.take("reassure_every", each(span), base.reassure_every),
        remind_after=table.take("remind_after", span_or_none, base.remind_after),
        quiet=table.take("quiet", lambda value: quiet(text(value)), base.quiet),
        give_up_after=table.take("give_up_after", span, base.give_up_after),
    )
    table.close()
    return follow_ups


def read_matching(table: Table) -> Matching:
    base = Matching()
    matching = Matching(
        answer_above=table.take("answer_above", share, base.answer_above),
        ask_above=table.take("ask_above", share, base.ask_above),
        margin=table.take("margin", share, base.margin),
        precision=table.take("precision", share, base.precision),
        encoder=table.take("encoder", text, base.encoder),
    )
    table.close()
    if matching.ask_above > matching.answer_above:
        table.take("ask_above", _above_the_answer, None)
    return matching


def _above_the_answer(_value: object) -> None:
    raise WrongValueError(
        "“ask_above” is above “answer_above”", "the bot asks where it is too unsure to answer"
    )


def read_handoff(table: Table) -> Handoff:
    base = Handoff()
    reasons = each(one_of(*(reason.value for reason in HandOffReason)))
    handoff = Handoff(
        on=frozenset(table.take("on", reasons, tuple(base.on))),
        silence_bot_for=table.take("silence_bot_for", span, base.silence_bot_for),
        courtesy=table.take("courtesy", flag, base.courtesy),
    )
    table.close()
    return handoff


def read_limits(table: Table) -> Limits:
    base = Limits()
    limits = Limits(
        private_per_hour=table.take("private_per_hour", whole, base.private_per_hour),
        public_per_hour=table.take("public_per_hour", whole, base.public_per_hour),
        account_per_minute=table.take("account_per_minute", whole_or_none, base.account_per_minute),
        public_per_day=table.take("public_per_day", whole, base.public_per_day),
        public_per_thread=table.take("public_per_thread", whole, base.public_per_thread),
    )
    table.close()
    return limits


def read_signatures(table: Table) -> tuple[str, Mapping[str, Person]]:
    """Read how the bot and the people sign."""
    bot = table.take("bot", lambda value: value if value == "" else text(value), "^Bot")
    people: dict[str, Person] = {}
    for key, inner in table.subs():
        name = inner.require("name", text, key)
        people[key] = Person(
            key=key,
            name=name,
            email=inner.take("email", text, ""),
            telegram=inner.take("telegram", _nobody_elses(people), 0),
        )
        inner.close()
    return str(bot), people


def _nobody_elses(people: Mapping[str, Person]) -> Callable[[object], int]:
    """Read a person's number on Telegram, which is theirs alone."""

    def number_of(value: object) -> int:
        found = whole(value)
        other = next((person.key for person in people.values() if person.telegram == found), "")
        if other:
            raise WrongValueError(f"this is {other}’s number on Telegram", "each person has their own")
        return found

    return number_of


def read_routes(table: Table, people: Mapping[str, Person]) -> Mapping[str, tuple[str, ...]]:
    """Read which people answer which topic; each must be one of those who sign."""

    def some(value: object) -> tuple[str, ...]:
        found = each(_signer(people))(value)
        if not found:
            raise WrongValueError("this route leads to no person", "name at least one", code=ROUTE_TO_NOBODY)
        return found

    return {topic: table.take(topic, some, ()) for topic in table.data}


def _signer(people: Mapping[str, Person]) -> Callable[[object], str]:
    """Read the key of a person, one of those who sign."""

    def person(value: object) -> str:
        key = text(value)
        if key not in people:
            hint = did_you_mean(key, people) or f'add {key} = {{ name = "…" }} to [signatures]'
            raise WrongValueError(f"nobody signs as “{key}”", hint, code=ROUTE_TO_NOBODY)
        return key

    return person


def read_slots(table: Table) -> Mapping[str, Slot]:
    """Read [slots.NAME]."""
    return {name: _slot(name, inner) for name, inner in table.subs()}


def _slot(name: str, table: Table) -> Slot:
    if not _SLOT_NAME.fullmatch(name):
        table.report.key(
            table.path, WRONG_VALUE, f"“{name}” cannot be a slot’s name", "small letters, digits and _"
        )
    kind = SlotKind(table.require("kind", one_of(*(kind.value for kind in SlotKind)), SlotKind.PATTERN.value))
    values: tuple[str, ...] = table.take("values", each(text), ())
    pattern = table.take("pattern", _pattern, "")
    if kind is SlotKind.LIST and "values" not in table:
        table.require("values", text, "")
    if kind is SlotKind.PATTERN and "kind" in table and "pattern" not in table:
        table.require("pattern", text, "")
    slot = Slot(
        name=name,
        kind=kind,
        values=values,
        pattern=pattern,
        ask=table.take("ask", by_name(text), {}),
        ask_again=table.take("ask_again", by_name(text), {}),
        country=table.take("country", _country, "IT"),
        private=table.take("private", flag, kind in PERSONAL) or kind in PERSONAL,
    )
    table.close()
    return slot


def _country(value: object) -> str:
    from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415 - 30 ms, only where a country is named

    code = text(value)
    if code not in SUPPORTED_REGIONS:
        raise WrongValueError(f"no country “{code}”", "two capital letters: IT, GB, DE …")
    return code


def _pattern(value: object) -> str:
    written = text(value)
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(written, options)
    except re2.error:
        raise WrongValueError(
            f"“{written}” is not a pattern RE2 takes", "no look-ahead, no back-references"
        ) from None
    return written


def read_console(table: Table) -> Console:
    base = Console()
    host, port = table.take("listen", _address, (base.host, base.port))
    url = table.take("url", _site, base.url)
    table.close()
    return Console(host=host, port=port, url=url)


def _site(value: object) -> str:
    """Read the address of a whole site, as a browser shows it."""
    written = text(value).rstrip("/")
    if not re.fullmatch(r"https?://[^\s/?#@]+", written):
        raise WrongValueError("this is not the address of a site", "for example “https://desk.example.it”")
    return written


def _address(value: object) -> tuple[str, int]:
    host, colon, port = text(value).rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise WrongValueError("this is not an address to listen at", "for example “127.0.0.1:8080”")
    return host.strip("[]"), int(port)
