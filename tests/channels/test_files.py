"""The brand's files are read from below its folder, and from nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.files import file_of, read_file
from bot.model.message import Media, MediaKind


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    brand = tmp_path / "brand"
    (brand / "images").mkdir(parents=True)
    (brand / "images" / "negozi.png").write_bytes(b"png")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (brand / "images" / "out.png").symlink_to(tmp_path / "secret.png")
    return brand


async def test_a_file_of_the_brands_is_read(folder: Path) -> None:
    assert await read_file(folder, Media(kind=MediaKind.PHOTO, path="images/negozi.png")) == b"png"


@pytest.mark.parametrize(
    "path", ["../secret.png", "images/out.png", "/etc/hosts", "images", "images/none.png", "", "a\x00b"]
)
async def test_what_is_elsewhere_or_nowhere_is_not_read_and_the_log_names_it(
    folder: Path, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert file_of(folder, path) is None
    assert await read_file(folder, Media(kind=MediaKind.PHOTO, path=path)) is None
    assert f"{path} cannot be read" in caplog.text
