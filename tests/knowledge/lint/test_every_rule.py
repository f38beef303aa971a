"""Each rule once: a spoilt file in, the exact line out."""

from __future__ import annotations

import pytest

from bot.knowledge.codes import TITLES
from bot.knowledge.lint import intent_rules
from tests.knowledge.brand_files import INTENT, REPLY, RESERVED, SETTINGS, lines
from tests.knowledge.test_ical import ICAL

S = "settings.toml"
I = "intents/prepagato/ricarica_mancata.toml"  # noqa: E741 - beside S and R
R = "replies/it/ricarica_mancata.j2"
OTHER = "intents/prepagato/altra.toml"

WEEK = 'mon-fri = ["09:00-13:00", "14:00-18:00"]'
FIRST = "controlliamo la ricarica e ti scriviamo {{ promise.by|when }}"

SAID = INTENT[INTENT.index("la ricarica non") : INTENT.rindex("'''")]
ENGLISH = "my top-up has not arrived\nwhere is the money I paid you\nI do not see it and I want it back\n"

INCIDENTS = "=== any\nGuasto: {{ incident.text }}\n=== any\nIl guasto: {{ incident.text }}\n"

GOLDEN: list[tuple[dict[str, str], str]] = [
    (
        {S: SETTINGS.replace('"Volo Mobile"', "Volo Mobile")},
        'settings.toml:2:8: error C001 this is not a value   hint: put text between quotes: "…"',
    ),
    (
        {S: SETTINGS.replace("timezone", "timezne")},
        "settings.toml:5:1: error C002 no key “timezne”   hint: did you mean “timezone”?",
    ),
    (
        {S: SETTINGS.replace("Rome", "Roma")},
        "settings.toml:5:13: error C003 no time zone “Europe/Roma”   hint: did you mean “Europe/Rome”?",
    ),
    (
        {S: SETTINGS + '[sla]\nfirst_answer = "soon"\n'},
        (
            "settings.toml:19:17: error C004 “soon” is not a duration   "
            "hint: for example “15m”, “2h”, “1d”, “18 months”"
        ),
    ),
    (
        {S: SETTINGS.replace("14:00-18:00", "12:00-18:00")},
        (
            "settings.toml:6:28: error C005 12:00-18:00 overlaps 09:00-13:00   "
            "hint: put them in order, without overlaps"
        ),
    ),
    (
        {S: SETTINGS.replace(WEEK, "")},
        (
            "settings.toml:4:2: warning C006 no opening in the next 7 days   "
            'hint: for example: mon-fri = ["09:00-18:00"]'
        ),
    ),
    (
        {S: SETTINGS + '[channels.telegram]\ntoken = "123:abc"\n'},
        (
            "settings.toml:19:10: error C007 a secret is written in “token”   "
            "hint: write “env:TELEGRAM_TOKEN” and put the value into .env"
        ),
    ),
    (
        {S: SETTINGS.replace('["FB"]', '["FR"]')},
        "settings.toml:11:15: error C008 nobody signs as “FR”   hint: one of: FB",
    ),
    (
        {S: SETTINGS + "[channels.telegran]\n"},
        "settings.toml:18:11: error C009 no channel “telegran”   hint: did you mean “telegram”?",
    ),
    (
        {S: SETTINGS.replace('name = "Volo Mobile"\n', "")},
        "settings.toml:1:2: error C010 “brand.name” is missing",
    ),
    (
        {S: SETTINGS.replace("IT-MI", "ical:feste.ics")},
        "settings.toml:7:14: error C011 no file “feste.ics”   hint: put it beside settings.toml",
    ),
    (
        {S: SETTINGS.replace("prepagato =", "prepagata =")},
        (
            "settings.toml:11:1: warning C012 no intents in the topic “prepagata”   "
            "hint: did you mean “prepagato”?"
        ),
    ),
    (
        {S: SETTINGS + '[[approval.when]]\ntopics = "prepagata"\n'},
        "settings.toml:19:11: error C034 no topic “prepagata”   hint: did you mean “prepagato”?",
    ),
    (
        {S: SETTINGS + "[hours.topics.prepagata]\nsat = []\n"},
        (
            "settings.toml:18:15: warning C013 no intents in the topic “prepagata”   "
            "hint: did you mean “prepagato”?"
        ),
    ),
    (
        {S: SETTINGS.replace("IT-MI", "ical:feste.ics"), "feste.ics": "<html>"},
        "feste.ics:1:1: error C014 this is a web page, not a calendar   hint: download the .ics file itself",
    ),
    (
        {S: SETTINGS.replace("IT-MI", "ical:feste.ics"), "feste.ics": ICAL},
        (
            "feste.ics:12:1: warning C015 1 event has a time of day and is left out: “Riunione”   "
            "hint: only whole days are holidays; for hours of one day write an [[hours.exception]]"
        ),
    ),
    (
        {S: SETTINGS.replace('"amount"', '"amount"\nask = { it = "Quanto?" }')},
        (
            "settings.toml:14:15: warning C016 “importo” is asked again in the same words in “it”   "
            'hint: say which form is expected: ask_again = { it = "…" }'
        ),
    ),
    (
        {
            S: SETTINGS.replace(
                '"amount"',
                '"amount"\nask = { it = "Quanto? Chiama il call center" }\nask_again = { it = "Tipo 20 €" }',
            )
        },
        (
            "settings.toml:14:23: error P001 sends the customer to another channel: "
            "“Chiama il call center”   "
            "hint: answer here, or {{ private_link }}"
        ),
    ),
    (
        {S: SETTINGS.replace('"amount"', '"amount"\nask = { en = "How much?" }')},
        (
            "settings.toml:14:1: warning C017 “importo” is not asked for in “it”   "
            "hint: customers are asked nothing"
        ),
    ),
    (
        {
            S: SETTINGS.replace(
                '"amount"', f'"amount"\nask = {{ it = "{"Q" * 300}" }}\nask_again = {{ it = "Quanto?" }}'
            )
        },
        "settings.toml:14:15: error C018 305 characters; x.post takes 280   hint: shorten by 25",
    ),
    (
        {"replies/it/_unclear.j2": RESERVED},
        (
            "replies/it/_unclear.j2:1:5: warning R023 “_unclear” has no button for “none of these”   "
            "hint: end it with a line like “buttons: Altro”"
        ),
    ),
    (
        {S: SETTINGS + '[incident]\nannounce = ["prepagati"]\n'},
        (
            "settings.toml:19:14: warning C030 no intent and no topic “prepagati”   "
            "hint: did you mean “prepagato”?"
        ),
    ),
    (
        {"replies/it/_incident.j2": "=== any\nC'è un guasto e lo stiamo riparando.\n" + INCIDENTS},
        (
            "replies/it/_incident.j2:1:5: warning R030 this wording does not say what a person wrote of the "
            "incident   hint: put {{ incident.text }} into it"
        ),
    ),
    (
        {I: INTENT.replace("credito\n'''", "credito\n")},
        (
            f"{I}:5:7: error I001 a block opened with ''' is never closed   "
            "hint: end it with ''' on a line of its own"
        ),
    ),
    (
        {I: INTENT.replace("say =", "sai =")},
        f"{I}:5:1: error I002 no key “sai”   hint: did you mean “say”?",
    ),
    (
        {I: 'answer = "faqs"\n' + INTENT},
        f"{I}:1:11: error I003 no “faqs” here   hint: did you mean “faq”?",
    ),
    (
        {OTHER: "[it]\nsay = '''\nLa ricarica non è arrivata!\n'''\n"},
        (
            f"{I}:6:1: warning I004 “la ricarica non è arrivata” also teaches "
            "“altra” (intents/prepagato/altra.toml:3)   hint: keep it in one of the two"
        ),
    ),
    (
        {OTHER: INTENT},
        (
            f"{I}:1:1: warning I005 nearly the same as “altra” "
            "(intents/prepagato/altra.toml)   hint: make them one, or write what sets them apart"
        ),
    ),
    (
        {I: INTENT.replace("soldi spesi e niente credito\n", "")},
        (f"{I}:6:1: warning I006 2 examples in “it”   hint: write at least 3: the more unlike, the better"),
    ),
    (
        {I: INTENT.replace("{importo}", "{improto}")},
        (f"{I}:7:16: error I009 no slot “improto”   hint: did you mean “importo”?"),
    ),
    (
        {I: INTENT + "[fr]\n"},
        (f"{I}:10:2: warning I010 the brand does not speak “fr”   hint: settings.toml says: it"),
    ),
    (
        {"intents/rete/ricarica_mancata.toml": INTENT},
        (
            "intents/rete/ricarica_mancata.toml:1:1: error I011 “ricarica_mancata” is also in "
            "intents/prepagato/ricarica_mancata.toml   hint: give one of them another name"
        ),
    ),
    (
        {I: INTENT + "check = '''\nLa ricarica non è arrivata\n'''\n"},
        (
            f"{I}:11:1: warning I012 “La ricarica non è arrivata” "
            "also stands in “say”   hint: keep one of the two"
        ),
    ),
    (
        {I: INTENT.replace(SAID, ENGLISH)},
        (
            f"{I}:6:1: warning I013 the examples in “it” are written in “en”   "
            "hint: move them under [en], or translate them"
        ),
    ),
    (
        {R: REPLY.replace("customer", "custmer")},
        f"{R}:2:9: error R001 no “custmer”   hint: did you mean “customer”?",
    ),
    (
        {R: REPLY.replace("|when", "|wen", 1)},
        f"{R}:2:81: error R002 no filter “wen”   hint: did you mean “when”?",
    ),
    (
        {R: REPLY.replace("{% endif %}", "")},
        f"{R}:4:25: error R003 {{% if %}} is not closed   hint: add {{% endif %}}",
    ),
    (
        {R: REPLY.replace("{{ case", "{% set a = 1 %}{{ case") + "{% set a = 1 %}"},
        (
            f"{R}:5:4: error R004 no variables in replies   "
            "hint: replies have {{ name }}, {{ name|filter }} and {% if … %}"
        ),
    ),
    (
        {R: REPLY.replace("=== any", "=== telegramm", 1)},
        (f"{R}:1:5: error R005 no channel “telegramm”   hint: did you mean “telegram”?"),
    ),
    (
        {R: REPLY.replace("Ciao {{", "a" * 200 + " {{")},
        (
            f"{R}:1:5: error R010 297 characters with a 15-letter name and signature; "
            "x.post takes 280   hint: shorten by 17"
        ),
    ),
    (
        {R: REPLY.replace("Verifichiamo", "a" * 215)},
        (
            f"{R}:3:5: error R011 290 characters with “importo” and signature; "
            "x.post takes 280   hint: shorten by 10"
        ),
    ),
    (
        {R: REPLY.split("=== any\nVerifi")[0]},
        (f"{R}:1:5: warning R012 one variant for x.post   hint: write a second one in other words"),
    ),
    (
        {"replies/it/_again.j2": "=== any\nGià vista.\n=== any\nLetta anche questa.\n"},
        ("replies/it/_again.j2:1:5: warning R012 2 variants for x.post   hint: write 4 in other words"),
    ),
    (
        {R: REPLY.replace(FIRST, "ti faremo sapere")},
        (
            f"{R}:2:27: warning R013 promises without a time: “ti faremo sapere”   "
            "hint: say when: {{ promise.by|when }}"
        ),
    ),
    (
        {"replies/zz/_other_language.j2": REPLY},
        (
            "replies/zz/_other_language.j2:1:1: error R014 no language “zz”   "
            "hint: two small letters: it, en, fr, de, es …"
        ),
    ),
    (
        {S: SETTINGS.replace('"iban"', '"phone"\ncountry = "Italia"')},
        "settings.toml:16:12: error C004 no country “Italia”   hint: two capital letters: IT, GB, DE …",
    ),
    (
        {"replies/it/ricarica_mancta.j2": REPLY},
        (
            "replies/it/ricarica_mancta.j2:1:1: warning R014 nothing uses “ricarica_mancta”   "
            "hint: did you mean “ricarica_mancata”?"
        ),
    ),
    (
        {"replies/it/_ack.j2": ""},
        "replies/it/_ack.j2:1:1: error R015 the reply “_ack” is missing in “it”",
    ),
    (
        {R: REPLY.replace(FIRST, "we will check the top-up and you will see it here")},
        (
            f"{R}:2:1: warning R016 this text is in “en”, its folder is “it”   "
            "hint: move it to replies/en/, or translate it"
        ),
    ),
    (
        {R: REPLY.replace("{{ customer.name }}, ", "dall'assistenza.Il ")},
        (
            f"{R}:2:11: warning R017 X takes this for a link: “assistenza.Il”   "
            "hint: put a space after the full stop"
        ),
    ),
    (
        {R: REPLY.replace("Ciao {{", "Gentile {{")},
        (
            f"{R}:2:12: warning R018 without a name this reads badly: “Gentile …, con”   "
            "hint: put the words around it into {% if customer.name %} … {% endif %}"
        ),
    ),
    (
        {R: REPLY.replace("=== any", "=== any when closed")},
        (
            f"{R}:1:1: warning R019 nothing to say on web while open   "
            "hint: add a “=== any” section that needs no slot"
        ),
    ),
    (
        {R: "{# lint: off P001 #}\n" + REPLY},
        (f"{R}:1:1: error R020 “P001” is silenced without a reason   hint: {{# lint: off P001 because … #}}"),
    ),
    (
        {R: REPLY + "buttons: Sì | No | Forse | Altro\n"},
        f"{R}:5:28: error R021 Web chat shows 3 buttons at most",
    ),
    (
        {"replies/it/_handoff.j2": "=== any\nArriva qui.\n=== any when not promise.by\nArriva.\n"},
        (
            "replies/it/_handoff.j2:1:5: warning R025 “_handoff” does not say when   "
            "hint: say {{ promise.by|when }}, or put it under “when not promise.by”"
        ),
    ),
    (
        {R: REPLY + "image: images/negozi.png\n"},
        f"{R}:5:8: error R024 there is no file images/negozi.png",
    ),
    (
        {R: REPLY.replace("Ciao", "@giulia ciao")},
        (
            f"{R}:2:1: warning R022 “@giulia” in the text   "
            "hint: signature and mention are added by the channel"
        ),
    ),
    (
        {R: REPLY.replace("controlliamo", "chiama il numero verde: controlliamo")},
        (
            f"{R}:2:27: error P001 sends the customer to another channel: "
            "“chiama il numero verde”   hint: answer here, or {{ private_link }}"
        ),
    ),
    (
        {R: REPLY.replace("controlliamo", "mandaci il tuo IBAN: controlliamo")},
        (
            f"{R}:2:42: error P002 asks for personal data in a public reply: “IBAN”   "
            "hint: move it to a “=== x.dm” section"
        ),
    ),
    (
        {R: REPLY.replace("controlliamo", "l'ufficio tecnico controlla: vediamo")},
        (f"{R}:2:27: warning P003 shows how you are organised inside: “l'ufficio tecnico”"),
    ),
    (
        {R: REPLY.replace("controlliamo", "avresti dovuto aspettare: controlliamo")},
        (f"{R}:2:27: warning P004 blames the customer: “avresti dovuto”   hint: say what to do next instead"),
    ),
    (
        {R: REPLY.replace("controlliamo", "NON PREOCCUPARTI: controlliamo")},
        (f"{R}:2:27: warning P005 shouts: “NON PREOCCUPARTI”   hint: small letters, one “!”"),
    ),
    (
        {R: REPLY.replace("controlliamo", "è colpa del corriere: controlliamo")},
        (
            f"{R}:2:27: warning P007 disowns what a third party did: “è colpa del corriere”   "
            "hint: say what you do about it, and when"
        ),
    ),
    (
        {R: REPLY.replace("{{ slot.importo }}", "{{ slot.iban }}")},
        (
            f"{R}:4:53: error P006 repeats personal data in a public reply: “slot.iban”   "
            "hint: move it to a “=== x.dm” section"
        ),
    ),
]


