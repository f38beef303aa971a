"""A reply's way round in the running program: published at the desk, read by customers, reverted by git."""

from __future__ import annotations

import re
import subprocess
from contextlib import closing
from html import unescape
from pathlib import Path

import httpx

from tests.cli.test_run import Start, answer_of, customers, write
from tests.support.patience import PROGRAM_PATIENCE

REPLY = "replies/it/ricarica_costo.j2"


def git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), "-c", "user.name=A", "-c", "user.email=a@example.it", *words]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def enter(link: str) -> httpx.Client:
    """Sign in as the first person who may."""
    base, token = link.split("/desk/", maxsplit=1)[0], link.rpartition("=")[2]
    client = httpx.Client(
        base_url=base, headers={"Origin": base, "Accept-Language": "it"}, timeout=PROGRAM_PATIENCE
    )
    door = client.get(link).text
    person = re.search(r'name="person" value="([^"]+)"', door)
    assert person is not None
    assert client.post("/desk/enter", data={"token": token, "person": person[1]}).status_code == 303
    return client


def form_of(page: str) -> dict[str, str]:
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert text is not None
    hidden = re.findall(r'type="hidden" name="(base|seen|looked)" value="([^"]*)"', page)
    return {**dict(hidden), "text": unescape(text[1])}


def test_what_is_published_is_read_at_once_and_a_git_revert_goes_live_without_a_restart(
    start: Start,
    project: Path,
) -> None:
    git(project, "init", "-q")
    git(project, "add", "settings.toml", "intents", "replies")
    git(project, "commit", "-qm", "begin")
    before = (project / REPLY).read_text(encoding="utf-8")
    copy = start("--at", "2026-12-04T10:00")
    chat, link = customers(copy), copy.until("desk").split()[-1]
    copy.until("Ready")

    def told(number: int) -> str:
        address = f"{chat}api/chat/customer-{number}/messages"
        write(address, "quanto costa una ricarica")
        return answer_of(address)

    with closing(enter(link)) as desk:
        page = f"/desk/{REPLY.removesuffix('.j2')}"
        form = form_of(desk.get(page).text)
        form["text"] = form["text"].replace("5, 10, 15, 20", "7, 10, 15, 20")
        looked = form_of(desk.post(page, data={**form, "go": "look"}).text)
        assert desk.post(page, data={**looked, "go": "publish"}).status_code == 303
    assert "7, 10, 15, 20" in told(1)
    changed = git(project, "diff", "--unified=0", "HEAD~1").splitlines()
    assert len([line for line in changed if re.match(r"[-+][^-+]", line)]) == 2 * before.count(
        "5, 10, 15, 20"
    )
    git(project, "revert", "--no-edit", "HEAD")
    assert (project / REPLY).read_text(encoding="utf-8") == before
    assert any("5, 10, 15, 20" in told(number) for number in range(2, 60)), "the revert is served"
