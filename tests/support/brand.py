"""A small brand in memory, with a matcher that reads exactly what a test tells it to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.knowledge.library import Knowledge, build
from bot.knowledge.replies.book import Book
from bot.knowledge.replies.templates import read_template
from bot.model.matching import Candidate, Match
from bot.model.message import Author, Surface
from bot.model.problem import Source
from bot.model.traits import Idempotency, Traits
from bot.testing import Dialogue

ROME = ZoneInfo("Europe/Rome")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ROME)
SATURDAY = datetime(2026, 11, 28, 10, 0, tzinfo=ROME)

CHAT = Traits(
    name="chat",
    title="Chat",
    limits={Surface.PRIVATE: 1000},
    idempotency=Idempotency.KEY,
    burst_pause=timedelta(0),
)
WALL = Traits(
    name="wall",
    title="Wall",
    limits={Surface.PUBLIC: 280, Surface.PRIVATE: 1000},
    default_surface=Surface.PUBLIC,
    idempotency=Idempotency.LOOKUP,
    burst_pause=timedelta(0),
)
PHONE = Traits(name="phone", title="Phone", limits={Surface.PRIVATE: 1000}, idempotency=Idempotency.NONE)
SHOP = Traits(
    name="shop",
    title="Shop",
    limits={Surface.PRIVATE: 1000},
    idempotency=Idempotency.KEY,
    burst_pause=timedelta(0),
    window=timedelta(hours=24),
)
POSTS = Traits(
    name="posts",
    title="Posts",
    limits={Surface.PUBLIC: 280},
    default_surface=Surface.PUBLIC,
    idempotency=Idempotency.LOOKUP,
    burst_pause=timedelta(0),
    auto_replies=1,
)
TRAITS: Mapping[str, Traits] = {"chat": CHAT, "wall": WALL, "phone": PHONE, "shop": SHOP, "posts": POSTS}

SETTINGS = """
[brand]
name = "Prova"
languages = ["it", "en"]

[hours]
timezone = "Europe/Rome"
mon-fri = ["09:00-13:00", "14:00-18:00"]

[signatures]
bot = "^Bot"
FB = { name = "Francesca B." }

[slots.pratica]
kind = "order"
ask = { it = "Mi dai il numero d'ordine?", en = "What is the order number?" }
ask_again = { it = "Il numero d'ordine ha cinque cifre.", en = "The order number has five digits." }

[channels.chat]
[channels.wall]
mode = "answer"
[channels.phone]
[channels.shop]
[channels.posts]
mode = "answer"
"""

_INTENT = """
title = "{title}"
{extra}
[it]
say = '''
{say_it}
'''
[en]
say = '''
{say_en}
'''
"""

_REPLIES = {
    "_ack": "Siamo di nuovo qui {{ hours.next_open|when }}."
    "{% if promise.by %} Ti rispondo entro {{ promise.by|when }}.{% endif %}",
    "_again": "=== any\nGià con noi, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nLetto anche questo, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nLa segnalazione c'è, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nNiente è perso, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n",
    "_handoff": "Ti risponde una persona{% if promise.by %} entro {{ promise.by|when }}{% endif %}.",
    "_human_soon": "La persona sta arrivando.",
    "_reassure": "Ci stiamo lavorando.",
    "_unclear": "Intendi {{ options }}?\nbuttons: Nessuna di queste",
    "_late": "Scusa il ritardo: ti rispondo entro {{ promise.by|when }}.",
    "_overdue": "Il ritardo è nostro: la tua pratica ora è la prima.",
    "_remind": "Mi manca ancora la tua risposta.",
    "_closed": "Chiudo la pratica {{ case.ref }}.",
    "_stop": "Va bene, niente più messaggi automatici.",
    "_ask_private": "Scrivimi in privato.",
    "_closed_public": "Ci siamo sentiti in privato: grazie.",
    "_personal_data": "Cancella il messaggio e scrivimi in privato.",
    "_also": "Vuoi sapere anche di {{ options }}?\nbuttons: No, basta così",
    "_ask_again": "Non lo trovo. {{ question }}\nbuttons: Una persona",
    "_other_language": "Rispondo solo in {{ brand.languages }}.",
    "_check": "È risolto?\nbuttons: Sì, risolto | No, non ancora",
    "_incident": "{% if incident.text %}{{ incident.text }}{% else %}C'è un guasto.{% endif %}"
    "{% if incident.next_update %} Novità {{ incident.next_update|when }}.{% endif %}",
    "_incident_again": "Il guasto c'è ancora, ci lavoriamo.",
    "_incident_over": "Il guasto è finito. {{ incident.text }}",
    "orari": "Siamo aperti dalle 9 alle 18.",
    "saluto": "Ciao, dimmi.",
    "stato": "L'ordine {{ slot.pratica }} è partito.",
    "dati": "Ecco i tuoi dati.",
    "pacco": "Ecco dov'è il pacco.",
}


def _intent(name: str, title: str, say: str, extra: str = "") -> Source:
    lines = "\n".join(f"{say} {word}" for word in ("oggi", "adesso", "per favore", "grazie"))
    english = "\n".join(f"{name} {word}" for word in ("now", "today", "please", "thanks"))
    text = _INTENT.format(title=title, say_it=lines, say_en=english, extra=extra)
    return Source(path=f"intents/generale/{name}.toml", text=text)


def write_brand(folder: Path, channels: str, *, store: str) -> Path:
    """Write the small brand with these channel blocks only, without an encoder, in a store of its own."""
    own = f"""{SETTINGS[: SETTINGS.index("[channels.chat]")]}
{channels}