def test_a_good_brand_has_no_problems() -> None:
    assert lines() == []


@pytest.mark.parametrize(("changed", "line"), GOLDEN, ids=[line.split()[2] for _, line in GOLDEN])
def test_a_spoilt_file_gives_exactly_this_line(changed: dict[str, str], line: str) -> None:
    assert line in lines(changed)


def test_every_code_has_a_golden_line() -> None:
    needs_the_matcher = {"I007", "I008"}  # in test_matcher_rules.py
    assert {line.split()[2] for _, line in GOLDEN} | needs_the_matcher | {"I014"} == set(TITLES)


def test_more_examples_than_are_solved_exactly_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intent_rules, "EXACT", 2)
    assert (
        f"{I}:1:1: warning I014 3 examples: more than 2 are answered through landmarks, "
        "a little less exactly   hint: fifty unlike ones in a language say as much as hundreds"
    ) in lines()


def test_hours_of_a_channel_or_a_topic_are_held_to_the_same_rules() -> None:
    own = """
[hours.channels.x]
mon-fri = ["09:00-13:00", "12:00-18:00"]
holidays = ["IT-MX"]
[hours.channels."x.post"]
[hours.channels.telegran]
[hours.topics.prepagato]
timezone = "Europe/London"
sat = ["22:00-06:00"]
sun = ["05:00-06:00"]
[[hours.topics.prepagato.exception]]
dates = "2026-06-31"
"""
    assert [line.split("   hint")[0] for line in lines({S: SETTINGS + own})] == [
        "settings.toml:20:28: error C005 12:00-18:00 overlaps 09:00-13:00",
        "settings.toml:22:17: error C009 no channel “x.post”",
        "settings.toml:23:17: error C009 no channel “telegran”",
        "settings.toml:25:1: error C002 a time zone of its own",
        "settings.toml:26:7: error C005 Saturday’s 22:00-06:00 runs into Sunday’s 05:00-06:00",
        "settings.toml:29:10: error C004 there is no 2026-06-31: June has 30 days",
    ]
    right = own.replace("12:00-18:00", "14:00-18:00").split('[hours.channels."x.post')[0]
    assert lines({S: SETTINGS + right})[0].startswith(
        "settings.toml:21:14: error C011 no holidays known for “IT-MX”   hint: did you mean"
    )


