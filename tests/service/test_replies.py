"""Editing replies over real files: nothing broken is published, and nobody's edit is lost."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.knowledge.trial import Trial
from bot.model.message import Letter, Purpose
from bot.model.problem import Level
from bot.service.brand import Brand
from bot.service.replies import Replies
from bot.service.reply_values import Outcome, Result, Sheet
from bot.settings.values import Person
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.contracts.store_helpers import Teller
from tests.fakes.clock import StandingClock
from tests.support.brand import TRAITS, write_brand

FB = Person(key="FB", name="Francesca B.", email="fb@example.it")
MR = Person(key="MR", name="Marco R.")
OLD = "=== any\nSiamo aperti dalle 9 alle 18.\n=== any\nEcco: Siamo aperti dalle 9 alle 18.\n"
NEW = OLD.replace("Ecco: Siamo aperti dalle 9", "Ci trovi dalle 9")


@dataclass
class Bench:
    """A brand's folder, its store, and what edits its replies."""

    folder: Path
    store: SqlStore
    brand: Brand
    replies: Replies

    @property
    def file(self) -> Path:
        return self.folder / "replies/it/orari.j2"

    async def sheet(self, name: str = "orari", language: str = "it") -> Sheet:
        found = await self.replies.sheet(name, language)
        assert found is not None
        return found

    async def publish(self, text: str, by: Person = FB, *, sheet: Sheet | None = None) -> Result:
        sheet = sheet or await self.sheet()
        seen = sheet.draft.version if sheet.draft is not None else 0
        return await self.replies.publish(sheet, text, base=sheet.base, seen=seen, by=by)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    folder = write_brand(tmp_path, '[channels.chat]\n[channels.wall]\nmode = "answer"', store="a")
    brand = Brand(folder, environ={}, traits=TRAITS, encoder=None)
    assert not [item for item in brand.load() if item.level is Level.ERROR]
    store = open_memory_store()
    return Bench(folder, store, brand, Replies(store=store, brand=brand, clock=StandingClock()))


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.it", *words]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


async def test_what_is_published_is_in_the_file_and_served_at_once(bench: Bench) -> None:
    before = bench.brand.knowledge.version
    assert (await bench.publish(NEW)).outcome is Outcome.DONE
    assert bench.file.read_text(encoding="utf-8") == NEW
    assert bench.brand.knowledge.version != before
    past = (await bench.sheet()).past
    assert [item.author for item in past] == ["FB", ""]
    assert await bench.replies.text_of(await bench.sheet(), past[1].key) == OLD


async def test_an_edit_made_on_disk_meanwhile_is_never_overwritten(bench: Bench) -> None:
    sheet = await bench.sheet()
    bench.file.write_text("Aperti, da un altro.\n", encoding="utf-8")
    assert (await bench.publish(NEW, sheet=sheet)).outcome is Outcome.MOVED
    saved = await bench.replies.save(await bench.sheet(), NEW, base=sheet.base, seen=0, by=FB)
    assert saved.outcome is Outcome.MOVED
    assert bench.file.read_text(encoding="utf-8") == "Aperti, da un altro.\n"


async def test_the_second_of_two_who_publish_is_told_and_the_first_stays(bench: Bench) -> None:
    francescas, marcos = await bench.sheet(), await bench.sheet()
    assert (await bench.publish(NEW, FB, sheet=francescas)).outcome is Outcome.DONE
    assert (await bench.publish(OLD + "\n", MR, sheet=marcos)).outcome is Outcome.MOVED
    assert bench.file.read_text(encoding="utf-8") == NEW


