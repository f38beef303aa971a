"""A small brand for the simulated weeks, in Italian and English, built by the real library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from bot.knowledge.library import Knowledge, build
from bot.model.matching import Candidate, Match
from bot.model.problem import Source
from tests.simulate.platforms import TRAITS

SETTINGS = """
[brand]
name = "Volo"
languages = ["it", "en"]
account_names = ["@volo"]
[hours]
timezone = "Europe/Rome"
mon-fri = ["09:00-13:00", "14:00-18:00"]
sat = ["22:00-24:00"]
sun = ["00:00-06:00"]
holidays = ["IT-MI"]
[hours.channels.shop]
mon-fri = ["08:00-20:00"]
sat = ["09:00-13:00"]
[[hours.exception]]
dates = "2026-11-05"
open = ["10:00-12:00"]
note = "inventario"
[sla]
first_answer = "1h"
[follow_ups]
reassure_every = ["2h", "1d"]
quiet = "21:00-08:00"
give_up_after = "3d"
[matching]
encoder = "none"
answer_above = 0.70
[signatures]
bot = "^Bot"
FB = { name = "Francesca B.", email = "fb@example.it" }
[routes]
sim = ["FB"]
[slots.pratica]
kind = "order"
ask = { it = "Ciao, qual è il numero della pratica?", en = "Hello, what is your request number?" }
ask_again = { it = "Sono cinque cifre.", en = "It has five digits." }
[channels.chat]
[channels.posts]
mode = "answer"
[channels.site]
[channels.shop]
[channels.feed]
mode = "answer"
"""

SAID: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "sim/ricarica": {
        "it": (
            "la ricarica non è ancora arrivata",
            "ho fatto la ricarica ma non vedo il credito",
            "dov'è finita la mia ricarica",
            "ricarica pagata e non arrivata",
        ),
        "en": (
            "my top-up has not arrived yet",
            "I paid for a top-up but there is no credit",
            "where is my top-up",
            "the top-up is still missing",
        ),
    },
    "sim/orari": {
        "it": (
            "quali sono gli orari del negozio",
            "a che ora aprite domani",
            "siete aperti di sabato",
            "che orari fate in settimana",
        ),
        "en": (
            "what are your opening hours",
            "what time do you open tomorrow",
            "are you open on saturday",
            "which hours is the shop open",
        ),
    },
    "sim/portabilita": {
        "it": (
            "a che punto è il passaggio del mio numero",
            "quando finisce la portabilità del numero",
            "il trasferimento del numero è in ritardo",
        ),
        "en": (
            "how far is the transfer of my number",
            "when will my number be ported",
            "the porting of my number is late",
        ),
    },
    "sim/persona": {
        "it": ("voglio parlare con un operatore", "fatemi parlare con una persona", "operatore per favore"),
        "en": ("I want to talk to a human", "let me speak with a person", "human agent please"),
    },
    "sim/saluto": {
        "it": ("ciao a tutti", "buongiorno", "buonasera a voi"),
        "en": ("hello there", "good morning", "good evening everyone"),
    },
}
"""What customers say, by intent and language; also what the brand is taught."""

_HEADS = {
    "sim/ricarica": 'title = "Ricarica"\nfollow_up = "2h"\n',
    "sim/orari": 'title = "Orari"\n',
    "sim/portabilita": 'title = "Portabilità"\nslots = ["pratica"]\n',
    "sim/persona": 'title = "Operatore"\nanswer = "people"\nmeans = "asked_for_human"\npriority = "high"\n',
    "sim/saluto": 'title = "Saluto"\nmeans = "greeting"\n',
}

_IT = {
    "ricarica": "Ciao, la ricarica può impiegare un giorno.",
    "orari": "Ciao, siamo aperti dalle 9 alle 18.",
    "portabilita": "Ciao, la pratica {{ slot.pratica }} è in lavorazione.",
    "saluto": "Ciao, come possiamo aiutarti?",
    "_ack": "Ciao, siamo chiusi: torniamo {{ hours.next_open|when }}"
    "{% if promise.by %} e rispondiamo {{ promise.by|when }}{% endif %}.",
    "_again": "=== any\nGià con noi, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nLetto anche questo, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nLa segnalazione c'è, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nNiente è perso, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n",
    "_handoff": "Ciao, risponde una persona{% if promise.by %} {{ promise.by|when }}{% endif %}.",
    "_human_soon": "Ciao, una persona risponde{% if promise.by %} {{ promise.by|when }}{% endif %}.",
    "_late": "Ciao, siamo in ritardo: ti scriviamo {{ promise.by|when }}.",
    "_overdue": "Ciao, il ritardo è nostro: la tua pratica ora è la prima.",
    "_remind": "Ciao, ci manca ancora la tua risposta.",
    "_reassure": "Ciao, ci stiamo lavorando.",
    "_check": "Ciao, è tutto risolto?\nbuttons: Sì | No",
    "_closed": "Ciao, abbiamo chiuso la pratica.",
    "_unclear": "Ciao, intendi {{ options }}?\nbuttons: Altro",
    "_also": "Ti interessa anche {{ options }}?\nbuttons: No",
    "_ask_again": "Ciao, non lo trovo. {{ question }}\nbuttons: Operatore",
    "_other_language": "Rispondiamo in {{ brand.languages }}.",
    "_stop": "Ciao, niente più messaggi automatici.",
    "_ask_private": "Ciao, scrivici in privato.",
    "_closed_public": "Ciao, ne abbiamo parlato in privato.",
    "_personal_data": "Ciao, cancella il messaggio e scrivici in privato.",
    "_incident": "Ciao, c'è un guasto. {{ incident.text }}"
    "{% if incident.next_update %} Novità {{ incident.next_update|when }}.{% endif %}"
    "\n=== any\nCiao, ecco che cosa sappiamo: {{ incident.text }}",
    "_incident_again": "Ciao, il guasto c'è ancora.",
    "_incident_over": "Ciao, il guasto è risolto. {{ incident.text }}"
    "\n=== any\nCiao, è finita: {{ incident.text }}",
}

_EN = {
    "ricarica": "Hello, a top-up can take a day.",
    "orari": "Hello, we are open from 9 to 18.",
    "portabilita": "Hello, request {{ slot.pratica }} is under way.",
    "saluto": "Hello, how can we help?",
    "_ack": "Hello, we are closed: back {{ hours.next_open|when }}"
    "{% if promise.by %}, answer by {{ promise.by|when }}{% endif %}.",
    "_again": "=== any\nOurs already, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nRead this one too, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nYour report is here, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n"
    "=== any\nNothing was lost, {{ case.ref }}{% if promise.by %}: {{ promise.by|when }}{% endif %}.\n",
    "_handoff": "Hello, a person will answer{% if promise.by %} by {{ promise.by|when }}{% endif %}.",
    "_human_soon": "Hello, a person will answer{% if promise.by %} by {{ promise.by|when }}{% endif %}.",
    "_late": "Hello, we are late: we write by {{ promise.by|when }}.",
    "_overdue": "Hello, the delay is ours: your request now comes first.",
    "_remind": "Hello, we still need your answer.",
    "_reassure": "Hello, we are working on it.",
    "_check": "Hello, is it solved?\nbuttons: Yes | No",
    "_closed": "Hello, we have closed the request.",
    "_unclear": "Hello, do you mean {{ options }}?\nbuttons: Other",
    "_also": "Would you like {{ options }} too?\nbuttons: No",
    "_ask_again": "Hello, it is not there. {{ question }}\nbuttons: Agent",
    "_other_language": "We answer in {{ brand.languages }}.",
    "_stop": "Hello, no more automatic messages.",
    "_ask_private": "Hello, write to us in private.",
    "_closed_public": "Hello, we have talked about it in private.",
    "_personal_data": "Hello, delete the post and write to us in private.",
    "_incident": "Hello, there is an outage. {{ incident.text }}"
    "{% if incident.next_update %} News {{ incident.next_update|when }}.{% endif %}"
    "\n=== any\nHello, here is what we know: {{ incident.text }}",
    "_incident_again": "Hello, the outage is still there.",
    "_incident_over": "Hello, the outage is over. {{ incident.text }}"
    "\n=== any\nHello, it is over: {{ incident.text }}",
}

MARKS = {"it": "Ciao", "en": "Hello"}
"""The word by which the oracle knows a post's language."""


