"""`eval`: what it prints, what it refuses in a sentence, and that it leaves everything as it was."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.cli.eval import arguments
from bot.cli.vectors import KeptVectors
from bot.evaluation.columns import NAMES
from bot.evaluation.figures import MORE_IS_BETTER
from bot.evaluation.question import Sort
from tests.cli.conftest import ROOT, change, environ
from tests.cli.test_rehearse import git
from tests.support.patience import PROGRAM_PATIENCE

Capture = pytest.CaptureFixture[str]

CONTRACT = [
    "examples", "accuracy", "coverage_at_95", "coverage_at_99", "ece", "oos_auroc", "oos_recall",
    "in_scope_kept", "fit_seconds", "p50_ms", "p99_ms", "peak_rss_mb",
]  # fmt: skip
TIMES = {"fit_seconds", "p50_ms", "p99_ms", "peak_rss_mb"}


def evaluated(project: Path, capsys: Capture, *words: str) -> tuple[int, str, str]:
    code = main(["-C", str(project), "eval", "-q", *words])
    out, err = capsys.readouterr()
    return code, out, err


def document(project: Path, capsys: Capture, *words: str) -> dict[str, Any]:
    code, out, err = evaluated(project, capsys, "--json", *words)
    assert code == 0, err
    assert out.count("\n") == 1
    found: dict[str, Any] = json.loads(out)
    return found


def files_of(project: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in project.rglob("*") if path.is_file()}


def test_a_brand_is_asked_its_own_sentences_and_left_as_it_was(project: Path, capsys: Capture) -> None:
    before = files_of(project)
    code, out, err = evaluated(project, capsys)
    assert (code, err) == (0, "")
    assert "`check` lines, which are never taught;" in out
    assert re.search(r"\d\d\.\d % of \d+ sentences are understood", out)
    assert "With answer_above = 0.4 the bot answers" in out
    assert re.search(r"“.+” intents/\w+/\w+\.toml:\d+, \d+%", out)
    assert "Weakest intents" in out
    assert files_of(project) == before


def test_the_figures_come_first_as_one_json_object(project: Path, capsys: Capture) -> None:
    found = document(project, capsys)
    assert list(found)[: len(CONTRACT)] == CONTRACT
    assert (found["oos_auroc"], found["oos_recall"]) == (None, None)
    assert found["thresholds"] == {"answer_above": 0.4, "ask_above": 0.3, "margin": 0.1}
    parts = {part["sort"]: part["examples"] for part in found["parts"]}
    assert parts.keys() == {"check", "say"}
    assert sum(parts.values()) == found["examples"]
    assert found["near_misses"] > 0
    wrong = sum(len(item["sentences"]) for item in found["confusions"])
    assert found["accuracy"] == round(1 - wrong / found["examples"], 4)
    assert sum(item["examples"] for item in found["intents"]) == found["examples"]
    first = [item["f1"] for item in found["intents"]]
    assert first == sorted(first)
    source, line = found["confusions"][0]["sentences"][0]["source"].split(":")
    written = (project / source).read_text("utf-8").splitlines()[int(line) - 1]
    assert written == found["confusions"][0]["sentences"][0]["text"]


def test_the_same_seed_gives_the_same_and_another_another(project: Path, capsys: Capture) -> None:
    def steady(*words: str) -> dict[str, Any]:
        found = document(project, capsys, "--cross", "3", *words)
        return {key: value for key, value in found.items() if key not in TIMES}

    assert steady("--seed", "1") == steady()
    assert steady("--seed", "2") != steady()


def test_without_folds_the_checks_alone_are_asked(project: Path, capsys: Capture) -> None:
    found = document(project, capsys, "--cross", "0")
    assert [part["sort"] for part in found["parts"]] == ["check"]
    assert found["near_misses"] == 0


LABELLED = "la ricarica non mi è arrivata,ricarica_mancata\nche tempo fa domani,\nbuongiorno,saluto\n"


def test_a_brand_is_asked_a_files_sentences(project: Path, capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text(LABELLED, encoding="utf-8")
    found = document(project, capsys, "--test", str(file))
    assert (found["examples"], found["accuracy"]) == (3, 1.0)
    assert found["oos_recall"] is not None
    assert found["oos_auroc"] == 1.0
    code, out, _err = evaluated(project, capsys, "--test", str(file))
    assert code == 0
    assert "3 sentences of labelled.csv, put to the brand as it is" in out
    assert "Of 1 sentence out of scope " in out


def labelled(tmp_path: Path) -> tuple[Path, Path]:
    nouns = ("card", "account", "payment", "transfer", "statement", "phone")
    asked = [f"where is my {noun},where_is" for noun in nouns]
    train = [*asked, *(f"please cancel the {noun},cancel-it" for noun in nouns)]
    test = ["where is my new card,where_is", "cancel that transfer now,cancel-it", "tell me a joke,oos"]
    paths = tmp_path / "train.csv", tmp_path / "test.csv"
    for path, lines in zip(paths, (train, test), strict=True):
        path.write_text("\n".join(("text,intent", *lines)), encoding="utf-8")
    return paths


def test_files_need_no_brand(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPORTELLO_MATCHING__ENCODER", "none")
    train, test = labelled(tmp_path)
    nowhere = tmp_path / "nowhere"
    nowhere.mkdir()
    found = document(nowhere, capsys, "--train", str(train), "--test", str(test))
    assert (found["examples"], found["accuracy"], found["oos_auroc"]) == (3, 1.0, 1.0)
    assert found["thresholds"]["answer_above"] == 0.8
    assert {item["intent"] for item in found["intents"]} == {"where_is", "cancel-it"}
    assert list(nowhere.iterdir()) == []
    crossed = document(nowhere, capsys, "--train", str(train), "--train", str(test), "--cross", "3")
    assert crossed["examples"] == 15
    assert crossed["oos_recall"] is not None


def test_the_environment_sets_the_thresholds_where_there_is_no_brand(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPORTELLO_MATCHING__ENCODER", "none")
    monkeypatch.setenv("SPORTELLO_MATCHING__ANSWER_ABOVE", "0.93")
    train, test = labelled(tmp_path)
    found = document(tmp_path, capsys, "--train", str(train), "--test", str(test))
    assert found["thresholds"]["answer_above"] == 0.93


def test_one_split_of_a_file_is_taught_and_another_asked(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPORTELLO_MATCHING__ENCODER", "none")
    file = tmp_path / "all.jsonl"
    lines = [
        {"text": f"{verb} the {noun}", "intent": verb, "split": "train" if noun != "phone" else "test"}
        for verb in ("open", "close")
        for noun in ("door", "window", "shop", "phone")
    ]
    file.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    found = document(
        tmp_path, capsys, "--train", f"{file}:train", "--test", f"{file}:test", "--language", "en"
    )
    assert (found["examples"], found["accuracy"]) == (2, 1.0)
    assert "6 sentences of 2 intents taught; 2 sentences of all.jsonl asked" in found["about"]["how"]


def test_a_least_figure_is_asked_for_and_the_one_below_it_named(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text("la ricarica non mi è arrivata,ricarica_mancata\nbuongiorno,orari\n", encoding="utf-8")
    test = ("--test", str(file))
    assert evaluated(project, capsys, *test, "--fail-under", "0.5,among_first_three=0.5")[0] == 0
    code, out, err = evaluated(project, capsys, *test, "--fail-under", "accuracy=0.9,among_first_three=0.4")
    assert code == 1
    assert "understood" in out
    assert err == "sportello eval: accuracy is 0.5000, below the 0.9 asked for\n"
    code, _out, err = evaluated(project, capsys, *test, "--fail-under", "oos_recall=0.5")
    assert code == 1
    assert "oos_recall cannot be measured on these sentences; 0.5 was asked for" in err


def test_a_target_gives_the_line_to_write(project: Path, capsys: Capture) -> None:
    code, out, _err = evaluated(project, capsys, "--target", "90")
    assert code == 0
    (wanted,) = re.findall(r"\n  answer_above = (0\.\d\d)\n", out)
    change(project / "settings.toml", "answer_above = 0.4", f"answer_above = {wanted}")
    found = document(project, capsys, "--target", "90%")
    assert found["answered_right"] >= 0.9
    assert found["target"]["answer_above"] == float(wanted)
    assert found["target"]["answered"] == found["answered"]


def test_a_target_out_of_reach_says_what_is_reached(project: Path, capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "labelled.csv"
    file.write_text("la ricarica non mi è arrivata,orari\n", encoding="utf-8")
    code, out, _err = evaluated(project, capsys, "--test", str(file), "--target", "95")
    assert code == 0
    assert "No threshold from ask_above on is right 95 times in 100" in out


def test_a_bot_that_answers_nothing_is_said_to(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "answer_above = 0.4", "answer_above = 1.0")
    code, out, _err = evaluated(project, capsys, "--cross", "0")
    assert code == 0
    assert "With answer_above = 1 the bot answers nothing." in out


def test_a_files_sentences_are_put_to_both_versions(project: Path, capsys: Capture, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(project, before)
    (before / "intents" / "prepagato" / "ricarica_mancata.toml").unlink()
    file = tmp_path / "labelled.csv"
    file.write_text(LABELLED, encoding="utf-8")
    found = document(project, capsys, "--test", str(file), "--against", str(before))["against"]
    assert (found["examples"], len(found["worse"])) == (3, 0)
    (better,) = found["better"]
    assert (better["intent"], better["read_as"]) == ("ricarica_mancata", "ricarica_mancata")
    assert better["before"]["read_as"] != "ricarica_mancata"


def test_the_page_is_written(project: Path, capsys: Capture, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    code, _out, err = evaluated(project, capsys, "--html", str(page))
    assert code == 0
    assert f"The page is in {page}." in err
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    code, out, err = evaluated(project, capsys, "--html", str(tmp_path / "none" / "page.html"))
    assert (code, out) == (2, "")
    assert "page.html cannot be written" in err


def test_what_a_change_of_the_files_made_better_and_worse_is_told(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    before = tmp_path / "before"
    shutil.copytree(project, before)
    file = before / "intents" / "prepagato" / "ricarica_mancata.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        re.sub(r"(?s)say = '''\n.*?'''", "say = '''\nuna parola sola\n'''", text), encoding="utf-8"
    )
    found = document(project, capsys, "--cross", "0", "--against", str(before))["against"]
    assert found["version"] == str(before)
    assert {item["intent"] for item in found["better"]} >= {"ricarica_mancata"}
    figures = {item["name"]: (item["before"], item["now"]) for item in found["figures"]}
    assert figures["accuracy"][0] < figures["accuracy"][1]
    code, out, _err = evaluated(project, capsys, "--cross", "0", "--against", str(before))
    assert code == 0
    assert re.search(rf"Against {before}: \d+ sentences better", out)


def test_a_revision_is_asked_the_same(project: Path, capsys: Capture, tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "brand")
    git(tmp_path, "commit", "-qm", "one")
    found = document(project, capsys, "--against", "HEAD")["against"]
    assert (found["better"], found["worse"], found["figures"]) == ([], [], [])
    code, _out, err = evaluated(project, capsys, "--against", "HEAD~9")
    assert code == 2
    assert "“HEAD~9” is neither a folder nor a revision" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--test", "none.csv"), "none.csv cannot be read: No such file or directory"),
        (("--test", "."), ". cannot be read: Is a directory"),
        (("--train", "labelled.csv", "--against", "HEAD"), "--against compares brands"),
        (("--against", "/"), "there is no settings.toml in /"),
        (("--test", "labelled.csv", "--cross", "3"), "--cross is for sentences that are taught"),
        (("--language", "en"), "--language is that of --train files"),
        (("--train", "labelled.csv", "--language", "english"), "there is no language “english”"),
        (("--train", "labelled.csv", "--cross", "0"), "--train without --test is cross-validated"),
        (("--fail-under", "acuracy=0.9"), "did you mean “accuracy”?"),
        (("--fail-under", "ece=0.9"), "no least value can be asked of “ece”"),
        (("--fail-under", "accuracy=90"), "“90” is no share from 0 to 1"),
        (("--fail-under", ""), "“” is no share from 0 to 1"),
        (("--test", "unknown.csv"), "unknown.csv:1: the brand has no intent “salut”: did you mean “saluto”?"),
        (("--test", "latin.csv"), "latin.csv:2: this is not UTF-8 text"),
        (("--test", "empty.csv"), "empty.csv is empty"),
        (("--train", "outside.csv"), "every line of --train is out of scope"),
        (
            ("--train", "labelled.csv", "--test", "unknown.csv"),
            "unknown.csv:1: --train has no intent “salut”",
        ),
    ],
)
def test_what_cannot_be_evaluated_is_told(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(project)
    Path("labelled.csv").write_text(LABELLED, encoding="utf-8")
    Path("unknown.csv").write_text("ciao ciao,salut\n", encoding="utf-8")
    Path("latin.csv").write_bytes("ciao,saluto\nperch\xe9,saluto\n".encode("latin-1"))
    Path("empty.csv").write_text("", encoding="utf-8")
    Path("outside.csv").write_text("che tempo fa,\n", encoding="utf-8")
    code, out, err = evaluated(project, capsys, *words)
    assert (code, out) == (2, "")
    assert told in err
    assert "hint: " in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--target", "20"), "“20” times in 100: write a number from 50 to 100"),
        (("--target", "nan"), "“nan” times in 100"),
        (("--cross", "1"), "“1” folds: write a number from 2 to 20, or 0"),
        (("--cross", "x"), "“x” folds"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused(
    project: Path, capsys: Capture, words: tuple[str, ...], told: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        evaluated(project, capsys, *words)
    assert caught.value.code == 2
    assert told in capsys.readouterr().err


def test_a_brand_with_errors_is_told_with_its_problems(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "Europe/Rome", "Europe/Roma")
    code, out, err = evaluated(project, capsys)
    assert (code, out) == (2, "")
    assert "no time zone “Europe/Roma”" in err


def test_an_intent_with_one_sentence_is_noted(project: Path, capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "few.csv"
    file.write_text("uno due tre,a\nquattro cinque,a\nsei sette,b\n", encoding="utf-8")
    found = document(project, capsys, "--train", str(file), "--cross", "2")
    assert "1 intent with one sentence only cannot be found when it is held out." in found["about"]["notes"]


def test_lines_without_a_sentence_are_left_out_and_noted(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "gaps.csv"
    file.write_text(f"{LABELLED},saluto\n,orari\n", encoding="utf-8")
    found = document(project, capsys, "--test", str(file))
    assert found["examples"] == 3
    assert f"2 lines with no sentence left out (the first: {file}:4)." in found["about"]["notes"]
    file.write_text(",saluto\n", encoding="utf-8")
    code, out, err = evaluated(project, capsys, "--test", str(file))
    assert (code, out) == (2, "")
    assert "there is no sentence to ask or to teach" in err


def test_sentences_that_are_taught_word_for_word_are_noted(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "same.csv"
    file.write_text("la ricarica non è arrivata,ricarica_mancata\nmai vista prima,\n", encoding="utf-8")
    notes = document(project, capsys, "--test", str(file))["about"]["notes"]
    assert "1 sentence asked is taught too, word for word." in notes


def test_only_what_the_brand_teaches_is_kept_for_the_next_time(
    project: Path, capsys: Capture, tmp_path: Path
) -> None:
    change(project / "settings.toml", 'encoder = "none"', 'encoder = "use"')
    file = tmp_path / "labelled.csv"
    file.write_text("una domanda di un cliente mai scritta prima,saluto\n", encoding="utf-8")
    assert document(project, capsys, "--test", str(file))["p50_ms"] > 0
    (kept,) = (tmp_path / "cache" / "sportello").iterdir()
    vectors = KeptVectors(Mute(), kept)
    assert vectors.encode(["la ricarica non è arrivata"]).shape == (1, 512)
    with pytest.raises(LookupError):
        vectors.encode(["una domanda di un cliente mai scritta prima"])


class Mute:
    """An encoder that knows nothing."""

    name = "mute"

    def encode(self, texts: Sequence[str]) -> Any:
        raise LookupError(texts)


def test_ctrl_c_ends_it_without_a_word(project: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "slow.csv"
    os.mkfifo(pipe)
    words = [sys.executable, "-m", "bot", "-C", str(project), "eval", "--test", str(pipe)]
    with subprocess.Popen(
        words, cwd=project, env=environ(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        with pipe.open("w") as slow:  # opened once the command reads it, and waits for more
            slow.write("buongiorno,saluto\n")
            slow.flush()
            process.send_signal(signal.SIGINT)
        # Closed before it is waited for: Python cannot see a signal that comes just before it blocks.
        out, err = process.communicate(timeout=PROGRAM_PATIENCE)
    assert (process.returncode, out, err) == (130, "", "")


def test_every_option_key_and_column_is_documented() -> None:
    page = (ROOT / "docs" / "evaluating.md").read_text(encoding="utf-8")
    parser = ArgumentParser()
    arguments(parser)
    options = {word for action in parser._actions for word in action.option_strings}
    assert {option for option in options - {"-h", "--help"} if option not in page} == set()
    words = set(re.findall(r"`([^`\n]+)`", page))
    assert {
        *CONTRACT,
        *MORE_IS_BETTER,
        *NAMES,
        *(name for names in NAMES.values() for name in names),
    } <= words
    assert {sort.value for sort in Sort} <= words


def test_every_key_of_the_document_is_documented(project: Path, capsys: Capture) -> None:
    page = (ROOT / "docs" / "evaluating.md").read_text(encoding="utf-8")
    words = set(re.findall(r"`([^`\n]+)`", page))
    found = document(project, capsys, "--target", "95", "--cross", "0")
    assert set(found) <= words
    assert set(found["target"]) - {"right"} <= words
    assert set(found["hurting"][0] if found["hurting"] else {"text": 0}) - {"leans_on_source"} <= words