async def test_a_draft_of_somebody_elses_is_not_overwritten_unseen(bench: Bench) -> None:
    sheet = await bench.sheet()
    first = await bench.replies.save(sheet, NEW, base=sheet.base, seen=0, by=FB)
    second = await bench.replies.save(sheet, OLD, base=sheet.base, seen=0, by=MR)
    assert (first.outcome, second.outcome) == (Outcome.DONE, Outcome.OVERTAKEN)
    assert (await bench.publish(OLD + "\n", MR, sheet=sheet)).outcome is Outcome.OVERTAKEN
    draft = (await bench.sheet()).draft
    assert draft is not None
    assert (draft.text, draft.author, draft.version) == (NEW, "FB", 1)
    assert bench.file.read_text(encoding="utf-8") == OLD, "a draft is not published"
    assert (await bench.publish(NEW)).outcome is Outcome.DONE
    assert (await bench.sheet()).draft is None


async def test_errors_block_and_warnings_ask(bench: Bench) -> None:
    broken = await bench.publish("Ciao {{ custmer.name }}.\n")
    assert broken.outcome is Outcome.BROKEN
    assert [item.hint for item in broken.problems] == ["did you mean “customer”?"]
    doubtful = await bench.publish("Siamo aperti.\n")
    assert doubtful.outcome is Outcome.DOUBTFUL
    assert [item.code for item in doubtful.problems] == ["R012"]
    assert bench.file.read_text(encoding="utf-8") == OLD
    sheet = await bench.sheet()
    sure = await bench.replies.publish(sheet, "Siamo aperti.\n", base=sheet.base, seen=0, by=FB, sure=True)
    assert sure.outcome is Outcome.DONE


async def test_an_error_elsewhere_on_disk_blocks_too_for_nothing_would_be_served(bench: Bench) -> None:
    (bench.folder / "replies/it/pacco.j2").write_text("{{ nome }}\n", encoding="utf-8")
    blocked = await bench.publish(NEW)
    assert blocked.outcome is Outcome.BROKEN
    assert {item.file for item in blocked.problems} == {"replies/it/pacco.j2"}


async def test_a_file_elsewhere_that_cannot_be_read_is_told_and_nothing_is_written(bench: Bench) -> None:
    (bench.folder / "replies/it/pacco.j2").write_bytes(b"caff\xe8\n")
    result = await bench.publish(NEW)
    assert result.outcome is Outcome.NOT_WRITTEN
    assert "replies/it/pacco.j2:1: this is not UTF-8 text" in result.note
    assert bench.file.read_text(encoding="utf-8") == OLD


async def test_comments_order_and_blank_lines_are_as_they_were(bench: Bench) -> None:
    kept = "{# approvata #}\r\n\r\n=== any\r\nUno.\r\n\r\n{# due #}\r\n=== any\r\nDue.\r\n"
    bench.file.write_bytes(kept.encode())
    assert (await bench.publish(kept.replace("\r\n", "\n").replace("Due.", "Tre."))).outcome is Outcome.DONE
    assert bench.file.read_bytes() == kept.replace("Due.", "Tre.").encode()


async def test_in_git_a_publication_is_a_commit_of_that_file_alone_by_whom_it_is(bench: Bench) -> None:
    git(bench.folder, "init", "-q")
    git(bench.folder, "add", ".")
    git(bench.folder, "commit", "-qm", "inizio")
    (bench.folder / "replies/it/pacco.j2").write_text(OLD, encoding="utf-8")
    git(bench.folder, "add", ".")
    assert (await bench.publish(NEW)).note == ""
    head = git(bench.folder, "log", "-1", "--format=%an <%ae>", "--name-only").split("\n")
    assert head[:3] == ["Francesca B <fb@example.it>", "", "replies/it/orari.j2"]
    assert git(bench.folder, "diff", "--cached", "--name-only") == "replies/it/pacco.j2\n"
    sheet = await bench.sheet()
    assert [item.author for item in sheet.past] == ["Francesca B", "A"]
    assert await bench.replies.text_of(sheet, sheet.past[1].key) == OLD


