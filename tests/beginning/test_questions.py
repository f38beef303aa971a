"""What a new brand answers: whatever is typed, what is written can be served."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.beginning.answers import Answers
from bot.beginning.files import SETTINGS, ack_path, customised, keeps_tests, with_channel
from bot.beginning.places import countries, regions, zones
from bot.beginning.preview import preview
from bot.beginning.questions import read_all
from bot.beginning.steps import (
    FIELDS,
    HOLIDAYS,
    STEPS,
    after,
    asks_region,
    before,
    place_of,
    read_typed,
    wrong_at,
)
from bot.model.problem import Level, Source
from bot.settings import read
from bot.starter import starter_files
from tests.fakes.workshop import BEGAN, TRAITS

FILES = tuple(starter_files())
SOME = tuple(file for file in FILES if file.path == SETTINGS or "/_ack" in file.path)
LIKELY = st.sampled_from(
    [
        "",
        "Acme",
        "L'Orto di Ca' Zen",
        "it",
        "en, it",
        "Europe/Zurich",
        "9-13, 15-19",
        "00:00-24:00",
        "9-13, 12-18",
        "14-18, 9-13",
        "8-12, 22-10",
        "IT",
        "none",
    ]
)
TYPED = st.dictionaries(
    st.sampled_from(["name", "languages", "zone", "hours", "country", "region", "words_it", "words_en"]),
    st.one_of(LIKELY, st.text(max_size=80)),
)


@settings(max_examples=150)
@given(TYPED)
def test_whatever_is_typed_is_refused_or_gives_settings_without_an_error(typed: dict[str, str]) -> None:
    found = read_typed(typed)
    text = next(file.text for file in customised(SOME, found.answers) if file.path == SETTINGS)
    own, problems = read(Source(path=SETTINGS, text=text), {})
    assert [item for item in problems if item.level is Level.ERROR] == []
    assert own is not None
    assert own.brand.name == found.answers.name
    assert own.brand.languages == found.answers.languages
    assert own.hours.timezone == found.answers.zone
    assert own.hours.holidays == found.answers.holidays


def test_a_wrong_answer_takes_the_usual_one_and_leaves_the_others() -> None:
    found = read_all({"name": '"', "hours": "9-17", "zone": "Nowhere"})
    assert set(found.wrong) == {"name", "zone"}
    assert found.answers == Answers(hours=("09:00-17:00",))


@pytest.mark.parametrize("hours", ["9-13, 12-18", "14-18, 9-13", "8-12, 22-10"])
def test_hours_that_the_settings_would_refuse_are_asked_for_again(hours: str) -> None:
    assert set(read_all({"hours": hours}).wrong) == {"hours"}


def test_the_example_is_given_byte_for_byte_where_nothing_is_answered() -> None:
    assert tuple(customised(FILES, read_all({}).answers)) == FILES


def test_own_words_take_the_place_of_all_but_those_without_a_promised_time() -> None:
    answers = read_all({"words_it": "Siamo chiusi: {{ hours.next_open|when }}."}).answers
    texts = {file.path: file.text for file in customised(FILES, answers)}
    assert not keeps_tests(answers)
    own, examples = texts[ack_path("it")], {file.path: file.text for file in FILES}[ack_path("it")]
    assert own.count("=== any\n") == 1
    assert own.count("=== ") == 1 + examples.count("=== any when not promise.by")
    assert "weekend" not in own
    assert own.startswith(examples.partition("===")[0])
    assert texts[ack_path("en")] == next(file.text for file in FILES if file.path == ack_path("en"))


def test_words_of_a_language_that_is_not_spoken_are_not_asked_about() -> None:
    found = read_all({"languages": "en", "words_it": "=== x"})
    assert found.wrong == {}
    assert found.answers.words == {}


def test_a_channel_is_switched_on_in_the_settings_alone() -> None:
    files = tuple(with_channel(FILES, "telegram", {"token": "TELEGRAM_TOKEN"}))
    changed = [file.path for file, was in zip(files, FILES, strict=True) if file != was]
    assert changed == [SETTINGS]
    found, _problems = read(Source(path=SETTINGS, text=files[0].text), {"TELEGRAM_TOKEN": "1:x"}, TRAITS)
    assert found is not None
    assert found.channels["telegram"].options["token"] == "1:x"


def test_each_step_knows_its_neighbours_and_its_own_wrongs() -> None:
    assert [after(step) for step in STEPS] == [*STEPS[1:], STEPS[-1]]
    assert [before(step) for step in STEPS] == [STEPS[0], *STEPS[:-1]]
    found = read_typed({"name": '"', "country": "ZZ"})
    assert {step: set(wrong_at(step, found)) for step in STEPS if wrong_at(step, found)} == {
        "brand": {"name"},
        "holidays": {"country"},
    }
    assert FIELDS[HOLIDAYS] == ("country", "region")


def test_a_region_belongs_to_its_country() -> None:
    typed = {"country": "CH", "region": "MI"}
    assert (place_of(typed, Answers()).country, place_of(typed, Answers()).region) == ("CH", "")
    assert read_typed(typed).answers.holidays == ("CH",)
    assert read_typed({"country": ""}).answers.holidays == ()
    assert read_typed({}).answers.holidays == ("IT-MI",)
    assert read_typed({"zone": "Asia/Tokyo"}).answers.holidays == ()
    assert asks_region({"country": "IT"}, "")
    assert not asks_region({"country": "IT"}, "IT")
    assert not asks_region({"country": "JP"}, "IT")


def test_places_are_named_in_the_readers_language() -> None:
    assert ("CH", "Svizzera") in countries("it")
    assert ("CH", "Switzerland") in countries("en")
    assert ("MI", "Milano") in regions("IT")
    assert regions("ZZ") == ()
    assert "Europe/Rome" in zones()


def test_every_country_and_region_that_is_offered_can_be_chosen() -> None:
    for country, _name in countries("en"):
        for region in ("", *(code for code, _title in regions(country))):
            assert read_typed({"country": country, "region": region}).wrong == {}, (country, region)


def test_the_preview_names_the_language_whose_words_are_wrong() -> None:
    seen = preview(FILES, read_all({"words_en": "closed {{ dog }}"}).answers, TRAITS, BEGAN)
    assert (set(seen.wrong), seen.told, seen.calendar) == ({"en"}, (), None)
    seen = preview(FILES, read_all({}).answers, TRAITS, BEGAN)
    assert seen.wrong == {}
    assert {one.occasion.what for one in seen.told} == {
        "in the evening",
        "at the weekend",
        "before a holiday",
        "on a holiday",
    }
    assert all(one.texts for one in seen.told)
