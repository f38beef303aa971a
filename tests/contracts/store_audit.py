"""The store's contract: every deed of a person leaves one entry, in the chain, without anybody's words."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pytest

from bot.model.acting import act_in
from bot.model.audit import Deed, Entry, verify
from bot.model.incident import IncidentStatus
from bot.model.message import DRAFT, DUE, REFUSED_FOR, InboundKind, Purpose
from bot.model.role import Role
from bot.model.stopping import Stop, StopScope, StopSource
from bot.model.turn import NewTask, TaskKind
from bot.model.user import User
from bot.service.lesson_ports import Lesson
from bot.service.reply_values import ReplyDraft
from bot.service.store import Store
from bot.service.user_ports import Opening
from bot.service.values import CannotTell, Refused, Sent, Unknown
from bot.teaching.change import Change, Taught
from tests.contracts.store_helpers import HOUR, NOW, Teller, batch, letter
from tests.contracts.store_incidents import BURST, word
from tests.contracts.store_stop import capped, queue

SECRET = "IBAN-IT60"  # stands in every text, so that it is seen where it must not be
OPENING = Opening(digest="session-digest", expires_at=NOW + HOUR)


@dataclass
class Doing:
    """A store in which each deed can be done."""

    store: Store
    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        self.teller = Teller(self.store)

    async def act(self, kind: InboundKind, text: str = "", **payload: str) -> str:
        number = await self.teller.say()
        conversation = await self.teller.conversation(number)
        event = act_in(conversation, kind, "one", NOW, {"agent": "FB", **payload}, text=text)
        for _ in range(2):  # the same act twice is one
            await self.store.accept(batch(event), NOW)
        return f"conversation:{number}"

    async def sent(self) -> str:
        return await self.act(InboundKind.AGENT_REPLY, SECRET)

    async def undone(self) -> str:
        held = letter(SECRET, Purpose.AGENT, author="FB", held_until=NOW + HOUR)
        number = await self.teller.say(held)
        dossier = await self.store.dossier(number)
        assert dossier is not None
        for _ in range(2):
            await self.store.take_back(dossier.pending[0].id, "FB", NOW)
        return f"conversation:{number} letter:{dossier.pending[0].id}"

    async def promised(self) -> str:
        return await self.act(InboundKind.PROMISE, **{DUE: (NOW + HOUR).isoformat()})

    async def noted(self) -> str:
        number = await self.teller.say()
        assert await self.store.add_note(number, "FB", SECRET, NOW)
        return f"conversation:{number}"

    async def assigned(self) -> str:
        number = await self.teller.say()
        assert await self.store.assign(number, "MR", "FB", NOW)
        return f"conversation:{number} user:MR"

    async def _looked(self, found: Sent | CannotTell) -> str:
        outbound = await self.teller.sending(letter(SECRET, Purpose.AGENT, author="FB"))
        await self.store.settle(outbound, Unknown(evidence=SECRET), NOW)
        await self.store.settle_doubt(outbound, CannotTell(reason=SECRET), NOW)
        assert await self.store.settle_look(outbound, found, "FB", NOW)
        return f"letter:{outbound.id}"

    async def looked(self) -> str:
        return await self._looked(CannotTell(reason=SECRET))

    async def arrived(self) -> str:
        return await self._looked(Sent(id=""))

    async def took_over(self) -> str:
        return await self.act(InboundKind.TAKE_OVER)

    async def handed_back(self) -> str:
        return await self.act(InboundKind.HAND_BACK)

    async def closed(self) -> str:
        return await self.act(InboundKind.CLOSE)

    async def muted(self) -> str:
        return await self.act(InboundKind.MUTE, SECRET)

    async def unmuted(self) -> str:
        return await self.act(InboundKind.UNMUTE)

    async def approved(self) -> str:
        return await self.act(InboundKind.APPROVE, **{DRAFT: "7"}) + " draft:7"

    async def edited(self) -> str:
        return await self.act(InboundKind.APPROVE, SECRET, **{DRAFT: "7"}) + " draft:7"

    async def refused(self) -> str:
        return await self.act(InboundKind.REFUSE, **{DRAFT: "7", REFUSED_FOR: "tone"}) + " draft:7"

    async def corrected(self) -> str:
        return await self.act(InboundKind.CORRECT, SECRET, outbound="3", id="m3") + " letter:3"

    async def took_back(self) -> str:
        return await self.act(InboundKind.TAKE_BACK, outbound="3", id="m3") + " letter:3"

    async def finished(self) -> str:
        number = await self.teller.hear(SECRET)
        await self.teller.turn(number, tasks=(NewTask(kind=TaskKind.ALERT, text=SECRET),))
        (task,) = await self.store.tasks()
        assert await self.store.finish_task(task.id, "FB", NOW)
        assert not await self.store.finish_task(task.id, "FB", NOW)
        return f"task:{task.id}"

    async def resent(self) -> str:
        outbound = await self.teller.sending()
        await self.store.settle(outbound, Refused(reason=SECRET, permanent=True), NOW)
        assert await self.store.resend(outbound.id, "FB", NOW)
        return f"letter:{outbound.id}"

    async def hours_changed(self) -> str:
        await self.store.hours_changed("settings.toml", "FB", NOW)
        return "file:settings.toml"

    async def stopped(self) -> str:
        stop = Stop(source=StopSource.PERSON, scope=StopScope.EVERYTHING, by="FB", why=SECRET, since=NOW)
        assert await self.store.stop(stop)
        assert not await self.store.stop(stop)
        return "scope:everything by:person"

    async def resumed(self) -> str:
        await self.stopped()
        for _ in range(2):
            await self.store.release("FB", NOW, sources=[*StopSource], scopes=[*StopScope])
        return "scope:everything"

    async def breaker_closed(self) -> str:
        await queue(self.teller, 5)
        for _ in range(2):
            await self.teller.claim(rates=capped(3))
        assert await self.store.close_breaker(("web", "main"), "FB", NOW)
        return "channel:web"

    async def incident_opened(self) -> str:
        return f"incident:{await self.store.open_incident(word(), [], 0)}"

    async def _changed(self, status: IncidentStatus) -> str:
        number = await self.store.open_incident(word(), [], 0)
        item = await self.store.incident(number)
        assert item is not None
        assert await self.store.change_incident(item, word(), status)
        return f"incident:{number}"

    async def incident_updated(self) -> str:
        return await self._changed(IncidentStatus.OPEN)

    async def incident_closed(self) -> str:
        return await self._changed(IncidentStatus.CLOSED)

    async def incident_dismissed(self) -> str:
        (number,) = await self.store.suggest([BURST], [], NOW)
        assert await self.store.dismiss_incident(number, "FB", NOW)
        return f"incident:{number}"

    async def reply_saved(self) -> str:
        draft = ReplyDraft(path="replies/it/orari.j2", text=SECRET, base="b", author="FB", at=NOW, version=0)
        assert await self.store.save_reply_draft(draft)
        assert not await self.store.save_reply_draft(draft)
        return "file:replies/it/orari.j2"

    async def reply_discarded(self) -> str:
        about = await self.reply_saved()
        assert await self.store.discard_reply_draft("replies/it/orari.j2", 1, by="FB", now=NOW)
        assert not await self.store.discard_reply_draft("replies/it/orari.j2", 1, by="FB", now=NOW)
        return about

    async def reply_published(self) -> str:
        await self.store.keep_reply_texts("replies/it/orari.j2", [("was", ""), (SECRET, "FB")], NOW)
        return "file:replies/it/orari.j2"

    async def taught(self) -> str:
        change = Change(added=(Taught(intent="orari", language="it", text=SECRET),))
        files = ("intents/a/orari.toml", "replies/it/orari.j2")
        await self.store.add_taught(Lesson(person="FB", at=NOW, change=change, files=files))
        return "file:intents/a/orari.toml file:replies/it/orari.j2"

    async def question_dismissed(self) -> str:
        await self.store.dismiss(("d1", "d2"), by="FB", now=NOW)
        return "texts:2"

    async def user_added(self) -> str:
        user = User(key="MR", name=SECRET, role=Role.ADMIN)
        assert await self.store.add_user(user, SECRET, by="FB", now=NOW)
        assert not await self.store.add_user(user, SECRET, by="FB", now=NOW)
        return "user:MR role:admin"

    async def _francesca(self) -> None:
        await self.store.add_user(User(key="FB", name=SECRET, role=Role.ADMIN), SECRET, by="FB", now=NOW)

    async def role_changed(self) -> str:
        await self.user_added()
        await self._francesca()
        await self.store.change_role("mr", Role.AGENT, by="FB", now=NOW)
        return "user:MR role:agent"

    async def password_changed(self) -> str:
        await self.user_added()
        await self.store.change_password("mr", SECRET, by="FB", now=NOW)
        return "user:MR"

    async def user_removed(self) -> str:
        await self.user_added()
        await self._francesca()
        await self.store.remove_user("mr", by="FB", now=NOW)
        return "user:MR"

    async def link_made(self) -> str:
        await self.user_added()
        await self.store.save_link(SECRET, "mr", NOW + HOUR, by="FB", now=NOW)
        return "user:MR"

    async def signed_in(self) -> str:
        await self._francesca()
        browser = Opening(digest="browser-digest", expires_at=NOW + HOUR)
        await self.store.enter_by_password("FB", password=SECRET, opening=OPENING, browser=browser, now=NOW)
        return "by:password"

    async def signed_out(self) -> str:
        await self.signed_in()
        for _ in range(2):
            await self.store.end_session(OPENING.digest, NOW)
        return ""

    async def sign_in_refused(self) -> str:
        await self._francesca()
        await self.store.refuse_sign_in("fb", "password", NOW)
        return "by:password"


DEEDS: Mapping[Deed, Callable[[Doing], Awaitable[str]]] = {deed: getattr(Doing, deed.value) for deed in Deed}


class AuditContract:
    """What people did."""

    @pytest.mark.parametrize("deed", Deed)
    async def test_every_deed_leaves_one_entry_that_says_who_and_on_what_and_nobodys_words(
        self, store: Store, deed: Deed
    ) -> None:
        about = await DEEDS[deed](Doing(store))
        entries = await store.audit_after(0, 100)
        (entry,) = [one for one in entries if one.what == deed and one.about == about]
        assert (entry.who, entry.at) == ("FB", 1_796_464_800_000)
        assert verify(entries).fault is None
        assert SECRET not in json.dumps([one.about + one.who for one in entries])

    async def test_what_is_done_by_itself_or_by_a_file_is_nobodys_deed(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say()
        file = Stop(source=StopSource.FILE, scope=StopScope.EVERYTHING, by="file", why="", since=NOW)
        await store.stop(file)
        await store.release("file", NOW, sources=[StopSource.FILE], scopes=[*StopScope])
        assert await store.audit_after(0, 100) == ()

    async def test_an_answer_that_is_undone_is_no_taking_over_besides(self, store: Store) -> None:
        await Doing(store).undone()
        assert [entry.what for entry in await store.audit_after(0, 100)] == [Deed.UNDONE]

    async def test_a_deed_that_is_not_done_leaves_nothing(self, store: Store) -> None:
        assert not await store.finish_task(404, "FB", NOW)
        assert not await store.resend(404, "FB", NOW)
        assert not await store.close_breaker(("web", "main"), "FB", NOW)
        assert not await store.dismiss_incident(404, "FB", NOW)
        assert not await store.discard_reply_draft("a", 1, by="FB", now=NOW)
        await store.end_session("unknown", NOW)
        assert await store.audit_after(0, 100) == ()

    async def test_entries_are_read_in_pages_from_either_end(self, store: Store) -> None:
        for number in range(1, 6):
            await store.refuse_sign_in("", f"try-{number}", NOW)

        def numbers(entries: tuple[Entry, ...]) -> list[int]:
            return [entry.n for entry in entries]

        assert numbers(await store.audit_after(0, 3)) == [1, 2, 3]
        assert numbers(await store.audit_after(3, 3)) == [4, 5]
        assert numbers(await store.audit_before(0, 3)) == [5, 4, 3]
        assert numbers(await store.audit_before(3, 3)) == [2, 1]
