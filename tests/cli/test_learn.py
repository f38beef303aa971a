"""`learn`: what customers asked in vain is shown in groups, taught, and answered afterwards."""

from __future__ import annotations

import asyncio
import io
import json
import shutil
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.cli.learn import arguments
from bot.clock import SystemClock
from bot.stores import open_store
from tests.cli.conftest import ROOT, change, environ
from tests.contracts.store_helpers import Teller
from tests.contracts.store_teaching import decided
from tests.support.patience import PROGRAM_PATIENCE

FIBRE = (
    "avete la fibra ottica per casa?",
    "fibra ottica per casa, la vendete?",
    "vorrei la fibra ottica in casa, sono Giulia Bianchi",
    "per casa vorrei la fibra ottica: 333 1234567",
)
WALLET = ("satispay ha scalato tutto, poi silenzio", "scalato tutto da satispay, silenzio poi")
NONSENSE = ("zx qwerty", "zx qwerty!!")
FILE = "intents/prepagato/ricarica_mancata.toml"


@pytest.fixture
def taught(project: Path) -> Path:
    """The brand, and a store in which three matters came up that the bot does not know."""
    change(project / "settings.toml", "answer_above = 0.4", "answer_above = 0.7")
    asyncio.run(_live(project))
    return project


async def _live(project: Path) -> None:
    now = SystemClock().now() - timedelta(days=1)
    store = open_store(f"sqlite:///{project / 'sportello.db'}")
    teller = Teller(store)
    for n, text in enumerate((*FIBRE, FIBRE[0], *WALLET, *NONSENSE)):
        await decided(teller, text, key=f"c{n}", now=now + n * timedelta(minutes=1))
    await store.close()


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


Do = Callable[..., Done]


