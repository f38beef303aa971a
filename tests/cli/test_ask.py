"""`ask`: the decision alone, in the shape other programs rely on."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.cli.conftest import change

KEYS = [
    "text",
    "language",
    "rule",
    "outcome",
    "intent",
    "confidence",
    "candidates",
    "slots",
    "why",
    "replies",
]
KNOWN = "la ricarica non è arrivata"
IN_HOURS, AT_NIGHT = "2026-12-03T10:00", "2026-12-03T23:00"

Capture = pytest.CaptureFixture[str]


def asked(project: Path, capsys: Capture, *words: str) -> dict[str, Any]:
    assert main(["-C", str(project), "ask", "--json", *words]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    answer: dict[str, Any] = json.loads(out)
    return answer


def test_the_json_has_the_documented_shape(project: Path, capsys: Capture) -> None:
    answer = asked(project, capsys, KNOWN, "--at", IN_HOURS)
    assert list(answer) == KEYS
    assert answer["text"] == KNOWN
    assert (answer["outcome"], answer["language"]) == ("answer", "it")
    best = answer["candidates"][0]
    assert set(best) == {"intent", "confidence", "example", "source"}
    assert best["intent"] == answer["intent"] == "ricarica_mancata"
    assert best["confidence"] == answer["confidence"]
    assert best["source"].startswith("intents/prepagato/ricarica_mancata.toml:")


def test_each_address_of_the_brand_has_its_reply_and_measure(project: Path, capsys: Capture) -> None:
    for line in ("", "[channels.x]", 'consumer_key = "env:NOT_SET"', "[console]"):
        change(project / "settings.toml", "[console]", f"{line}\n[console]" if line != "[console]" else line)
    answer = asked(project, capsys, "quanto costa una ricarica", "--at", IN_HOURS)
    assert [reply["channel"] for reply in answer["replies"]] == ["web", "terminal", "x.post", "x.dm"]
    for reply in answer["replies"]:
        assert set(reply) == {"channel", "text", "length", "limit", "source"}
        assert 0 < reply["length"] <= reply["limit"]
        assert reply["source"].startswith("replies/it/ricarica_costo.j2:")


def test_confidence_and_candidates_are_given_whatever_the_outcome(project: Path, capsys: Capture) -> None:
    answer = asked(project, capsys, "stop", "--at", IN_HOURS)
    assert (answer["rule"], answer["outcome"]) == ("stop_words", "answer")
    assert answer["candidates"]
    assert isinstance(answer["confidence"], float)


def test_the_hour_decides_what_is_said(project: Path, capsys: Capture) -> None:
    strange = "il mio pappagallo canta l'opera"
    by_day = asked(project, capsys, strange, "--at", IN_HOURS)
    by_night = asked(project, capsys, strange, "--at", AT_NIGHT)
    assert by_day["outcome"] in {"hand_off", "clarify"}
    assert by_night["outcome"] == "acknowledge"
    assert "domani alle 9" in by_night["replies"][0]["text"]


def test_one_channel_alone_can_be_asked_for(project: Path, capsys: Capture) -> None:
    answer = asked(project, capsys, KNOWN, "--channel", "x.post", "--at", IN_HOURS)
    assert [reply["channel"] for reply in answer["replies"]] == ["x.post"]


def test_a_dash_reads_a_text_a_line(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("ciao\n\nquanto costa una ricarica\n"))
    assert main(["-C", str(project), "ask", "--json", "-"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["text"] for answer in answers] == ["ciao", "quanto costa una ricarica"]


def test_in_words_it_says_why_and_where_the_words_are(project: Path, capsys: Capture) -> None:
    assert main(["-C", str(project), "ask", KNOWN, "--at", IN_HOURS]) == 0
    out = capsys.readouterr().out
    assert out.startswith("answer (rule answer, language it)\n")
    assert "  because ricarica_mancata with " in out
    assert "replies/it/ricarica_mancata.j2:" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["ciao", "--channel", "fax"], "there is no channel “fax”"),
        (["ciao", "--at", "never"], "“never” is not a time"),
    ],
)
def test_what_cannot_be_asked_exits_2(
    project: Path, capsys: Capture, words: list[str], sentence: str
) -> None:
    assert main(["-C", str(project), "ask", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err


def test_a_brand_with_errors_is_not_asked(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "Europe/Rome", "Europe/Roma")
    change(project / "settings.toml", 'give_up_after = "7d"', 'giv_up_after = "7d"')
    assert main(["-C", str(project), "ask", "ciao"]) == 2
    assert capsys.readouterr().err.endswith("sportello: 2 problems in the brand's files\n")


def test_hostile_text_is_answered_like_any_other(project: Path, capsys: Capture) -> None:
    for text in ("\x1b[2J\x00", "\u202e" * 50, "a" * 100_000, "{{ 7*7 }}", "🏳️‍🌈" * 500):
        assert list(asked(project, capsys, text, "--at", IN_HOURS)) == KEYS


def test_what_a_person_reads_first_is_shown_as_a_draft_with_why(project: Path, capsys: Capture) -> None:
    settings = project / "settings.toml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written + '\n[[approval.when]]\nsurfaces = ["private"]\n', encoding="utf-8")
    answer = asked(project, capsys, KNOWN, "--at", IN_HOURS, "--channel", "web")
    (draft,) = answer["drafts"]
    assert (draft["channel"], draft["reason"]) == ("web", "in private")
    assert draft["source"].startswith("replies/")
    assert "a person reads it first: in private" in answer["why"]
    assert [reply["source"].split(":")[0] for reply in answer["replies"]] == ["replies/it/_handoff.j2"]