async def test_a_reply_new_to_git_is_committed_and_a_revert_on_disk_is_served(bench: Bench) -> None:
    git(bench.folder, "init", "-q")
    git(bench.folder, "add", ".")
    git(bench.folder, "commit", "-qm", "inizio")
    before = bench.brand.knowledge.version
    assert await bench.publish(NEW, MR) == Result(outcome=Outcome.DONE)
    text = "=== any\nI'll look.\n=== any\nLet me look.\n"
    bench.file.with_name("reclamo.j2").unlink(missing_ok=True)
    new = await bench.sheet("reclamo")
    assert new.disk is None
    done = await bench.replies.publish(new, text, base="", seen=0, by=MR, sure=True)
    assert done.outcome is Outcome.DONE
    assert done.note == ""
    git(bench.folder, "revert", "--no-edit", "HEAD", "HEAD~1")
    bench.brand.load()
    assert bench.brand.knowledge.version == before


async def test_where_git_refuses_the_publication_stands_and_its_author_is_told(bench: Bench) -> None:
    git(bench.folder, "init", "-q")
    hook = bench.folder / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'no commits on Fridays' >&2\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    done = await bench.publish(NEW)
    assert (done.outcome, done.note) == (Outcome.DONE, "no commits on Fridays")
    assert bench.file.read_text(encoding="utf-8") == NEW


async def test_a_read_only_file_is_told(bench: Bench) -> None:
    bench.file.chmod(0o444)
    result = await bench.publish(NEW)
    assert result.outcome is Outcome.NOT_WRITTEN
    assert "replies/it/orari.j2 is read-only" in result.note
    assert (await bench.sheet()).past == ()


async def test_only_messages_that_would_read_otherwise_are_named(bench: Bench) -> None:
    teller = Teller(bench.store)
    for variant, text in ((1, "Siamo aperti dalle 9 alle 18."), (2, "Ecco: Siamo aperti dalle 9 alle 18.")):
        said = Letter(purpose=Purpose.ANSWER, text=text, template="orari", variant=variant, language="it")
        await teller.say(said)
    await teller.say(Letter(purpose=Purpose.ANSWER, text="Ciao, dimmi.", template="saluto", language="it"))
    bench.replies = Replies(store=bench.store, brand=bench.brand, clock=StandingClock())
    found = await bench.replies.effect(await bench.sheet(), NEW)
    assert (found.looked, found.used) == (3, 2)
    (changed,) = found.reworded
    assert changed.said.letter.text == "Ecco: Siamo aperti dalle 9 alle 18."
    assert changed.after == "Ci trovi dalle 9 alle 18."


async def test_the_shelves_show_what_is_missing(bench: Bench) -> None:
    (bench.folder / "replies/en/orari.j2").unlink()
    bench.file.write_text("Siamo aperti.\n", encoding="utf-8")
    bench.brand.load()
    sheet = await bench.sheet("pacco")
    await bench.replies.save(sheet, "x", base=sheet.base, seen=0, by=FB)
    policys, topic = await bench.replies.shelves("it")
    assert {row.name for row in policys.rows} >= {"_ack", "_incident", "_unclear"}
    rows = {row.name: row.cells for row in topic.rows}
    assert [(cell.variants, cell.warnings) for cell in rows["orari"]] == [(1, 1), (0, 1)]
    assert [cell.drafted for cell in rows["pacco"]] == [True, False]
    assert "persona" not in rows, "people answer it"
    assert topic.gaps >= 2


async def test_only_what_the_brand_can_have_is_opened(bench: Bench) -> None:
    assert await bench.replies.sheet("nessuno", "it") is None
    assert await bench.replies.sheet("orari", "fr") is None
    assert await bench.replies.sheet("../settings", "it") is None
    assert (await bench.sheet()).names[:2] == ("agent.name", "brand.languages")


async def test_a_text_is_checked_and_tried_without_being_kept(bench: Bench) -> None:
    found = await bench.replies.check(await bench.sheet(), "Ciao.\r\n{{ hours.nxt }}", Trial())
    assert [(item.line, item.code) for item in found.errors] == [(2, "R001")]
    assert bench.file.read_text(encoding="utf-8") == OLD