class Remembering:
    """A matcher that reads each text once: customers of a simulation repeat themselves."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._matcher = knowledge.matcher
        self._known: dict[tuple[str, str, str], Match] = {}

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Read a text."""
        key = (text, past_language, hint)
        if key not in self._known:
            self._known[key] = self._matcher.match(text, past_language=past_language, hint=hint)
        return self._known[key]

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        """Give each text's best candidate."""
        return self._matcher.best_of(texts)

    def threshold_for(self, precision: float) -> float:
        """Give the confidence a precision asks for."""
        return self._matcher.threshold_for(precision)

    def slot(self, name: str, text: str) -> str | None:
        """Find a slot's value."""
        return self._matcher.slot(name, text)


@cache
def knowledge() -> Knowledge:
    """Build the brand, once a process."""
    built = build(tuple(_sources()), environ={}, traits=TRAITS, encoder=None, full=False)
    if built.knowledge is None:
        raise ValueError("\n".join(f"{item.file}:{item.line} {item.message}" for item in built.problems))
    return replace(built.knowledge, matcher=Remembering(built.knowledge))


def _sources() -> list[Source]:
    replies = {"it": _IT, "en": _EN}
    return [
        Source(path="settings.toml", text=SETTINGS),
        *(Source(path=f"intents/{name}.toml", text=_intent(name)) for name in SAID),
        *(
            Source(path=f"replies/{language}/{name}.j2", text=f"=== any\n{text}\n")
            for language, texts in replies.items()
            for name, text in texts.items()
        ),
    ]


def _intent(name: str) -> str:
    parts = [_HEADS[name]]
    parts += [
        f"[{language}]\nsay = '''\n{chr(10).join(lines)}\n'''\n" for language, lines in SAID[name].items()
    ]
    return "\n".join(parts)