[matching]
encoder = "none"

[storage]
url = "sqlite:///{store}.db"
"""
    for source in (Source(path="settings.toml", text=own), *sources()[1:]):
        path = folder / source.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source.text, encoding="utf-8")
    return folder


def sources() -> tuple[Source, ...]:
    """Give the files of the small brand."""
    intents = (
        _intent("orari", "Orari", "quando siete aperti"),
        _intent("saluto", "Saluto", "buongiorno", 'means = "greeting"'),
        _intent("stato", "Stato dell'ordine", "a che punto è il mio ordine", 'slots = ["pratica"]'),
        _intent("dati", "Dati personali", "mostrami i miei dati", "private = true"),
        _intent("pacco", "Pacco", "dov'è il pacco", 'follow_up = "2h"'),
        _intent(
            "persona", "Una persona", "voglio un operatore", 'answer = "people"\nmeans = "asked_for_human"'
        ),
        _intent("reclamo", "Reclamo", "siete pessimi", 'answer = "people"\nmeans = "angry"'),
    )
    replies = tuple(
        Source(path=f"replies/{language}/{name}.j2", text=_variants(text))
        for language in ("it", "en")
        for name, text in _REPLIES.items()
    )
    return (Source(path="settings.toml", text=SETTINGS), *intents, *replies)


def _variants(text: str) -> str:
    return text if text.startswith("===") else f"=== any\n{text}\n=== any\n{_other(text)}\n"


def _other(text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([f"Ecco: {first}", *rest])


@dataclass
class ScriptedMatcher:
    """Reads texts as `says` tells, everything else as nothing the brand knows."""

    says: dict[str, Match] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Give the reading that was scripted for this text."""
        del hint
        return self.says.get(text, Match(language=past_language or "it"))

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        """Give the best of each reading that was scripted."""
        return tuple(self.match(text).best for text in texts)

    def threshold_for(self, precision: float) -> float:
        """Take the wished precision for the confidence it needs."""
        return precision

    def slot(self, name: str, text: str) -> str | None:
        """Give the value that was scripted for this text."""
        del name
        return self.values.get(text)

    def reads(
        self,
        text: str,
        *guesses: tuple[str, float],
        language: str = "it",
        novel: bool = False,
        also: Sequence[tuple[str, float]] = (),
        foreign: str = "",
        slots: Mapping[str, str] | None = None,
    ) -> None:
        """Script a reading: intents with their confidence, best first, and the text's other questions."""
        self.says[text] = Match(
            language=language,
            candidates=tuple(Candidate(intent=name, confidence=share) for name, share in guesses),
            also=tuple(Candidate(intent=name, confidence=share) for name, share in also),
            novel=novel,
            foreign=foreign,
            slots=slots or {},
        )


@cache
def _built() -> Knowledge:
    built = build(sources(), environ={}, traits=TRAITS, encoder=None)
    assert built.knowledge is not None, built.problems
    return built.knowledge


def small_brand() -> tuple[Knowledge, ScriptedMatcher]:
    """Give the small brand's knowledge, and its matcher to be scripted."""
    matcher = ScriptedMatcher()
    matcher.reads("quando aprite?", ("orari", 0.95))
    matcher.reads("forse", ("orari", 0.6), ("pacco", 0.55))
    matcher.reads("operatore!", ("persona", 0.97))
    matcher.reads("vergogna", ("reclamo", 0.97))
    matcher.reads("il mio ordine?", ("stato", 0.95))
    matcher.reads("i miei dati", ("dati", 0.95))
    matcher.reads("dov'è il pacco?", ("pacco", 0.95))
    matcher.reads("when are you open?", ("orari", 0.95), language="en")
    return replace(_built(), matcher=matcher), matcher


def with_reply(knowledge: Knowledge, name: str, *variants: str) -> Knowledge:
    """Give the knowledge with these variants of an Italian reply."""
    text = "\n".join(f"=== any\n{variant}" for variant in variants)
    source = Source(path=f"replies/it/{name}.j2", text=text)
    template, problems = read_template(source, name, "it", knowledge.settings.slots)
    book = knowledge.replies
    if problems or not isinstance(book, Book):
        raise AssertionError(problems)
    return replace(knowledge, replies=Book({**book.templates, (name, "it"): template}, knowledge.settings))


def with_settings(knowledge: Knowledge, **sections: object) -> Knowledge:
    """Give the knowledge with sections of its settings replaced."""
    return replace(knowledge, settings=replace(knowledge.settings, **sections))  # type: ignore[arg-type]


async def talk(
    at: datetime = MONDAY,
    channel: str = "chat",
    *,
    knowledge: Knowledge | None = None,
    followers: int | None = None,
) -> Dialogue:
    """Begin a conversation with the small brand."""
    return await Dialogue.open(
        knowledge if knowledge is not None else small_brand()[0],
        traits=TRAITS,
        at=at,
        channel=channel,
        customer=Author(id="customer", name="Giulia", followers=followers),
    )
