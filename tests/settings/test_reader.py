"""settings.toml is read whole, and every problem is told at once with its place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from bot.model.hours import DayException, Interval
from bot.model.message import Surface
from bot.model.problem import Source
from bot.model.traits import Traits
from bot.settings import read
from bot.settings.values import Mode, OtherHours, Person, Settings, SlotKind

TRAITS = {
    "web": Traits(name="web", title="Web", limits={Surface.PRIVATE: 2000}),
    "x": Traits(name="x", title="X", limits={Surface.PUBLIC: 280}, default_surface=Surface.PUBLIC),
}
BRAND = '[brand]\nname = "Volo"\n'

FULL = """\
[brand]
name = "Volo Mobile"
languages = ["it", "en"]
account_names = ["@volomobile", "volo mobile"]
[hours]
timezone = "Europe/Rome"
mon-fri = ["09:00-13:00", "14:00-18:00"]
sat = ["22:00-06:00"]
holidays = ["IT-MI"]
[[hours.exception]]
dates = "2026-08-10..2026-08-21"
open = []
note = "chiusura estiva"
[[hours.exception]]
dates = 2026-12-24
open = ["10:00-12:00"]
[sla]
public_post = ["1h", "6h", "18h"]
[follow_ups]
quiet = "21:00-08:00"
[matching]
answer_above = 0.9
[handoff]
on = ["tie", "legal"]
[limits]
public_per_hour = 2
[incident]
suggest_when = { times = 3, at_least = 5, within = "10m" }
[signatures]
bot = "^Robot"
FB = { name = "Francesca B.", email = "fb@example.it" }
[routes]
prepagato = ["FB"]
[slots.importo]
kind = "amount"
ask = { it = "Quanto?", en = "How much?" }
[slots.tessera]
kind = "pattern"
pattern = "[A-Z]{2}[0-9]{6}"
private = true
[slots.telefono]
kind = "phone"
[channels.web]
[channels.x]
consumer_key = "env:X_KEY"
consumer_secret = "env:X_SECRET"
listen = ["mentions"]
daily_cap = "5 USD"
[console]
listen = "127.0.0.1:0"
[storage]
url = "env:DATABASE_URL"
keep = "18 months"
"""
ENVIRON = {"X_KEY": "k", "DATABASE_URL": "postgresql://u:p@db/sportello"}


def _settings(text: str, environ: Mapping[str, str] | None = None) -> Settings:
    settings, problems = read(Source(path="settings.toml", text=text), environ or {}, TRAITS)
    assert settings is not None, [str(problem) for problem in problems]
    return settings


def _lines(text: str, environ: Mapping[str, str] | None = None) -> list[str]:
    _, problems = read(Source(path="settings.toml", text=text), environ or {}, TRAITS)
    return [str(problem) for problem in problems]


def test_everything_is_read() -> None:
    found = _settings(FULL, ENVIRON)
    assert found.brand.languages == ("it", "en")
    assert found.hours.week[0] == (Interval(540, 780), Interval(840, 1080))
    assert found.hours.week[5] == (Interval(1320, 1800),)
    assert 6 not in found.hours.week
    assert found.hours.exceptions == (
        DayException(first=date(2026, 8, 10), last=date(2026, 8, 21), note="chiusura estiva"),
        DayException(first=date(2026, 12, 24), last=date(2026, 12, 24), open=(Interval(600, 720),)),
    )
    assert found.sla.public_post == (timedelta(hours=1), timedelta(hours=6), timedelta(hours=18))
    assert found.follow_ups.quiet == (1260, 480)
    assert found.matching.answer_above == 0.9
    assert found.handoff.on == {"tie", "legal"}
    assert (found.limits.public_per_hour, found.limits.private_per_hour) == (2, 20)
    assert (found.incident.times, found.incident.within) == (3.0, timedelta(minutes=10))
    assert found.bot_signature == "^Robot"
    assert found.people == {"FB": Person(key="FB", name="Francesca B.", email="fb@example.it")}
    assert found.routes == {"prepagato": ("FB",)}
    assert (found.console.host, found.console.port) == ("127.0.0.1", 0)
    assert found.storage.url == "postgresql://u:p@db/sportello"
    assert found.storage.keep == timedelta(days=548)


def test_slots_that_are_personal_by_their_kind_are_private() -> None:
    slots = _settings(FULL, ENVIRON).slots
    assert slots["importo"].ask == {"it": "Quanto?", "en": "How much?"}
    assert not slots["importo"].private
    assert slots["tessera"].private
    assert slots["telefono"].kind is SlotKind.PHONE
    assert slots["telefono"].private


def test_a_channels_own_keys_are_handed_on_with_secrets_resolved() -> None:
    channel = _settings(FULL, ENVIRON).channels["x"]
    assert channel.options == {
        "consumer_key": "k",
        "consumer_secret": "",
        "listen": ["mentions"],
        "daily_cap": "5 USD",
    }
    assert channel.missing == ("X_SECRET",)
    assert channel.line == FULL.splitlines().index("[channels.x]") + 1


def test_a_channel_that_posts_in_public_starts_in_draft() -> None:
    channels = _settings(FULL, ENVIRON).channels
    assert (channels["web"].mode, channels["x"].mode) == (Mode.ANSWER, Mode.DRAFT)
    assert _settings(BRAND + '[channels.x]\nmode = "answer"\n').channels["x"].mode is Mode.ANSWER


def test_a_brands_own_expressions_are_read_as_written() -> None:
    words = _settings(BRAND + '[tone]\ninsult = ["provolon*", "bell\'idea … davvero"]\n').tone
    assert words.insult == ("provolon*", "bell'idea … davvero")
    assert words.harmless == ()


@pytest.mark.parametrize("wrong", ["*", "…", "-", "uno …", "… due", "a**", "*zzo", "(a|b)", "uno … … due"])
def test_an_expression_that_cannot_be_listened_for_is_refused_with_its_line(wrong: str) -> None:
    source = Source(path="settings.toml", text=f'{BRAND}[tone]\ninsult = ["{wrong}"]\n')
    settings, problems = read(source, {})
    assert settings is None
    (problem,) = problems
    assert problem.line == len(BRAND.splitlines()) + 2


def test_what_is_listened_for_is_read_with_its_threshold() -> None:
    heard = _settings(BRAND + '[listening]\nterms = ["volò"]\nmisspellings = 92\nreach = 500\n').listening
    assert (heard.terms, heard.misspellings, heard.reach) == (("volò",), 92.0, 500)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('terms = ["vo"]', "would be heard in every text"),
        ("misspellings = 40", "from 70 to 100"),
        ("reach = 0", "above zero"),
        ("topic = []", "topic"),
    ],
)
def test_a_list_that_would_match_everything_is_refused_with_its_line(wrong: str, said: str) -> None:
    source = Source(path="settings.toml", text=f"{BRAND}[listening]\n{wrong}\n")
    settings, (problem,) = read(source, {})
    assert settings is None
    assert problem.line == len(BRAND.splitlines()) + 2
    assert said in str(problem)


def test_a_brands_own_words_for_what_customers_are_spared_are_read_as_written() -> None:
    words = _settings(BRAND + '[policy]\nelsewhere = ["apri* … ticket"]\n').policy
    assert (words.elsewhere, words.inside) == (("apri* … ticket",), ())


def test_weights_are_read_and_the_others_stay() -> None:
    weights = _settings(
        f"""{BRAND}[priority]