def test_a_channel_that_never_opens_is_told_where_it_stands() -> None:
    never = SETTINGS + "[hours.channels.x]\nmon = []\n"
    assert lines({S: never}) == [
        (
            "settings.toml:18:17: warning C006 no opening in the next 7 days   "
            'hint: for example: mon-fri = ["09:00-18:00"]'
        )
    ]


def test_english_policy_words_are_known_too() -> None:
    english = {
        S: SETTINGS.replace('["it"]', '["it", "en"]'),
        "replies/en/ricarica_mancata.j2": (
            "=== any\nPlease call our customer service and send us your tax code. "
            "A colleague from the billing department will see. You should have read the terms.\n"
        ),
    }
    codes = {line.split()[2] for line in lines(english) if line.startswith("replies/en/ricarica_mancata.j2")}
    assert {"P001", "P002", "P003", "P004"} <= codes


def test_a_reserved_reply_is_held_to_the_same_rules() -> None:
    shouting = RESERVED.replace("Messaggio ricevuto", "MESSAGGIO RICEVUTO")
    assert any("P005" in line for line in lines({"replies/it/_ack.j2": shouting}))


def test_the_sentence_for_another_language_may_be_in_any_language() -> None:
    assert not lines({"replies/fr/_other_language.j2": RESERVED.replace("Messaggio ricevuto", "Désolés")})
