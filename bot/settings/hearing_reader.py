"""Reads what is listened for: tones, words customers are spared, topics, bursts."""

from __future__ import annotations

import re
from dataclasses import fields

from bot.settings.hearing import Incident, Listening, PolicyWords, ToneWords
from bot.settings.table import Table, each, number, span, text, whole
from bot.settings.words import WrongValueError

_SHORTEST = 3
_LONGEST_TOPIC = 40
_LOOSEST, _EXACTLY = 70, 100
_WORD = r"\w+(?:['’-]\w+)*['’]?\*?"
_EXPRESSION = re.compile(rf"{_WORD}(?: (?:… )?{_WORD})*")


def read_tone(table: Table) -> ToneWords:
    nothing: tuple[str, ...] = ()
    words = {item.name: table.take(item.name, each(_expression), nothing) for item in fields(ToneWords)}
    table.close()
    return ToneWords(**words)


def read_listening(table: Table) -> Listening:
    base = Listening()
    listening = Listening(
        terms=table.take("terms", each(_term), base.terms),
        topics=table.take("topics", each(_topic), base.topics),
        misspellings=table.take("misspellings", _likeness, base.misspellings),
        reach=table.take("reach", whole, base.reach),
    )
    table.close()
    return listening


def _term(value: object) -> str:
    written = text(value)
    if sum(char.isalnum() for char in written) < _SHORTEST:
        raise WrongValueError(
            f"“{written}” would be heard in every text", f"{_SHORTEST} letters or figures at least"
        )
    return written


def _topic(value: object) -> str:
    written = _term(value)
    if len(written) > _LONGEST_TOPIC:
        raise WrongValueError(
            f"a topic of {len(written)} characters", f"a word or two, {_LONGEST_TOPIC} characters at most"
        )
    return written


def _likeness(value: object) -> float:
    likeness = number(value)
    if not _LOOSEST <= likeness <= _EXACTLY:
        raise WrongValueError(
            "this must be a number from 70 to 100", "88 takes a slip of the finger, 100 none; less is chance"
        )
    return likeness


def read_policy(table: Table) -> PolicyWords:
    nothing: tuple[str, ...] = ()
    words = {item.name: table.take(item.name, each(_expression), nothing) for item in fields(PolicyWords)}
    table.close()
    return PolicyWords(**words)


def _expression(value: object) -> str:
    """Read an expression: words, of which the last letters may be a “*”, with “…” between some."""
    written = text(value)
    if not _EXPRESSION.fullmatch(written):
        raise WrongValueError(
            f"“{written}” cannot be listened for", "words, with “*” for any ending and “…” for words between"
        )
    return written


def read_incident(table: Table) -> Incident:
    base = Incident()
    inner = table.sub("suggest_when")
    incident = Incident(
        times=inner.take("times", number, base.times),
        at_least=inner.take("at_least", whole, base.at_least),
        within=inner.take("within", span, base.within),
        announce=table.take("announce", each(text), base.announce),
        update_every=table.take("update_every", span, base.update_every),
    )
    inner.close()
    table.close()
    return incident