@pytest.fixture
def do(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Do:
    """Carry a command out in this process, with lines typed into it."""

    def run(project: Path, *words: str, typed: Sequence[str] = ()) -> Done:
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        code = main(["-C", str(project), "-q", *words])
        return Done(code, *capsys.readouterr())

    return run


def files_of(project: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in project.rglob("*")
        if path.is_file() and not path.name.startswith("sportello.db")
    }


def asked(do: Do, project: Path, text: str) -> Any:
    return json.loads(do(project, "ask", "--json", text).stdout)


def groups(do: Do, project: Path, *words: str) -> Any:
    done = do(project, "learn", "--json", *words)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["groups"]


def test_the_groups_are_given_as_json_without_anything_personal(do: Do, taught: Path) -> None:
    before = files_of(taught)
    fibre, *others = groups(do, taught)
    assert (fibre["count"], len(fibre["questions"]), fibre["new"]) == (5, 4, True)
    assert fibre["questions"][0]["count"] == 2
    assert {kind for item in fibre["questions"] for kind in item["hidden"]} == {"name", "telephone number"}
    assert "Bianchi" not in str(fibre)
    assert "1234567" not in str(fibre)
    assert [group["count"] for group in others] == [2, 2]
    assert files_of(taught) == before
    assert groups(do, taught, "--limit", "1") == [fibre]
    assert groups(do, taught, "--since", "1h") == []


LESSON = [
    "n",  # the fibre is a new matter
    "Fibra per casa",
    "Home fibre",
    "",  # its usual name
    "rete",
    "2 avete la fibra, in via … magari?",  # the second in other words
    "",
    "x",  # nonsense is dismissed
    "i ricarica_mancata",
    "2 -1",  # is no answer
    "1-2",
    "",
    "y",
]


def test_two_groups_are_taught_and_then_answered_or_given_to_a_person(do: Do, taught: Path) -> None:
    done = do(taught, "learn", typed=LESSON)
    assert done.returncode == 0, done.stderr
    assert "Saved." in done.stdout
    assert "“2 -1” is none of these." in done.stdout
    assert "+satispay ha scalato tutto, poi silenzio" in done.stdout
    new = (taught / "intents/rete/fibra_per_casa.toml").read_text(encoding="utf-8")
    assert new.startswith('title = "Fibra per casa"\n\n[en]\ntitle = "Home fibre"\n')
    assert "avete la fibra, in via … magari?\n" in new
    assert "Bianchi" not in new
    assert "{numero}" in new
    answer = asked(do, taught, f"{WALLET[0]} per giorni")
    assert (answer["outcome"], answer["intent"]) == ("answer", "ricarica_mancata")
    fibre = asked(do, taught, "vorrei la fibra ottica per casa mia")
    assert fibre["intent"] == "fibra_per_casa"
    assert "/_" in fibre["replies"][0]["source"]
    assert groups(do, taught) == []


def test_the_draft_of_a_reply_is_reported_until_it_is_written(do: Do, taught: Path) -> None:
    do(taught, "learn", typed=LESSON)
    stub = taught / "replies/it/fibra_per_casa.j2"
    assert "BOZZA" in stub.read_text(encoding="utf-8")
    assert "avete la fibra ottica per casa?" in stub.read_text(encoding="utf-8")
    lint = do(taught, "lint")
    assert lint.returncode == 0
    assert "replies/it/fibra_per_casa.j2:1:1: warning R019" in lint.stdout
    assert "replies/en/fibra_per_casa.j2:1:1: warning R019" in lint.stdout
    stub.write_text("=== any\nLa fibra costa 25 euro al mese.\n", encoding="utf-8")
    assert "replies/it/fibra_per_casa.j2:1:1: warning R019" not in do(taught, "lint").stdout
    assert asked(do, taught, FIBRE[0])["replies"][0]["text"] == "La fibra costa 25 euro al mese."


def test_every_other_byte_of_a_file_stays(do: Do, taught: Path) -> None:
    before = files_of(taught)
    do(taught, "learn", typed=LESSON)
    after = files_of(taught)
    assert {name for name in after if after[name] != before.get(name)} == {
        FILE,
        "intents/rete/fibra_per_casa.toml",
        "replies/it/fibra_per_casa.j2",
        "replies/en/fibra_per_casa.j2",
    }
    lines = after[FILE].split(b"\n")
    assert [line for line in lines if b"satispay" not in line] == before[FILE].split(b"\n")


@pytest.mark.parametrize("end", ["d", "", "b"])
def test_what_is_not_saved_is_not_written(do: Do, taught: Path, end: str) -> None:
    before = files_of(taught)
    done = do(taught, "learn", typed=(*LESSON[:-1], end))
    assert files_of(taught) == before
    assert done.returncode == (0 if end == "d" else 1)
    told = "nothing was written" if end == "d" else "what was not saved is not written"
    assert told in done.stdout + done.stderr


def test_what_is_dismissed_never_comes_back_and_what_is_skipped_does(do: Do, taught: Path) -> None:
    done = do(taught, "learn", typed=("s", "x", "q"))
    assert "1 text will not be shown again." in done.stdout
    assert [group["count"] for group in groups(do, taught)] == [5, 2]
    report = json.loads(do(taught, "learn", "--json").stdout)
    assert (report["messages"], report["dismissed"]) == (9, 2)


def test_a_lesson_says_what_it_cannot_do_and_a_harmful_one_is_saved_only_by_insisting(
    do: Do, taught: Path
) -> None:
    before = files_of(taught)
    typed = [
        "boh",
        "i",
        "nessuno",
        "n",
        "",  # no title: back
        "i saluto",
        "0",
        "i saluto",
        "1 quanto credito mi resta adesso",
        "1",
        "",
        "i saluto",
        "1 La ricarica non è arrivata!",
        "1",
        "",
        "w",
        "y",
        "b",
        "q",
        "y",
    ]
    done = do(taught, "learn", typed=typed)
    for told in (
        "“boh” is none of these.",
        "There is no intent “nessuno”",
        "1 sentence for “saluto”, not written yet.",
        "not taught: “La ricarica non è arrivata!” is taught already to “ricarica_mancata”",
        "“credito_residuo” would suffer",
        "insist saves it, though others suffer · d throws it away · b back to the groups",
    ):
        assert told in done.stdout
    assert (done.returncode, files_of(taught)) == (1, before)
    done = do(taught, "learn", typed=(*typed, "insist"))
    assert done.returncode == 0
    changed = files_of(taught)
    assert [name for name in changed if changed[name] != before[name]] == ["intents/generale/saluto.toml"]


def test_where_nothing_was_asked_in_vain_there_is_nothing_to_ask(do: Do, taught: Path) -> None:
    done = do(taught, "learn", "--since", "1h")
    assert done.returncode == 0
    assert done.stdout == "no messages that the bot did not answer by itself.\n"


def test_ctrl_c_leaves_every_file_as_it_was(taught: Path) -> None:
    before = files_of(taught)
    command = [sys.executable, "-m", "bot", "-C", str(taught), "-q", "learn"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=taught, env=environ(), stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join((*LESSON[:-1], "")))
        process.stdin.flush()
        told = takewhile(lambda line: "throws it away" not in line, process.stdout)
        assert list(told), "it ended before it had anything to throw away"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=PROGRAM_PATIENCE) == 130
    assert files_of(taught) == before


def test_a_read_only_file_is_told_and_the_lesson_goes_on(do: Do, taught: Path) -> None:
    (taught / FILE).chmod(0o444)
    before = files_of(taught)
    done = do(taught, "learn", typed=(*LESSON, "d"))
    assert f"Not saved: {FILE} is read-only, and nothing was written" in done.stdout
    assert files_of(taught) == before


def test_a_brand_is_taught_while_sportello_runs_on_its_store(
    do: Do, taught: Path, start: Callable[..., Any]
) -> None:
    running = start()
    running.until("Ctrl+C")
    assert "1 text will not be shown again." in do(taught, "learn", typed=("s", "x", "q")).stdout
    assert do(taught, "learn", "--teach", "ricarica_mancata", "--say", WALLET[0], "--yes").returncode == 0
    running.until(f"Now serving the change to {FILE}.")
    assert running.stop() == 0