again = "1h"
anger = "none"
reach = {{ 500 = "10m", 20 = "1m" }}
spread = {{ 50 = "20m" }}
risk = {{ legal = "2d" }}
"""
    ).priority
    assert (weights.again, weights.anger) == (timedelta(hours=1), timedelta(0))
    assert weights.spread == {50: timedelta(minutes=20)}
    assert list(weights.reach.items()) == [(20, timedelta(minutes=1)), (500, timedelta(minutes=10))]
    assert (weights.risk["legal"], weights.risk["threat"]) == (timedelta(days=2), timedelta(days=1))


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('again = "40d"', "counts for more than a month"),
        ('reach = { many = "1h" }', "“many” is no number of followers"),
        ('spread = { many = "1h" }', "“many” is no number of reposts, quotes and likes"),
        ('risk = { legl = "1h" }', "no key “legl”"),
        ('agian = "1h"', "no key “agian”"),
    ],
)
def test_a_weight_that_cannot_be_is_told_with_its_line(line: str, told: str) -> None:
    (found,) = _lines(f"{BRAND}[priority]\n{line}\n")
    assert found.startswith("settings.toml:4:")
    assert told in found


@pytest.mark.parametrize(
    ("line", "told"), [("authors = 4", "fewer than 5 authors"), ('within = "2h"', "remembered for an hour")]
)
def test_a_brigade_that_cannot_be_is_told_with_its_line(line: str, told: str) -> None:
    (found,) = _lines(f"{BRAND}[brigade]\n{line}\n")
    assert found.startswith("settings.toml:4:")
    assert told in found


def test_accounts_that_are_never_answered_are_names() -> None:
    assert _settings(BRAND + 'ignore = ["@volo_news"]\n').brand.ignore == ("@volo_news",)
    settings, problems = read(Source(path="settings.toml", text=BRAND + 'ignore = ["volo news"]\n'), {})
    assert settings is None
    assert [problem.line for problem in problems] == [len(BRAND.splitlines()) + 1]


def test_the_smallest_file_is_a_name() -> None:
    found = _settings(BRAND)
    assert found.brand.languages == ("it",)
    assert found.bot_signature == "^Bot"


def test_the_environment_overrides_any_key() -> None:
    environ = {
        "SPORTELLO_MATCHING__ANSWER_ABOVE": "0.7",
        "SPORTELLO_BRAND__NAME": "Altro nome",
        "SPORTELLO_HOURS__MON_FRI": '["10:00-12:00"]',
        "SPORTELLO_SIGNATURES__FB__NAME": "Fra",
        "SPORTELLO_LANGUAGE": "it",
    }
    found = _settings(FULL, {**ENVIRON, **environ})
    assert found.matching.answer_above == 0.7
    assert found.brand.name == "Altro nome"
    assert found.hours.week[4] == (Interval(600, 720),)
    assert found.people["FB"].name == "Fra"


def test_a_wrong_override_is_told_by_its_variable() -> None:
    assert _lines(BRAND, {"SPORTELLO_MATCHING__MARGIN": "2"}) == [
        (
            "SPORTELLO_MATCHING__MARGIN:1:1: error C004 this must be a number from 0 to 1   "
            "hint: 0.80 means right four times in five"
        )
    ]
    assert (
        "error C002 no key “machting”   hint: did you mean “matching”?"
        in (_lines(BRAND, {"SPORTELLO_MACHTING__MARGIN": "0.1"})[0])
    )


def test_a_secret_may_come_from_the_environment_only() -> None:
    override = {"SPORTELLO_CHANNELS__X__CONSUMER_KEY": "abc"}
    assert _settings(BRAND + "[channels.x]\n", override).channels["x"].options["consumer_key"] == "abc"
    for text in (
        '[channels.x]\naccess_token = "abc"\n',
        '[channels.x]\nother = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"\n',
        '[storage]\nurl = "postgresql://me:hunter2@db/x"\n',
    ):
        lines = _lines(BRAND + text)
        assert [line.split()[2] for line in lines] == ["C007"], lines
        assert "hunter2" not in lines[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[hours]\nmonday = []\n", "4:1: error C002 no key “monday”   hint: did you mean “mon”?"),
        (
            '[hours]\nmon-fri = []\nwed = ["09:00-10:00"]\n',
            "5:1: error C005 Wednesday has hours twice, here and in “mon-fri”   hint: give each day once",
        ),
        (
            '[hours]\nmon = ["22:00-06:00"]\ntue = ["05:00-10:00"]\n',
            (
                "4:7: error C005 Monday’s 22:00-06:00 runs into Tuesday’s 05:00-10:00   "
                "hint: end the night where the day begins"
            ),
        ),
        (
            '[hours]\nmon = ["14:00-18:00", "09:00-13:00"]\n',
            (
                "4:24: error C005 09:00-13:00 comes before 14:00-18:00   "
                "hint: put them in order, without overlaps"
            ),
        ),
        (
            '[[hours.exception]]\ndates = "agosto"\n',
            "4:10: error C004 “agosto” is not a date   hint: for example “2026-08-10..2026-08-21”",
        ),
        ("[[hours.exception]]\nopen = []\n", "3:9: error C010 “hours.exception.dates” is missing"),
        (
            '[handoff]\non = ["angri"]\n',
            "4:8: error C004 no “angri” here   hint: did you mean “angry”?",
        ),
        (
            '[sla]\npublic_post = ["6h", "1h"]\n',
            "4:23: error C004 each step must be longer than the one before",
        ),
        (
            "[matching]\nask_above = 0.9\n",
            (
                "4:13: error C004 “ask_above” is above “answer_above”   "
                "hint: the bot asks where it is too unsure to answer"
            ),
        ),
        (
            '[slots.a]\nkind = "pattern"\npattern = "(?=a)"\n',
            "5:12: error C004 “(?=a)” is not a pattern RE2 takes   hint: no look-ahead, no back-references",
        ),
        ('[slots.a]\nkind = "list"\n', "3:8: error C010 “slots.a.values” is missing"),
        (
            '[console]\nlisten = "8080"\n',
            "4:11: error C004 this is not an address to listen at   hint: for example “127.0.0.1:8080”",
        ),
        (
            '[storage]\nurl = "mysql://x"\n',
            "4:8: error C004 this is not a store   hint: “sqlite:///sportello.db” or “postgresql://…”",
        ),
        ("[routes]\nrete = []\n", "4:8: error C008 this route leads to no person   hint: name at least one"),
        ("sla = 3\n", "1:1: error C010 “brand.name” is missing"),
        (
            '[channels.x]\nmode = "drafts"\n',
            "4:9: error C004 no “drafts” here   hint: did you mean “draft”?",
        ),
    ],
)
def test_a_mistake_is_told_where_it_stands(text: str, line: str) -> None:
    whole = text if text.startswith("sla") else BRAND + text
    assert f"settings.toml:{line}" in _lines(whole)


def test_all_mistakes_are_told_at_once() -> None:
    text = (
        FULL.replace("Rome", "Roma")
        .replace("0.9", "9")
        .replace('"tie"', '"tye"')
        .replace("18 months", "ever")
    )
    codes = [line.split()[2] for line in _lines(text, ENVIRON)]
    assert codes == ["C003", "C004", "C004", "C004"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "2026-06-31",
            "4:9: error C001 there is no 2026-06-31: June has 30 days   hint: write 2026-06-30 or 2026-07-01",
        ),
        (
            "2027-02-29",
            "4:9: error C001 there is no 2027-02-29: February 2027 has 28 days   hint: write 2027-02-28 or",
        ),
    ],
)
def test_a_bare_date_that_does_not_exist_is_told_with_the_nearest_that_do(text: str, line: str) -> None:
    assert _lines(f"{BRAND}[[hours.exception]]\ndates = {text}\n")[0].startswith(f"settings.toml:{line}")


def test_hours_of_channels_and_topics_are_read() -> None:
    own = """
