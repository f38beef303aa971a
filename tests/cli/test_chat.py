"""`chat` and `test`: a conversation is had in the terminal, saved, and replayed."""

from __future__ import annotations

import io
import re
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.cli.saving import span_in_words
from bot.settings.words import duration
from tests.cli.conftest import change

Capture = pytest.CaptureFixture[str]
STRANGE = "il mio pappagallo canta l'opera"


@pytest.fixture
def talk(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Have a chat and give what was shown."""
    return Talk(project, capsys, monkeypatch)


class Talk:
    """Types lines into `sportello chat`."""

    def __init__(self, project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
        self.project, self._capsys, self._monkeypatch = project, capsys, monkeypatch

    def __call__(self, *lines: str, at: str = "2026-12-04T10:00", on: str = "terminal") -> str:
        self._monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        assert main(["-C", str(self.project), "chat", "--at", at, "--as", on]) == 0
        return self._capsys.readouterr().out


def test_a_question_is_answered_and_explained(talk: Talk) -> None:
    out = talk("quanto costa una ricarica", "/why", "/quit", "never read")
    assert "Volo Mobile on terminal, Friday 4 December at 10:00 (open now" in out
    assert "> quanto costa una ricarica\nbot: I tagli sono" in out
    assert "by the rule answer: ricarica_costo with " in out
    assert "the words are from replies/it/ricarica_costo.j2:" in out
    assert "never read" not in out


def test_time_goes_on_and_what_was_promised_happens(talk: Talk) -> None:
    out = talk(
        "/at sat 22:00", STRANGE, "/skip", "/skip", "/agent Ciao, eccomi", "/at fri 9", "/at 2026-12-01T10:00"
    )
    assert "Saturday 5 December at 22:00 (closed now (weekend); opens Wednesday 9 December at 09:00)" in out
    assert "mercoledì 9 dicembre alle 9" in out
    assert "(for a person: TK-" in out
    assert "— Wednesday 9 December at 10:00" in out
    assert "FB: Ciao, eccomi ^FB" in out
    assert "That is past: time only goes forward" in out


def test_skip_and_clock_name_the_next_thing(talk: Talk) -> None:
    out = talk("/clock", "/skip", STRANGE, "/clock", "/skip", "/skip", at="2026-12-05T22:00")
    time = "Saturday 5 December at 22:00 (closed now (weekend); opens Wednesday 9 December at 09:00)"
    assert f"> /clock\n{time}\nNothing more will happen by itself.\n" in out
    assert "> /skip\nNothing more will happen by itself.\n" in out
    assert re.search(r"next: Wednesday 9 December at \d\d:\d\d, people are warned\n", out)
    assert re.search(r"— Wednesday 9 December at \d\d:\d\d \(open now, until .*\): \w+", out)


def test_time_words_that_mean_nothing_are_one_clear_sentence(
    talk: Talk, project: Path, capsys: Capture
) -> None:
    assert "“someday” is not a time: write sun 22:00" in talk("ciao", "/at someday")
    assert main(["-C", str(project), "chat", "--at", "someday"]) == 2
    err = capsys.readouterr().err
    assert err.startswith("sportello: “someday” is not a time\n  hint: ")
    assert "Traceback" not in err


def test_who_writes_can_be_anybody_and_is_saved(talk: Talk) -> None:
    out = talk(
        '/as x.post name="Anna Maria" handle=@annam followers=15200 language=en',
        "@volomobile my top-up has not arrived",
        "/save anna",
        "/as name=Marta",
        "ciao",
        "/as web followers= handle= language= name=",
        "ciao",
        "/save nobody",
    )
    assert "Volo Mobile on x.post, " in out
    assert "writing as name Anna Maria, handle annam, language en, followers 15200" in out
    assert "writing as name Marta, handle annam, language en, followers 15200" in out
    assert "writing as somebody unknown" in out
    tests = talk.project / "tests" / "conversations"
    saved = tomllib.loads((tests / "anna.toml").read_text(encoding="utf-8"))
    assert saved["channel"] == "x.post"
    assert saved["customer"] == {
        "name": "Anna Maria",
        "handle": "annam",
        "language": "en",
        "followers": 15200,
    }
    assert tomllib.loads((tests / "nobody.toml").read_text(encoding="utf-8"))["customer"] == {}
    assert main(["-C", str(talk.project), "test", str(tests / "anna.toml"), str(tests / "nobody.toml")]) == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("/as", "Write /as and a channel, or who writes"),
        ("/as x.post web", "“web” is one word too many: write name="),
        ("/as x.post nome=Giulia", "a customer has no “nome”: did you mean name=…?"),
        ("/as x.post zzz=1", "a customer has no “zzz”: use name=…, handle=…, language=…, followers=…"),
        ("/as followers=-1", "“-1” is not a number of followers"),
        ("/as followers=²", "“²” is not a number of followers"),
        ("/as followers=99999999999999", "is not a number of followers"),
        ("/as language=<b>", "“<b>” is not a language: write a code"),
        ('/as name="Anna', "a quotation mark is not closed"),
    ],
)
def test_a_customer_that_cannot_be_is_told_and_nothing_changes(talk: Talk, typed: str, sentence: str) -> None:
    out = talk("ciao", typed, "/why")
    assert sentence in out
    assert "Nothing has been decided yet." not in out


def test_a_name_with_an_apostrophe_needs_no_quotes(talk: Talk) -> None:
    assert "writing as name D'Angelo" in talk("/as name=D'Angelo")


def test_another_channel_begins_anew(talk: Talk) -> None:
    out = talk("ciao", "/as x.post", "/why", "@volomobile quanto costa una ricarica", "/as fax", "/bogus")
    assert "Volo Mobile on x.post" in out
    assert "Nothing has been decided yet." in out
    assert "^Bot" in out
    assert "there is no channel “fax”: use one of " in out
    assert "There is no /bogus. " in out
    assert out.count("/skip goes to the next thing that happens") == 2


def test_what_is_saved_is_a_conversation_test_that_passes(talk: Talk, capsys: Capture) -> None:
    out = talk(
        'ciao "amici" \\ 🏳️‍🌈', STRANGE, "/skip", "/agent a domani", "/save notte", "/save notte", "/save ../x"
    )
    file = talk.project / "tests" / "conversations" / "notte.toml"
    assert f"Saved 4 steps in {file};" in out
    assert "is already there" in out
    assert "/save needs a name" in out
    story = tomllib.loads(file.read_text(encoding="utf-8"))
    assert story["at"].isoformat() == "2026-12-04T10:00:00"
    assert [next(iter(step)) for step in story["step"]] == ["say", "say", "wait", "agent"]
    assert story["step"][0]["say"] == 'ciao "amici" \\ 🏳️‍🌈'
    assert main(["-C", str(talk.project), "test", str(file)]) == 0
    assert capsys.readouterr().out == "ok     notte\n1 conversation, no failed\n".replace(
        "no failed", "0 failed"
    )


def test_what_was_said_before_as_is_not_saved_and_saving_says_so(talk: Talk) -> None:
    out = talk("ciao", "/as x.post", "@volomobile quanto costa una ricarica", "/save dopo")
    file = talk.project / "tests" / "conversations" / "dopo.toml"
    assert f"Saved 1 step since /as x.post in {file};" in out
    assert len(tomllib.loads(file.read_text(encoding="utf-8"))["step"]) == 1


def test_nothing_can_be_saved_before_something_was_said(talk: Talk) -> None:
    assert "nothing has been said yet" in talk("/save leer", "/agent ciao", "/skip")


@given(seconds=st.integers(1, 10**7))
def test_spans_are_written_as_they_are_read(seconds: int) -> None:
    assert duration(span_in_words(timedelta(seconds=seconds))) == timedelta(seconds=seconds)


def test_a_failing_conversation_shows_what_is_needed_to_mend_it(
    project: Path, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(
        'name = "asks the price"\nat = 2026-12-04T10:00:00\nchannel = "web"\n\n'
        '[[step]]\nsay = "ciao"\n\n'
        '[[step]]\nsay = "quanto costa una ricarica"\n'
        'expect = { intent = "saluto", includes = ["gratis"] }\n',
        encoding="utf-8",
    )
    assert main(["-C", str(project), "test", str(file)]) == 1
    out = capsys.readouterr().out
    assert "FAILED asks the price" in out
    assert f"{file.as_posix()}:8" in out
    assert "→ quanto costa una ricarica" in out
    assert "5, 10, 15, 20, 30" in out
    assert "intent: expected saluto, got ricarica_costo" in out
    assert "includes: not said: gratis" in out
    assert "candidate: ricarica_costo " in out
    assert "intents/prepagato/ricarica_costo.toml:" in out
    assert "reply: replies/it/ricarica_costo.j2:" in out
    assert out.endswith("1 conversation, 1 failed\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("at = ", "wrong.toml:1:6: not readable as TOML: this is not a value"),
        (
            "at = 2026-06-31T10:00:00\n",
            "wrong.toml:1:6: not readable as TOML: there is no 2026-06-31: June has 30",
        ),
        ('name = "x"\nat = "sat"\n[[step]]\nsay = "ciao"\n', "wrong.toml:2: “at” must be a local time"),
        (
            'at = 2027-03-28T02:30:00\n[[step]]\nsay = "ciao"\n',
            "wrong.toml:1: there is no 2027-03-28 02:30 in Europe/Rome: the clocks jump from 02:00 to 03:00",
        ),
        ('at = 2026-12-04T10:00:00\nchannel = "fax"\n[[step]]\nsay = "ciao"\n', "no channel “fax”"),
        ('at = 2026-12-04T10:00:00\n[[step]]\nsya = "ciao"\n', "“sya” is not known"),
    ],
)
def test_a_conversation_that_cannot_be_read_exits_2(
    project: Path, tmp_path: Path, capsys: Capture, text: str, sentence: str
) -> None:
    file = tmp_path / "wrong.toml"
    file.write_text(text, encoding="utf-8")
    assert main(["-C", str(project), "test", str(file)]) == 2
    assert sentence in capsys.readouterr().err


def test_missing_conversations_are_told(project: Path, tmp_path: Path, capsys: Capture) -> None:
    assert main(["-C", str(project), "test", str(tmp_path / "none.toml")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    (project / "tests" / "conversations").rename(project / "elsewhere")
    assert main(["-C", str(project), "test"]) == 2
    assert "there is no conversation test" in capsys.readouterr().err


def test_a_brand_with_errors_cannot_be_talked_to(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "Europe/Rome", "Europe/Roma")
    assert main(["-C", str(project), "chat"]) == 2
    assert "error C003" in capsys.readouterr().err
