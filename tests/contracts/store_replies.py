"""The store's contract: drafts of replies, the texts a file has had, what the bot said of late."""

from __future__ import annotations

from dataclasses import replace

from bot.model.message import Purpose
from bot.service.reply_values import ReplyDraft
from bot.service.store import Store
from tests.contracts.store_helpers import NOW, Teller, letter

PATH = "replies/it/orari.j2"
DRAFT = ReplyDraft(path=PATH, text="Siamo aperti.\n", base="b1", author="FB", at=NOW)


class ReplyContract:
    """One draft a file, whose savings are counted; nothing a file has said is lost."""

    async def test_a_draft_is_kept_and_saved_again_by_its_version(self, store: Store) -> None:
        assert await store.save_reply_draft(DRAFT)
        kept = await store.reply_draft(PATH)
        assert kept == replace(DRAFT, version=1)
        assert await store.save_reply_draft(replace(kept, text="Aperti!\n", author="MR"))
        assert await store.reply_drafts() == (replace(DRAFT, text="Aperti!\n", author="MR", version=2),)

    async def test_whoever_saves_over_an_unseen_draft_is_refused(self, store: Store) -> None:
        await store.save_reply_draft(DRAFT)
        assert not await store.save_reply_draft(replace(DRAFT, text="Altro\n", author="MR"))
        await store.save_reply_draft(replace(DRAFT, version=1))
        assert not await store.save_reply_draft(replace(DRAFT, text="Altro\n", version=1))
        assert not await store.drop_reply_draft(PATH, 1)
        found = await store.reply_draft(PATH)
        assert found is not None
        assert found.text == DRAFT.text
        assert await store.drop_reply_draft(PATH, 2)
        assert await store.reply_draft(PATH) is None

    async def test_texts_are_kept_in_order_and_none_twice_in_a_row(self, store: Store) -> None:
        await store.keep_reply_texts(PATH, [("a", ""), ("b", "FB")], NOW)
        await store.keep_reply_texts(PATH, [("b", ""), ("a", "MR")], NOW)
        found = await store.reply_versions(PATH, 10)
        assert [(item.text, item.author) for item in found] == [("a", "MR"), ("b", "FB"), ("a", "")]
        assert await store.reply_versions("replies/en/orari.j2", 10) == ()

    async def test_what_the_bot_said_of_late_is_listed_without_peoples_words(self, store: Store) -> None:
        teller = Teller(store)
        await teller.say(letter("uno"))
        await teller.say(letter("sono Francesca", Purpose.AGENT), key="marco")
        await teller.say(letter("due"))
        assert [item.letter.text for item in await store.said_lately(10)] == ["due", "uno"]
        assert [item.letter.text for item in await store.said_lately(2)] == ["due"]