def teach(do: Do, project: Path, *words: str) -> tuple[int, str, str]:
    done = do(project, "learn", *words)
    return done.returncode, done.stdout, done.stderr


SENTENCE = ("--teach", "ricarica_mancata", "--say", "paypal:\nmai arrivato niente '''credito'''!")
LINE = "paypal: mai arrivato niente 'credito'!"


def test_one_sentence_is_previewed_and_written_only_when_wanted(do: Do, project: Path) -> None:
    before = files_of(project)
    code, out, err = teach(do, project, *SENTENCE)
    assert code == 0
    assert f"+{LINE}" in out
    assert "Nothing was written: --yes writes it." in err
    assert files_of(project) == before
    code, out, err = teach(do, project, *SENTENCE, "--yes", "--json")
    document = json.loads(out)
    assert (code, document["saved"], document["refused"]) == (0, True, False)
    assert document["files"][0]["path"] == FILE
    assert f"\n{LINE}\n'''\nnot = '''" in (project / FILE).read_text(encoding="utf-8")


def test_what_is_personal_is_taken_out_of_a_sentence_from_a_script(do: Do, project: Path) -> None:
    words = ("--teach", "ricarica_mancata", "--say", "sono Anna, paypal ma niente: 333 1234567", "--yes")
    code, out, err = teach(do, project, *words)
    assert code == 0
    assert "Taken out of the sentence: telephone number, name." in err
    assert "+sono …, paypal ma niente: {numero}" in out


def test_what_would_harm_another_intent_is_refused_unless_insisted_on(do: Do, project: Path) -> None:
    harmful = ("--teach", "saluto", "--say", "quanto credito mi resta adesso", "--yes")
    before = files_of(project)
    code, out, err = teach(do, project, *harmful)
    assert code == 1
    assert "“credito_residuo” would suffer" in out
    assert "would be read as “saluto”" in out
    assert "--insist writes it all the same" in err
    assert files_of(project) == before
    code, _out, err = teach(do, project, *harmful, "--insist")
    assert code == 0
    assert "Saved." in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--teach", "ricarica"), "--teach and --say go together"),
        (("--teach", "ricarica_mancat", "--say", "ciao a voi"), "did you mean “ricarica_mancata”?"),
        (("--teach", "saluto", "--say", "hallo", "--language", "de"), "the brand does not speak “de”"),
        (("--teach", "saluto", "--say", "???"), "“???” has no words"),
        (("--teach", "saluto", "--say", "x" * 501), "at most 500"),
        (("--teach", "saluto", "--say", "La ricarica non è arrivata!"), f"to “ricarica_mancata”: {FILE}:7"),
        (("--teach", "saluto", "--say", "ma la mia ricarica dov'è finita"), f"is a check: {FILE}:"),
        ((), "there is no store at"),
        (("--since", "soon"), "--since: “soon” is neither a span nor a date"),
    ],
)
def test_what_cannot_be_taught_is_told(do: Do, project: Path, words: tuple[str, ...], told: str) -> None:
    code, _out, err = teach(do, project, *words)
    assert code == 2
    assert told in err


def test_a_read_only_file_is_a_clear_error_for_a_script(do: Do, project: Path) -> None:
    (project / FILE).chmod(0o444)
    code, _out, err = teach(do, project, *SENTENCE, "--yes")
    assert code == 2
    assert f"{FILE} is read-only, and nothing was written" in err


def test_what_the_files_alter_since_a_version_is_shown(do: Do, taught: Path, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(taught, before, ignore=shutil.ignore_patterns("sportello.db*"))
    alike = do(taught, "learn", "--preview", "--against", str(before))
    assert (alike.returncode, alike.stdout.splitlines()[-1]) == (0, "Nothing else changes.")
    change(taught / FILE, "say = '''\n", f"say = '''\n{WALLET[1]}\n")
    differs = do(taught, "learn", "--preview", "--against", str(before))
    assert differs.returncode == 0
    assert "newly answered: 2" in differs.stdout
    assert f"    {WALLET[1]}" in differs.stdout
    assert json.loads(do(taught, "learn", "--preview", "--against", str(before), "--json").stdout)["shifted"]
    unknown = do(taught, "learn", "--preview", "--against", "nothing-like-it")
    assert (unknown.returncode, "is no folder" in unknown.stderr) == (2, True)


def test_every_option_and_every_key_is_documented(do: Do, taught: Path) -> None:
    page = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    parser = ArgumentParser()
    arguments(parser)
    options = {word for action in parser._actions for word in action.option_strings} - {"-h", "--help"}
    assert {option for option in options if option not in page} == set()
    report = json.loads(do(taught, "learn", "--json").stdout)
    (group, *_rest) = report["groups"]
    keys = {*report, *group, *group["proposals"][0], *group["questions"][0]}
    assert {key for key in keys if f"`{key}`" not in page} == set()
    written = json.loads(do(taught, "learn", "--json", *SENTENCE).stdout)
    assert {key for key in written if f"`{key}`" not in page} == set()
