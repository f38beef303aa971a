"""A new brand is written whole or not at all, and over nothing that is there."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bot.cli.founding import found
from bot.cli.setting_up import is_empty
from bot.errors import SetupError
from bot.starter import StarterFile

FILES = (
    StarterFile(path="settings.toml", text='[brand]\nname = "Acme"\n'),
    StarterFile(path="replies/it/_ack.j2", text="=== any\nCiao\n"),
)
SECRET = {"TELEGRAM_TOKEN": "4242:abc"}


def test_files_and_secrets_are_written_the_secrets_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    founded = found(folder, FILES, SECRET)
    assert (founded.written, founded.kept) == (2, ())
    for file in FILES:
        assert (folder / file.path).read_text(encoding="utf-8") == file.text
    env = folder / ".env"
    assert env.read_text(encoding="utf-8") == "TELEGRAM_TOKEN=4242:abc\n"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600


def test_without_secrets_there_is_no_file_for_them(tmp_path: Path) -> None:
    found(tmp_path, FILES, {})
    assert not (tmp_path / ".env").exists()


def test_a_file_that_is_there_stays_and_is_named(tmp_path: Path) -> None:
    own = tmp_path / "replies" / "it" / "_ack.j2"
    own.parent.mkdir(parents=True)
    own.write_text("mine", encoding="utf-8")
    founded = found(tmp_path, FILES, {})
    assert (founded.written, founded.kept) == (1, ("replies/it/_ack.j2",))
    assert own.read_text(encoding="utf-8") == "mine"


def test_where_a_brand_is_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("mine", encoding="utf-8")
    with pytest.raises(SetupError, match="already there"):
        found(tmp_path, FILES, SECRET)
    assert [item.name for item in tmp_path.iterdir()] == ["settings.toml"]


def test_another_secret_of_the_same_name_is_not_replaced_and_others_stay(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    env.write_text("# mine\nOTHER=1\nTELEGRAM_TOKEN=1:old\n", encoding="utf-8")
    with pytest.raises(SetupError, match="already has another TELEGRAM_TOKEN"):
        found(tmp_path, FILES, SECRET)
    assert [item.name for item in tmp_path.iterdir()] == [".env"]
    env.write_text("# mine\nOTHER=1\n", encoding="utf-8")
    found(tmp_path, FILES, SECRET)
    assert env.read_text(encoding="utf-8") == "# mine\nOTHER=1\nTELEGRAM_TOKEN=4242:abc\n"


def test_what_is_cut_short_is_no_brand_and_can_be_begun_again(tmp_path: Path) -> None:
    hurdle = tmp_path / "replies"
    hurdle.write_text("a file where a folder should be", encoding="utf-8")
    with pytest.raises(SetupError, match="cannot be written"):
        found(tmp_path, FILES, SECRET)
    assert not (tmp_path / "settings.toml").exists()
    hurdle.unlink()
    assert found(tmp_path, FILES, SECRET).written == 2


def test_only_a_folder_with_nothing_to_be_seen_is_empty(tmp_path: Path) -> None:
    assert is_empty(tmp_path)
    (tmp_path / ".git").mkdir()
    assert is_empty(tmp_path)
    (tmp_path / "notes.txt").touch()
    assert not is_empty(tmp_path)
    assert not is_empty(tmp_path / "nowhere")
