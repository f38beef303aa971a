"""Drafts in the group on Telegram: sent as they stand, changed by an answer, refused with a reason."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.model.approval import ApprovalEvent
from bot.model.case import CaseStatus
from bot.model.draft import DraftState, Ending, Refusal
from bot.model.message import Surface
from bot.settings.values import Mode
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.desk_rig import DESK, MARCO, STRANGER, DeskRig, running_desk

MENU = ("Invia la bozza", "Modifica", "Rifiuta", "Prendo io", "Chiudi")


@asynccontextmanager
async def drafted(fake: FakeTelegram, *, surface: Surface = Surface.PRIVATE) -> AsyncIterator[DeskRig]:
    """Run a desk in whose group a draft waits."""
    async with running_desk(fake, mode=Mode.DRAFT) as rig:
        await rig.hear("quando aprite?", surface=surface)
        await rig.quiet()
        assert rig.posts()[0].buttons == MENU
        yield rig


async def pressed(rig: DeskRig, button: str) -> None:
    rig.press(button)
    await rig.quiet()


async def answered(rig: DeskRig, text: str) -> int:
    number = rig.answer(text)
    await rig.quiet()
    return number


async def ending(rig: DeskRig) -> Ending | None:
    return await rig.sportello.store.ending_of(1)


async def steps(rig: DeskRig) -> list[ApprovalEvent]:
    return [step.event for step in await rig.sportello.store.approval_steps(10)]


async def test_an_answer_to_the_question_goes_in_place_of_the_draft_signed_and_counted_as_an_edit(
    fake: FakeTelegram,
) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        (question,) = rig.questions
        assert question.topic == rig.thread
        assert question.text.startswith("✏ Bozza 1 · Francesca B., rispondi a questo messaggio")
        assert fake.world.toasts == ["Rispondi al messaggio che ti mando qui sotto."]
        number = await answered(rig, "Sabato apriamo alle dieci")
        assert rig.said == ["Sabato apriamo alle dieci ^FB"]
        assert rig.forum.reactions[number] == "👍"
        assert await ending(rig) == Ending(state=DraftState.EDITED, by="FB", said="Sabato apriamo alle dieci")
        (view,) = await rig.sportello.store.desk_views(str(DESK))
        assert view.conversation.case.status is CaseStatus.ANSWERED
        assert (view.conversation.state.agent, view.draft) == ("", None), "the bot goes on"
        assert [post.text for post in rig.posts() if "Sabato" in post.text] == [], "it is not shown twice"


async def test_the_question_shows_the_drafts_words_to_copy_without_the_signature(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        (view,) = await rig.sportello.store.desk_views(str(DESK))
        assert view.draft is not None
        (question,) = rig.questions
        assert question.text.endswith(f"\n\n{view.draft.text.removesuffix(' ^Bot')}")


async def test_each_who_presses_is_asked_and_the_first_answer_counts(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        rig.press("Modifica")
        rig.press("Modifica", by=MARCO)
        rig.press("Modifica", by=MARCO)
        await rig.quiet()
        assert ["Francesca B." in q.text for q in rig.questions] == [True, False]
        rig.answer("Alle nove", by=MARCO, nth=0)
        await rig.quiet()
        late = rig.answer("Alle dieci", nth=0)
        await rig.quiet()
        assert rig.said == ["Alle nove ^MR"]
        assert rig.forum.reactions[late] == "👎"
        assert rig.posts()[-1].reply_to == late
        assert rig.posts()[-1].text.startswith("Marco Rossi-Collaudo ha già risposto con parole sue")


async def test_a_note_and_a_command_in_answer_to_the_question_never_reach_the_customer(
    fake: FakeTelegram,
) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        note = rig.answer("// chiedo a Marco")
        rig.answer("/help")
        unknown = rig.answer("Eccomi", by=STRANGER)
        await rig.quiet()
        assert rig.said == []
        assert (rig.forum.reactions[note], rig.forum.reactions[unknown]) == ("✍", "👎")
        assert await ending(rig) == Ending(state=DraftState.OPEN)


async def test_words_that_answer_nothing_are_an_answer_of_their_own(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        rig.write("Ci penso io")
        await rig.quiet()
        assert rig.said == ["Ci penso io ^FB"]
        assert await ending(rig) == Ending(state=DraftState.OVERTAKEN)
        number = await answered(rig, "Alle nove")
        assert rig.forum.reactions[number] == "👎"
        assert "qualcuno se ne è già occupato" in rig.posts()[-1].text
        assert rig.said == ["Ci penso io ^FB"]


async def test_what_would_show_personal_data_in_public_is_refused_and_the_draft_goes_on_waiting(
    fake: FakeTelegram,
) -> None:
    async with drafted(fake, surface=Surface.PUBLIC) as rig:
        await pressed(rig, "Modifica")
        number = await answered(rig, "Rimborso fatto su IT60X0542811101000000123456")
        assert rig.said == []
        assert (rig.forum.reactions[number], rig.posts()[-1].reply_to) == ("👎", number)
        assert "In pubblico mostrerebbe un IBAN" in rig.posts()[-1].text
        await answered(rig, "Rimborso fatto")
        assert rig.said == ["Rimborso fatto ^FB"]


async def test_what_is_too_long_for_the_customers_channel_is_refused_with_its_length(
    fake: FakeTelegram,
) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        await answered(rig, "a" * 997)
        assert rig.said == []
        assert "Con la firma sono 1001 caratteri, e su Chat ce ne stanno 1000" in rig.posts()[-1].text
        await answered(rig, "a" * 996)
        assert len(rig.said[0]) == 1000


async def test_only_words_can_stand_in_place_of_a_draft(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        rig.answer("", sticker={"file_id": "S"})
        await rig.quiet()
        assert rig.said == []
        assert "vanno solo parole" in rig.posts()[-1].text


async def test_words_customers_are_spared_wait_for_a_second_yes_of_who_wrote_them(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        number = await answered(rig, "Alle nove!!!")
        assert rig.said == []
        assert rig.posts()[-1].text == "Al cliente non è arrivato niente. Rileggi: Grida (“!!!”)."
        rig.press("Invia lo stesso", by=MARCO)
        await rig.quiet()
        assert (rig.said, fake.world.toasts[-1]) == ([], "Lo può inviare solo chi l’ha scritto.")
        rig.press("Invia lo stesso")
        await pressed(rig, "Invia lo stesso")
        assert rig.said == ["Alle nove!!! ^FB"]
        assert rig.forum.reactions[number] == "👍"
        assert await ending(rig) == Ending(state=DraftState.EDITED, by="FB", said="Alle nove!!!")


async def test_an_answer_of_their_own_is_asked_about_just_so(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        before = len(rig.said)
        rig.write("È colpa sua!!!")
        await rig.quiet()
        assert len(rig.said) == before
        rig.press("Invia lo stesso")
        await pressed(rig, "Invia lo stesso")
        assert rig.said[before:] == ["È colpa sua!!! ^FB"]


async def test_a_yes_below_a_message_that_is_gone_or_too_old_to_be_seen_sends_nothing(
    fake: FakeTelegram,
) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        before = len(rig.said)
        rig.write("Eccomi!!!")
        await rig.quiet()
        fake.world.beyond_sight = True
        await pressed(rig, "Invia lo stesso")
        assert (len(rig.said), fake.world.toasts[-1]) == (before, "Non c'è più: non è stato fatto niente.")


@pytest.mark.parametrize("why", list(Refusal))
async def test_a_draft_is_refused_for_a_reason_and_the_customer_goes_on_waiting(
    fake: FakeTelegram, why: Refusal
) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Rifiuta")
        reasons = rig.posts()[0].buttons[:5]
        assert rig.posts()[0].buttons[5:] == ("Annulla", "Prendo io", "Chiudi")
        rig.press(reasons[list(Refusal).index(why)], by=MARCO)
        await rig.quiet()
        assert rig.said == []
        assert fake.world.toasts[-1] == "Bozza rifiutata: il cliente aspetta la tua risposta."
        assert await ending(rig) == Ending(state=DraftState.REFUSED, by="MR")
        (card,) = rig.posts()
        assert ("Bozza" in card.text, card.buttons) == (False, ("Prendo io", "Chiudi"))
        assert rig.names == ["🟡 TK-10019 Giulia"]


@pytest.mark.parametrize("event", [ApprovalEvent.EDITED, ApprovalEvent.REFUSED])
async def test_an_edit_and_a_refusal_count_against_the_intent_as_at_the_desk(
    fake: FakeTelegram, event: ApprovalEvent
) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Invia la bozza")
        await rig.hear("quando aprite?", key="luca", name="Luca")
        await rig.quiet()
        if event is ApprovalEvent.EDITED:
            await pressed(rig, "Modifica")
            await answered(rig, "Alle dieci")
        else:
            await pressed(rig, "Rifiuta")
            await pressed(rig, "Il tono qui non va")
        assert await steps(rig) == [event, ApprovalEvent.APPROVED]


async def test_a_refusal_thought_better_of_leaves_the_draft_as_it_was(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Rifiuta")
        await pressed(rig, "Annulla")
        assert rig.posts()[0].buttons == MENU
        await pressed(rig, "Invia la bozza")
        assert len(rig.said) == 1
        assert await steps(rig) == [ApprovalEvent.APPROVED]


async def over(rig: DeskRig, how: str) -> None:
    """Let a draft be over while its buttons still stand in the group."""
    desk = rig.sportello.agents
    match how:
        case "approved":
            assert await desk.approve(1, 1, "MR")
        case "edited":
            assert await desk.edit_draft(1, 1, "MR", "Alle nove")
        case "refused":
            assert await desk.refuse_draft(1, 1, "MR", Refusal.TONE)
        case "overtaken":
            assert await desk.take_over(1, "MR")
        case _:
            await rig.hear("anzi, dov'è il pacco?")
    await rig.engine.settle()


@pytest.mark.parametrize("button", ["Invia la bozza", "Modifica", "Rifiuta"])
@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("approved", "Marco Rossi-Collaudo ha già inviato la bozza: non è stato fatto altro."),
        ("edited", "Marco Rossi-Collaudo ha già risposto con parole sue: la bozza non è stata inviata."),
        ("refused", "Marco Rossi-Collaudo ha già rifiutato la bozza: non è stata inviata."),
        ("overtaken", "La bozza non serve più, qualcuno se ne è già occupato: non è stata inviata."),
        ("stale", "Il cliente ha scritto ancora: la bozza non va più bene e non è stata inviata."),
    ],
)
async def test_the_buttons_of_a_draft_that_is_over_say_what_became_of_it_and_do_nothing(
    fake: FakeTelegram, how: str, told: str, button: str
) -> None:
    async with drafted(fake) as rig:
        fake.fault("editMessageText", "error", times=90)
        await over(rig, how)
        said, stands = list(rig.said), await ending(rig)
        rig.press(button)
        await rig.until(lambda: bool(fake.world.toasts))
        await rig.quiet()
        assert fake.world.toasts == [told]
        assert (rig.said, await ending(rig), rig.questions) == (said, stands, [])


async def test_a_reason_chosen_after_a_colleague_sent_the_draft_refuses_nothing(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Rifiuta")
        fake.fault("editMessageText", "error", times=90)
        await over(rig, "approved")
        await pressed(rig, "Il tono qui non va")
        assert "ha già inviato la bozza" in fake.world.toasts[-1]
        assert await steps(rig) == [ApprovalEvent.APPROVED]


async def test_pressed_twice_a_draft_is_sent_once_and_nobody_is_alarmed(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        rig.press("Invia la bozza")
        await pressed(rig, "Invia la bozza")
        assert len(rig.said) == 1
        assert fake.world.toasts == ["Fatto.", "Fatto."]
        assert await rig.sportello.agents.tasks() == ()


async def test_a_stranger_can_neither_change_nor_refuse_a_draft(fake: FakeTelegram) -> None:
    async with drafted(fake) as rig:
        rig.press("Modifica", by=STRANGER)
        rig.press("Rifiuta", by=STRANGER)
        await rig.quiet()
        assert rig.questions == []
        assert rig.posts()[0].buttons == MENU
        assert all("Non so ancora chi sei" in toast for toast in fake.world.toasts)


async def test_words_for_a_draft_that_went_while_they_were_on_their_way_are_not_lost(
    fake: FakeTelegram,
) -> None:
    async with drafted(fake) as rig:
        await pressed(rig, "Modifica")
        real = rig.sportello.store.view_of_thread
        (view,) = await rig.sportello.store.desk_views(str(DESK))
        held = [view]

        async def as_read_before(place: str, thread: int) -> object:
            return held.pop() if held else await real(place, thread)

        rig.sportello.store.view_of_thread = as_read_before  # type: ignore[method-assign, assignment]
        await over(rig, "approved")
        await answered(rig, "Alle dieci")
        assert len(rig.said) == 1
        (task,) = await rig.sportello.agents.tasks()
        assert "Alle dieci" in task.text
        assert "Bozza non inviata: non valeva più" in rig.posts()[0].text


async def test_a_draft_whose_promised_time_is_over_is_not_sent_and_can_still_be_changed(
    fake: FakeTelegram,
) -> None:
    async with running_desk(fake, mode=Mode.DRAFT) as rig:
        await rig.hear("operatore!")
        await rig.quiet()
        (view,) = await rig.sportello.store.desk_views(str(DESK))
        assert view.draft is not None
        assert view.draft.proposal.promised is not None
        rig.clock.set(view.draft.proposal.promised + timedelta(minutes=1))
        await pressed(rig, "Invia la bozza")
        assert "è già passata" in fake.world.toasts[-1]
        assert rig.said == []
        await pressed(rig, "Modifica")
        await answered(rig, "Scusi l’attesa: eccomi")
        assert rig.said == ["Scusi l’attesa: eccomi ^FB"]


async def test_the_group_asks_in_english_for_a_brand_whose_first_language_is_not_italian(
    fake: FakeTelegram,
) -> None:
    async with running_desk(fake, mode=Mode.DRAFT, language="en") as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        assert rig.posts()[0].buttons[:3] == ("Send the draft", "Edit", "Refuse")
        await pressed(rig, "Edit")
        await answered(rig, "At ten")
        assert rig.said == ["At ten ^FB"]
