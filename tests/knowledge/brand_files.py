"""A small brand without a single problem, as files; tests spoil one file at a time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.knowledge.library import Built, Knowledge, build
from bot.knowledge.lint import lint
from bot.model.message import Surface
from bot.model.problem import Source
from bot.model.traits import Cost, Traits

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)

WEB = Traits(name="web", title="Web chat", limits={Surface.PRIVATE: 2000}, buttons=3)
TELEGRAM = Traits(name="telegram", title="Telegram", limits={Surface.PRIVATE: 4096})
X = Traits(
    name="x",
    title="X",
    limits={Surface.PUBLIC: 280, Surface.PRIVATE: 10_000},
    default_surface=Surface.PUBLIC,
    costs=frozenset({Cost.LINK}),
)
TRAITS = {traits.name: traits for traits in (WEB, TELEGRAM, X)}

SETTINGS = """\
[brand]
name = "Volo Mobile"
languages = ["it"]
[hours]
timezone = "Europe/Rome"
mon-fri = ["09:00-13:00", "14:00-18:00"]
holidays = ["IT-MI"]
[signatures]
FB = { name = "Francesca B." }
[routes]
prepagato = ["FB"]
[slots.importo]
kind = "amount"
[slots.iban]
kind = "iban"
[channels.web]
[channels.x]
"""

INTENT = """\
title = "Ricarica non arrivata"
slots = ["importo"]

[it]
say = '''
la ricarica non è arrivata
ho ricaricato {importo} e il credito manca
soldi spesi e niente credito
'''
"""

REPLY = """\
=== any
Ciao {{ customer.name }}, controlliamo la ricarica e ti scriviamo {{ promise.by|when }}.
=== any
Verifichiamo la ricarica{% if slot.importo %} da {{ slot.importo }}{% endif %}: risposta {{ promise.by|when }}
"""

RESERVED = """\
=== any
Messaggio ricevuto: ti rispondiamo {{ promise.by|when }}. Pratica {{ case.ref }}.
=== any
Ciao {{ customer.name }}, la risposta arriva {{ promise.by|when }}. Pratica {{ case.ref }}.
"""

WITH_BUTTON = """\
=== any
Messaggio ricevuto: è così? Pratica {{ case.ref }}.
buttons: No
=== any
Ciao {{ customer.name }}, ci siamo? Pratica {{ case.ref }}.
buttons: No
"""

FOUR = f"{RESERVED}{RESERVED.replace('Messaggio ricevuto', 'Letto').replace('Ciao', 'Ecco')}"

NAMES = (
    "_ack",
    "_again",
    "_also",
    "_ask_again",
    "_ask_private",
    "_check",
    "_closed",
    "_closed_public",
    "_handoff",
    "_human_soon",
    "_late",
    "_other_language",
    "_overdue",
    "_personal_data",
    "_remind",
    "_reassure",
    "_stop",
    "_unclear",
)

BRAND: Mapping[str, str] = {
    "settings.toml": SETTINGS,
    "intents/prepagato/ricarica_mancata.toml": INTENT,
    "replies/it/ricarica_mancata.j2": REPLY,
    **{f"replies/it/{name}.j2": RESERVED for name in NAMES},
    "replies/it/_again.j2": FOUR,
    **{f"replies/it/{name}.j2": WITH_BUTTON for name in ("_also", "_ask_again", "_unclear")},
}


def sources(changed: Mapping[str, str] | None = None) -> tuple[Source, ...]:
    """Give the brand's files with some changed; an empty text takes the file away."""
    files = {**BRAND, **(changed or {})}
    return tuple(Source(path=path, text=text) for path, text in files.items() if text)


def built(changed: Mapping[str, str] | None = None, environ: Mapping[str, str] | None = None) -> Built:
    """Build the brand without an encoder."""
    return build(sources(changed), environ=environ or {}, traits=TRAITS, encoder=None)


def knowledge(changed: Mapping[str, str] | None = None) -> Knowledge:
    """Build the brand, which must have no errors."""
    result = built(changed)
    assert result.knowledge is not None, [str(problem) for problem in result.problems]
    return result.knowledge


def lines(changed: Mapping[str, str] | None = None, now: datetime = NOW) -> list[str]:
    """Give every problem of the changed brand, as printed."""
    result = built(changed)
    found = set(result.problems)
    if result.parts is not None:
        found |= set(lint(result.parts, now))
    return [str(problem) for problem in sorted(found)]
