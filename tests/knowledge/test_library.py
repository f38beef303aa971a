"""The brand's files become one snapshot, or every reason why not."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.library import build, version_of
from bot.knowledge.matching import load_encoder
from bot.knowledge.matching.matcher import FittedMatcher
from bot.model.problem import Level
from tests.knowledge.brand_files import INTENT, REPLY, SETTINGS, TRAITS, built, knowledge, sources

S = "settings.toml"
I = "intents/prepagato/ricarica_mancata.toml"  # noqa: E741 - beside S and R
R = "replies/it/ricarica_mancata.j2"


def test_good_files_become_knowledge() -> None:
    found = knowledge()
    assert list(found.intents) == ["ricarica_mancata"]
    assert found.replies.languages("_ack") == ("it",)
    assert found.problems == ()
    assert found.settings.brand.name == "Volo Mobile"


def test_one_error_keeps_everything_from_being_served_and_all_are_told() -> None:
    result = built(
        {S: SETTINGS.replace("IT-MI", "XX"), I: INTENT.replace("say", "sai"), R: "{{ custmer.name }}"}
    )
    assert result.knowledge is None
    assert result.settings is not None
    assert {problem.code for problem in result.problems} >= {"C011", "I002", "R001"}
    assert list(result.problems) == sorted(result.problems)


def test_warnings_are_carried_along() -> None:
    result = built({R: REPLY.replace("Ciao", "CIAO CARISSIMA")})
    assert result.knowledge is not None
    assert [problem.level for problem in result.knowledge.problems] == [Level.WARNING]


def test_without_settings_there_is_nothing() -> None:
    result = built({S: ""})
    assert result.knowledge is None
    assert [str(problem) for problem in result.problems] == [
        "settings.toml:1:1: error C010 there is no settings.toml   hint: `sportello init` writes one"
    ]


def test_a_version_is_exactly_these_files() -> None:
    assert version_of(sources()) == version_of(tuple(reversed(sources())))
    assert version_of(sources()) != version_of(sources({R: REPLY + " "}))
    assert knowledge().version == version_of(sources())


def test_the_matcher_is_kept_while_what_it_learnt_from_is_the_same() -> None:
    first = knowledge()

    def again(changed: dict[str, str]) -> bool:
        result = build(sources(changed), environ={}, traits=TRAITS, encoder=None, previous=first)
        assert result.knowledge is not None
        return result.knowledge.matcher is first.matcher

    assert again({R: REPLY.replace("Verifichiamo", "Guardiamo")})
    assert not again({I: INTENT.replace("soldi spesi", "soldi persi")})
    assert not again({S: SETTINGS + "[matching]\nmargin = 0.2\n"})


def test_a_new_sentence_is_learnt_in_place_and_what_it_leans_on_keeps_its_line() -> None:
    encoder = load_encoder("use")
    first = build(sources(), environ={}, traits=TRAITS, encoder=encoder).knowledge
    more = INTENT.replace("la ricarica non", "il mio credito è sparito\nla ricarica non")
    second = build(sources({I: more}), environ={}, traits=TRAITS, encoder=encoder, previous=first).knowledge
    assert second is not None
    assert isinstance(second.matcher, FittedMatcher)
    assert second.matcher.model is not None
    assert second.matcher.model.added == 1
    best = second.matcher.match("soldi spesi e niente credito").best
    assert best is not None
    assert best.source == f"{I}:9"


def test_a_wished_precision_sets_the_confidence_to_answer_above() -> None:
    wished = {S: SETTINGS + "[matching]\nprecision = 0.95\n"}
    first = knowledge(wished)
    above = first.matcher.threshold_for(0.95)
    assert first.settings.matching.answer_above == max(above, first.settings.matching.ask_above)
    parts = built(wished).parts
    assert parts is not None
    assert parts.settings.matching == first.settings.matching
    again = build(
        sources({**wished, R: REPLY.replace("Verifichiamo", "Guardiamo")}),
        environ={},
        traits=TRAITS,
        encoder=None,
        previous=first,
    ).knowledge
    assert again is not None
    assert again.matcher is first.matcher
    assert again.settings.matching == first.settings.matching


def test_a_quick_build_asks_only_what_serving_needs() -> None:
    shouting = sources({R: REPLY.replace("Ciao", "chiama il call center")})
    quick = build(shouting, environ={}, traits=TRAITS, encoder=None, full=False)
    full = build(shouting, environ={}, traits=TRAITS, encoder=None)
    assert quick.knowledge is not None
    assert full.knowledge is None


def test_a_reason_silences_a_rule_in_its_section_only() -> None:
    bad = REPLY.replace("controlliamo", "chiama il call center")
    off = "{# lint: off P001 because l'ha chiesto il Garante #}"
    assert built({R: f"{off}\n{bad}"}).knowledge is not None
    assert built({R: bad.replace("=== any\nCiao", f"=== any\n{off}\nCiao")}).knowledge is not None
    assert built({R: bad + f"\n{off}\n"}).knowledge is None


def test_parts_carry_the_matcher_for_lint() -> None:
    result = built()
    assert result.parts is not None
    assert result.knowledge is not None
    assert result.parts.matcher is result.knowledge.matcher
    assert replace(result.parts, matcher=None).matcher is None
