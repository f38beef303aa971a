"""What is written in the scenes that the demo's weekend puts on the desk's pages; it fits any brand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An incident in a person's words: its name for the desk, the phrases that tell of it, texts, the end."""

    title: str
    words: tuple[str, ...]
    texts: Mapping[str, str]
    over: Mapping[str, str]
    customers: tuple[tuple[str, str, str], ...]
    """Who writes it: a name, a language, a text with one of the phrases."""


PAYMENTS = Told(
    title="Carte rifiutate al pagamento",
    words=("carta rifiutata", "card declined"),
    texts={
        "it": "Alcuni pagamenti con carta non vanno a buon fine. Non riprovare: nulla è stato addebitato.",
        "en": "Some card payments do not go through. No need to try again: nothing was charged.",
    },
    over={
        "it": "I pagamenti con carta funzionano di nuovo. Ora puoi riprovare.",
        "en": "Card payments work again. You can try again now.",
    },
    customers=(
        ("Ilaria", "it", "carta rifiutata due volte, ma i soldi sul conto ci sono"),
        ("Emily", "en", "Card declined at the last step, and my bank says all is fine"),
        ("Roberto", "it", "Buongiorno, carta rifiutata dal vostro sito: devo riprovare?"),
    ),
)

WHITE_PAGE = Told(
    title="Pagina bianca dopo l’accesso",
    words=("pagina bianca", "blank page"),
    texts={
        "it": "Dopo l’accesso alcuni clienti vedono una pagina bianca. I dati sono al sicuro.",
        "en": "After signing in some customers see a blank page. Their data is safe.",
    },
    over={},
    customers=(
        ("Beatrice", "it", "entro nell'area clienti e vedo solo una pagina bianca"),
        ("Oliver", "en", "I sign in and get a blank page, on two browsers"),
        ("Nicola", "it", "Anche a me pagina bianca da un'ora, serve altro?"),
    ),
)

OVERHEARD = (
    ("Paola Neri", "paolaneri_", 412, "Qualcuno di voi ha provato {brand}? Sto pensando di cambiare"),
    ("Tom W.", "tomwrites", 2_310, "Three weeks with {brand} and not one problem. Didn't expect that."),
    ("Gianni", "gianni_al_bar", 96, "Mio suocero parla di {brand} da mezz'ora, aiuto"),
    (
        "La Cronaca Locale",
        "cronacalocale",
        184_000,
        "Lettori ci segnalano attese lunghe con {brand}: raccontateci la vostra",
    ),
)
"""Posts that name the brand without speaking to it: who, by which handle, with how many followers, what."""

BURST = (
    ("Matteo", "it", "il vostro sito non si apre più"),
    ("Chiara", "it", "non si apre il sito, è così per tutti?"),
    ("Grace", "en", "your website does not open any more"),
    ("Davide", "it", "Il sito non si apre da stamattina"),
    ("Martina", "it", "sito che non si apre, errore 502"),
    ("Stefano", "it", "provo ad aprire il sito ma non si apre"),
    ("Harry", "en", "The website does not open, is it down?"),
    ("Laura", "it", "non riesco ad aprire il sito, non si apre niente"),
    ("Antonio", "it", "il sito non si apre né da pc né da telefono"),
    ("Silvia", "it", "Buongiorno, il sito non si apre"),
    ("Ruby", "en", "website does not open on my phone or laptop"),
    ("Pietro", "it", "ma il sito non si apre solo a me?"),
    ("Teresa", "it", "il sito non si apre, dice errore del server"),
    ("Fabio", "it", "sito giù? non si apre"),
    ("Jack", "en", "I cannot open your website, it does not load"),
    ("Federica", "it", "anche oggi il sito non si apre"),
    ("Simone", "it", "il sito non mi si apre, ho già cambiato browser"),
    ("Lucy", "en", "Hello, your website does not open"),
    ("Giorgio", "it", "non si apre più il sito, quando torna?"),
    ("Alessia", "it", "il sito non si apre neanche con il wifi"),
)
"""What many write within minutes: who, in which language, what."""

LETTER = ("Anna", "it", "Voglio parlare con una persona")
LETTER_NOTE = (
    "Ha telefonato per una vecchia lettera. Chiedo all’archivio e le rispondo io appena so qualcosa."
)

WANTS_PERSON = ("Vincenzo", "it", "Posso parlare con una persona? Ho spedito i documenti due settimane fa")
DOCUMENTS_NOTE = "Documenti arrivati il giorno stesso, letti e in ordine: manca solo la conferma."
DOCUMENTS_ANSWER = (
    "Buongiorno Vincenzo, i documenti sono arrivati e sono in ordine. Entro domani riceve la conferma."
)

LINE_BROKE = "the connection broke while the message was on its way"
