"""The store's contract: what customers wrote in a period can be read again."""

from __future__ import annotations

from dataclasses import replace

from bot.model.message import InboundKind
from bot.service.store import Store
from tests.contracts.store_helpers import GIULIA, HOUR, MINUTE, NOW, Teller


class HistoryContract:
    """What was heard."""

    async def test_the_messages_of_a_period_are_given_oldest_first_and_half_open(self, store: Store) -> None:
        teller = Teller(store)
        for minutes, text in ((0, "before"), (10, "first"), (20, "second"), (60, "after")):
            await teller.hear(text, now=NOW + minutes * MINUTE)
        heard = await store.heard(NOW + 10 * MINUTE, NOW + HOUR)
        assert [item.text for item in heard] == ["first", "second"]

    async def test_what_is_given_is_the_message_as_it_came(self, store: Store) -> None:
        teller = Teller(store)
        await teller.hear("", kind=InboundKind.BUTTON, button="Sì", key="anna")
        (heard,) = await store.heard(NOW, NOW + HOUR)
        assert (heard.button, heard.conversation_key, heard.author) == ("Sì", "anna", GIULIA)

    async def test_only_customers_count_not_the_brand_nor_what_else_happened(self, store: Store) -> None:
        teller = Teller(store)
        await teller.hear("ciao")
        await teller.hear("we said this ourselves", author=replace(GIULIA, is_brand=True))
        await teller.hear("beep", author=replace(GIULIA, is_bot=True))
        await teller.hear("", kind=InboundKind.BLOCKED)
        assert [item.text for item in await store.heard(NOW, NOW + HOUR)] == ["ciao"]