[hours.channels.x]
mon-sun = ["08:00-22:00"]
[hours.topics.rete]
holidays = []
[[hours.topics.rete.exception]]
dates = 2026-12-25
open = []
"""
    hours = _settings(FULL.replace("[sla]", own + "[sla]", 1), ENVIRON).hours
    assert hours.channels == {"x": OtherHours(week=dict.fromkeys(range(7), (Interval(480, 1320),)))}
    feast = DayException(first=date(2026, 12, 25), last=date(2026, 12, 25))
    assert hours.topics == {"rete": OtherHours(holidays=(), exceptions=(feast,))}
    environ = {"SPORTELLO_HOURS__CHANNELS__X__SAT": '["09:00-10:00"]'}
    assert _settings(BRAND, environ).hours.channels["x"].week == {5: (Interval(540, 600),)}


def test_a_language_nobody_knows_is_told() -> None:
    assert "no language “xx”" in _lines('[brand]\nname = "V"\nlanguages = ["it", "xx"]\n')[0]
    assert "the same language twice" in _lines('[brand]\nname = "V"\nlanguages = ["it", "it"]\n')[0]


def test_two_people_cannot_have_the_same_number_on_telegram() -> None:
    people = '[signatures]\nFB = { name = "F", telegram = 7 }\nMR = { name = "M", telegram = 7 }\n'
    _, problems = read(Source(path="settings.toml", text=BRAND + people), {})
    (problem,) = (item for item in problems if "Telegram" in item.message)
    assert (problem.line, problem.message) == (5, "this is FB’s number on Telegram")
