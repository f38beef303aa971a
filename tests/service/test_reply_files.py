"""An edited text goes back into its file with every untouched line as it was, byte for byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.service.reply_files import as_edited, as_written, difference, digest_of

LINES = st.lists(st.sampled_from(["=== any", "Ciao.", "", "{# perché #}", "Siamo aperti."]), max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
FILES = st.builds(
    lambda mark, lines, ends, last: mark + "".join(map("".join, zip(lines, ends, strict=False))) + last,
    st.sampled_from(["", "\ufeff"]),
    LINES,
    st.lists(ENDS, min_size=6, max_size=6),
    st.sampled_from(["", "Fine"]),
)


@given(FILES)
def test_a_text_that_was_not_edited_leaves_every_byte(disk: str) -> None:
    assert as_written(disk, as_edited(disk)) == disk
    assert as_written(disk, as_edited(disk).replace("\n", "\r\n")) == disk


@given(FILES, LINES)
def test_what_is_written_reads_as_what_was_edited(disk: str, lines: list[str]) -> None:
    text = "".join(f"{line}\n" for line in lines)
    written = as_edited(as_written(disk, text))
    assert written.removesuffix("\n") == text.removesuffix("\n")
    assert as_written(disk, text).startswith("\ufeff") == disk.startswith("\ufeff")


def test_a_windows_file_stays_one_and_only_the_changed_line_differs() -> None:
    disk = "\ufeff{# ok #}\r\n=== any\r\nCiao.\r\n\r\n=== any\r\nSalve.\r\n"
    after = as_written(disk, as_edited(disk).replace("Salve.", "Salve!"))
    assert after == disk.replace("Salve.", "Salve!")
    assert difference(disk, after) == ("@@ -4,4 +4,4 @@", " ", " === any", "-Salve.", "+Salve!", " ")


def test_a_new_file_ends_its_last_line() -> None:
    assert as_written(None, "Ciao.\r\nA presto.") == "Ciao.\nA presto.\n"
    assert as_written("Ciao.", "Ciao.\nA presto.") == "Ciao.\nA presto.\n"


def test_an_empty_line_after_an_old_macs_line_end_stays_a_line() -> None:
    assert as_edited(as_written("Ciao.\r", "Ciao.\n\nA presto.\n")) == "Ciao.\n\nA presto.\n"


def test_no_file_and_an_empty_file_have_other_names() -> None:
    assert digest_of(None) == ""
    assert digest_of("") != digest_of("\n")
