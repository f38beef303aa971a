"""A small brand for the matcher's tests, in two languages."""

from __future__ import annotations

from bot.knowledge.intents import Examples, Intent, Means, Utterance
from bot.settings.values import Brand, Settings, Slot, SlotKind

SETTINGS = Settings(
    brand=Brand(name="Volo", languages=("it", "en"), account_names=("@volomobile", "volo mobile")),
    slots={
        "importo": Slot(name="importo", kind=SlotKind.AMOUNT),
        "ordine": Slot(name="ordine", kind=SlotKind.PATTERN, pattern=r"VM-\d{6}"),
    },
)


def intent(
    name: str, it: str = "", en: str = "", *, near_miss: str = "", means: Means = Means.NOTHING
) -> Intent:
    """Make an intent of sentences, one a line."""
    file = f"intents/prova/{name}.toml"
    missed = _lines(near_miss, file)
    examples = {"it": Examples(say=_lines(it, file), near_miss=missed), "en": Examples(say=_lines(en, file))}
    written = {language: group for language, group in examples.items() if group.say or group.near_miss}
    title = name.replace("_", " ").capitalize()
    return Intent(name=name, topic="prova", title=title, file=file, examples=written, means=means)


def _lines(text: str, file: str) -> tuple[Utterance, ...]:
    lines = (line.strip() for line in text.strip().splitlines())
    return tuple(Utterance(text=line, file=file, line=at) for at, line in enumerate(lines, 5) if line)


def intents() -> list[Intent]:
    """Give five intents with a handful of sentences each."""
    return [
        intent(
            "ricarica_mancata",
            """la ricarica non è arrivata
            ho ricaricato {importo} ma il credito non c'è
            ricarica fatta ieri e niente credito
            ho pagato la ricarica e non la vedo
            quando arriva la mia ricarica""",
            """my top-up hasn't arrived
            I topped up and the credit is not there
            I paid for a top-up and can't see it""",
            near_miss="quanto costa una ricarica",
        ),
        intent(
            "internet_lento",
            """internet è lentissimo
            la connessione dati va piano
            non riesco a navigare, è tutto lento
            le pagine non si caricano""",
            """the internet is very slow
            pages don't load on mobile data
            my connection is really slow today""",
        ),
        intent(
            "fattura_copia",
            """vorrei una copia della fattura
            dove trovo le mie fatture
            come scarico la fattura di ottobre
            mi mandate la bolletta in pdf""",
            """I need a copy of my invoice
            where can I find my bills
            how do I download last month's invoice""",
        ),
        intent(
            "sim_smarrita",
            """ho perso la sim
            mi hanno rubato il telefono
            bloccate la mia sim per favore
            smarrimento della scheda""",
            """I lost my sim card
            my phone was stolen, block the sim
            please block my number""",
        ),
        intent(
            "saluto",
            """ciao
            buongiorno
            salve a tutti""",
            """hello
            good morning
            hi there""",
            means=Means.GREETING,
        ),
    ]
