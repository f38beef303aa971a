"""Files are written whole, by whom may, and never over someone else's edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.service.publish import file_texts, publish
from bot.teaching.drafting import FileDraft

OLD = FileDraft(path="intents/a/b.toml", before="prima\r\n", after="dopo\r\n")
NEW = FileDraft(path="replies/it/b.j2", before=None, after="ciao\n")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "intents/a").mkdir(parents=True)
    (tmp_path / OLD.path).write_bytes(b"prima\r\n")
    return tmp_path


def everything(project: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(project)): path.read_bytes() for path in project.rglob("*") if path.is_file()
    }


def test_files_are_written_byte_for_byte_and_nothing_is_left_beside_them(project: Path) -> None:
    (project / OLD.path).chmod(0o640)
    publish(project, (OLD, NEW))
    assert everything(project) == {OLD.path: b"dopo\r\n", NEW.path: b"ciao\n"}
    assert (project / OLD.path).stat().st_mode & 0o777 == 0o640


def test_a_file_that_has_changed_meanwhile_stays_and_so_do_the_others(project: Path) -> None:
    (project / OLD.path).write_bytes(b"altro\n")
    with pytest.raises(SetupError, match=r"intents/a/b\.toml has changed meanwhile"):
        publish(project, (NEW, OLD))
    assert everything(project) == {OLD.path: b"altro\n"}


def test_a_file_that_has_come_meanwhile_is_not_overwritten(project: Path) -> None:
    (project / "replies/it").mkdir(parents=True)
    (project / NEW.path).write_bytes(b"mio\n")
    with pytest.raises(SetupError, match="has changed meanwhile"):
        publish(project, (NEW,))
    assert (project / NEW.path).read_bytes() == b"mio\n"


def test_a_read_only_file_is_refused_before_anything_is_written(project: Path) -> None:
    (project / OLD.path).chmod(0o444)
    with pytest.raises(SetupError, match="is read-only, and nothing was written"):
        publish(project, (NEW, OLD))
    assert everything(project) == {OLD.path: b"prima\r\n"}


def test_where_one_cannot_be_written_none_is(project: Path) -> None:
    (project / "replies").write_bytes(b"a file where a folder should be")
    with pytest.raises(SetupError, match="cannot be"):
        publish(project, (OLD, NEW))
    assert everything(project) == {OLD.path: b"prima\r\n", "replies": b"a file where a folder should be"}


def test_a_link_out_of_the_brand_is_not_followed(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "b.toml"
    elsewhere.write_bytes(b"prima\r\n")
    (project / OLD.path).unlink()
    (project / OLD.path).symlink_to(elsewhere)
    with pytest.raises(SetupError, match="leads out of the brand's folder"):
        publish(project, (OLD,))
    assert elsewhere.read_bytes() == b"prima\r\n"


def test_only_files_that_are_there_are_given_and_what_is_no_text_is_told(project: Path) -> None:
    assert file_texts(project, (OLD.path, NEW.path)) == {OLD.path: "prima\r\n"}
    (project / OLD.path).write_bytes(b"\xff\xfe")
    with pytest.raises(SetupError, match="is not UTF-8 text"):
        file_texts(project, (OLD.path,))
