"""People answer from a group on Telegram: what they see there, and what their customers get."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.telegram.desk.card import mark_of_notices
from bot.channels.telegram.desk.troubles import NO_FORUM, NO_RIGHT, NOT_ADMIN, NOT_THERE
from bot.model.message import Media, MediaKind, Surface
from bot.service.live import INBOX
from bot.service.values import Standing
from bot.settings.values import Mode
from bot.stores import open_store
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.desk_rig import CUSTOMER, DESK, MARCO, STRANGER, running_desk
from tests.channels.telegram.rig import connector
from tests.channels.telegram.site import served
from tests.fakes.intake import MemoryIntake

SETTINGS_LINE = 'FB = { name = "Zoe", telegram = 73 }'


async def test_a_case_that_wants_a_person_gets_a_topic_with_its_card(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        assert rig.names == ["🟡 TK-10019 Giulia"]
        (card,) = rig.posts(rig.thread)
        for told in ("TK-10019", "Giulia", "Chat", "152", "È arrabbiato", "lun 23 nov, 10:00", "👤 vergogna"):
            assert told in card.text
        assert "Promesso entro: lun 23 nov, 11:00" in card.text
        assert card.buttons == ("Prendo io", "Chiudi")


async def test_a_case_the_bot_answers_by_itself_has_no_topic(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        assert rig.names == []


async def test_what_is_written_in_the_topic_goes_to_the_customer_signed(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        before = len(rig.posts())
        number = rig.write("Ha ragione, rimediamo.")
        await rig.quiet()
        assert [item.letter.text for item in rig.web.sent][-1] == "Ha ragione, rimediamo. ^FB"
        assert rig.forum.reactions[number] == "👍"
        assert rig.names == ["🔵 TK-10019 FB · Giulia"]
        assert len(rig.posts()) == before, "the answer is not shown again below itself"
        assert "Segue Francesca B." in rig.posts()[0].text


async def test_customers_of_telegram_itself_are_answered_from_the_group_too(fake: FakeTelegram) -> None:
    fake.world.person(CUSTOMER)
    async with running_desk(fake) as rig:
        fake.world.say(CUSTOMER, "vergogna")
        await rig.until(lambda: bool(rig.names))
        await rig.quiet()
        assert "Telegram" in rig.posts()[0].text
        rig.write("Eccomi")
        await rig.quiet()
        assert [post.text for post in fake.world.posts if post.chat == CUSTOMER][-1] == "Eccomi ^FB"


async def test_what_is_said_after_the_card_is_shown_several_lines_at_once(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        for text in ("uno", "due", "tre"):
            await rig.hear(text)
        await rig.quiet()
        later = [post.text for post in rig.posts(rig.thread)[1:]]
        assert later[-1].endswith("👤 uno\n👤 due\n👤 tre")


async def test_a_note_stays_in_the_group_and_so_do_names_and_commands(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        note = rig.write("//CANARINO-NOTA: cliente difficile, passare a Marco", by=MARCO)
        rig.write("/nonesiste CANARINO-COMANDO")
        rig.write("/help")
        rig.write("//CANARINO-FOTO", photo=[{"file_id": "F1"}])
        rig.write("Risposta", by=MARCO)
        await rig.quiet()
        assert rig.forum.reactions[note] == "✍"
        assert any("Non conosco /nonesiste" in post.text for post in rig.posts())
        said = [item.letter for item in rig.web.sent]
        assert [letter.text for letter in said][-1] == "Risposta ^MR"
        assert not [letter for letter in said if "CANARINO" in letter.text or "Collaudo" in letter.text]


async def test_somebody_unknown_is_told_once_how_to_be_added_and_nothing_is_sent(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        sent = len(rig.web.sent)
        numbers = [rig.write("sono Francesca, giuro", by=STRANGER) for _ in range(3)]
        rig.press("Chiudi", by=STRANGER)
        await rig.quiet()
        assert len(rig.web.sent) == sent
        assert [rig.forum.reactions[number] for number in numbers] == ["👎"] * 3
        assert len([post for post in rig.posts() if SETTINGS_LINE in post.text]) == 1
        assert "Non so ancora chi sei" in fake.world.toasts[-1]
        assert rig.names == ["🟡 TK-10019 Giulia"]


async def test_an_anonymous_administrator_is_told_why_nothing_is_sent(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        sent = len(rig.web.sent)
        fake.world.person(1087968824, "Group")["is_bot"] = True
        rig.write("Eccomi", by=1087968824, sender_chat={"id": DESK, "type": "supergroup"})
        await rig.quiet()
        assert len(rig.web.sent) == sent
        assert any("Rimani anonimo" in post.text for post in rig.posts())


async def test_general_other_topics_and_bots_are_left_alone(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        before = (len(rig.web.sent), len(rig.posts()))
        fake.world.person(99, "Altro")["is_bot"] = True
        rig.write("@volo_bot che tempo fa?", thread=0)
        rig.write("pranzo?", thread=4040)
        rig.write("bip", by=99)
        rig.write("", new_chat_title="Banco nuovo")
        await rig.quiet()
        assert (len(rig.web.sent), len(rig.posts())) == before
        assert len(await rig.sportello.agents.inbox()) == 1, "the group is no customer"


async def test_a_promised_time_is_told_to_the_customer_and_stands_on_the_card(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        rig.write("/due 16:30")
        await rig.quiet()
        assert rig.web.sent[-1].letter.template == "_human_soon"
        assert rig.web.sent[-1].letter.text.endswith("^FB")
        assert "Promesso entro: lun 23 nov, 16:30" in rig.posts()[0].text


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        ("/due", "Scrivi quando"),
        ("/due quando posso", "Scrivi quando"),
        ("/due 2026-11-20 9:00", "già passata"),
        (
            "/due 13:30",
            "non ho detto niente. Potresti promettere: lun 23 nov, 14:00",
        ),
    ],
)
async def test_a_time_that_cannot_be_promised_is_not_told(
    fake: FakeTelegram, written: str, answer: str
) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        sent = len(rig.web.sent)
        number = rig.write(written)
        await rig.quiet()
        assert len(rig.web.sent) == sent
        assert answer in rig.posts()[-1].text
        assert (rig.forum.reactions[number], rig.posts()[-1].reply_to) == ("👎", number)


async def test_spans_and_days_are_read_as_people_say_them(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        for written, due in (("/due 2h", "12:0"), ("/due domani 9", "mar 24 nov, 09:00")):
            rig.write(written)
            await rig.quiet()
            assert f"Promesso entro: {due}" in rig.posts()[0].text.replace("lun 23 nov, ", "")


async def test_taking_over_handing_back_and_closing_by_button_and_by_word(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        rig.press("Prendo io", by=MARCO)
        await rig.quiet()
        assert rig.names == ["🔵 TK-10019 MR · Giulia"]
        assert rig.posts()[0].buttons == ("Ridai al bot", "Chiudi")
        rig.write("/bot")
        await rig.quiet()
        assert rig.names == ["🟡 TK-10019 Giulia"]
        rig.press("Chiudi")
        await rig.quiet()
        (topic,) = fake.world.topics(DESK)
        assert (topic.name, topic.closed) == ("⚪ TK-10019 Giulia", True)
        assert rig.posts()[0].buttons == ()


async def test_a_new_case_of_the_same_customer_reopens_the_topic_with_a_new_card(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        rig.write("/close")
        await rig.quiet()
        await rig.hear("quando aprite?")
        await rig.quiet()
        assert fake.world.topics(DESK)[0].closed, "the bot answers that by itself"
        await rig.hear("operatore!")
        await rig.quiet()
        (topic,) = fake.world.topics(DESK)
        assert (topic.name, topic.closed) == ("🟡 TK-10024 Giulia", False)
        assert [post.text.split(" ·")[0] for post in rig.posts() if post.buttons] == ["TK-10024"]


async def test_a_draft_stands_on_the_card_and_is_sent_as_it_stands(fake: FakeTelegram) -> None:
    async with running_desk(fake, mode=Mode.DRAFT) as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        (card,) = rig.posts()
        draft = card.text.split("non inviata:\n")[1].split("\n\n")[0]
        assert card.buttons[0] == "Invia la bozza"
        rig.press("Invia la bozza")
        await rig.quiet()
        assert [item.letter.text for item in rig.web.sent] == [draft]
        assert "Bozza" not in rig.posts()[0].text
        assert rig.names == ["🟢 TK-10019 Giulia"]


async def test_a_draft_from_before_the_customers_last_word_is_not_sent(fake: FakeTelegram) -> None:
    async with running_desk(fake, mode=Mode.DRAFT) as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        fake.fault("editMessageText", "error", times=50)
        await rig.hear("anzi, dov'è il pacco?")
        rig.press("Invia la bozza")
        await rig.until(lambda: bool(fake.world.toasts))
        assert "non va più bene" in fake.world.toasts[-1]
        assert rig.web.sent == []


async def test_a_message_that_did_not_arrive_is_told_with_a_way_to_send_it_again(fake: FakeTelegram) -> None:
    fake.world.person(CUSTOMER)
    async with running_desk(fake) as rig:
        fake.world.say(CUSTOMER, "vergogna")
        await rig.until(lambda: bool(rig.names))
        fake.world.blocked.add(CUSTOMER)
        rig.write("Eccomi")
        await rig.until(lambda: any("Invia di nuovo" in post.buttons for post in rig.posts()))
        await rig.quiet()
        told = [post for post in rig.posts() if "Invia di nuovo" in post.buttons]
        assert len(told) == 1
        assert "Non è stato inviato" in told[0].text
        assert "Eccomi ^FB" in told[0].text
        fake.world.blocked.discard(CUSTOMER)
        rig.press("Invia di nuovo")
        rig.press("Invia di nuovo")
        await rig.quiet()
        assert [p.text for p in fake.world.posts if p.chat == CUSTOMER].count("Eccomi ^FB") == 1


async def test_notices_stand_on_the_card_until_somebody_has_seen_these_very_ones(fake: FakeTelegram) -> None:
    async with running_desk(fake, mode=Mode.DRAFT) as rig:
        await rig.hear("quando aprite?")
        await rig.quiet()
        rig.write("/take")
        await rig.quiet()
        await rig.correct("vergogna")
        await rig.quiet()
        assert "⚠ Avviso: the customer changed a message, which now reads: vergogna" in rig.posts()[0].text
        old = rig.posts()[0].data[rig.posts()[0].buttons.index("Ho visto gli avvisi")]
        await rig.correct("vergognatevi")
        await rig.quiet()
        rig.posts()[0].data = (old, *rig.posts()[0].data[1:])
        rig.press("Ho visto gli avvisi")
        await rig.quiet()
        assert "Gli avvisi sono cambiati" in fake.world.toasts[-1]
        assert "⚠" in rig.posts()[0].text
        view = (await rig.sportello.store.desk_views(str(DESK)))[0]
        rig.posts()[0].data = (f"desk:seen:1:{mark_of_notices(view)}", *rig.posts()[0].data[1:])
        rig.press("Ho visto gli avvisi")
        await rig.quiet()
        assert "⚠" not in rig.posts()[0].text
        assert await rig.sportello.agents.tasks() == ()


async def test_a_photo_goes_to_customers_of_this_bot_by_its_id_and_elsewhere_it_is_said_that_it_cannot(
    fake: FakeTelegram,
) -> None:
    fake.world.person(CUSTOMER)
    photo = [{"file_id": "SMALL"}, {"file_id": "LARGE"}]
    fake.world.files |= {"SMALL": b"small", "LARGE": b"large"}
    async with running_desk(fake) as rig:
        fake.world.say(CUSTOMER, "vergogna")
        await rig.until(lambda: bool(rig.names))
        await rig.quiet()
        rig.write("", photo=photo, caption="Guardi qui")
        await rig.until(lambda: bool(rig.telegram.letters[1:]))
        letter = rig.telegram.letters[-1]
        assert letter.text == "Guardi qui ^FB"
        assert letter.media == (Media(kind=MediaKind.PHOTO, reference="LARGE"),)
        await rig.until(lambda: any(p.file == "LARGE" and p.chat == CUSTOMER for p in fake.world.posts))
        await rig.hear("vergogna")
        await rig.quiet()
        sent = len(rig.web.sent)
        rig.write("", photo=photo)
        rig.write("", sticker={"file_id": "S"})
        await rig.quiet()
        assert len(rig.web.sent) == sent
        texts = [post.text for post in rig.posts()]
        assert any("Su Chat da qui non posso mandare file" in text for text in texts)
        assert any("Questo non posso mandarlo" in text for text in texts)


async def test_a_topic_deleted_by_hand_is_made_again(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        first = rig.thread
        fake.world.delete_topic(DESK, first)
        await rig.hear("allora?")
        await rig.quiet()
        assert rig.names == ["🟡 TK-10019 Giulia"]
        assert rig.thread != first
        assert "👤 allora?" in rig.posts(rig.thread)[0].text


async def test_a_topic_closed_by_hand_is_opened_again_while_the_case_is_open(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        fake.world.close_topic(DESK, rig.thread, MARCO)
        await rig.quiet()
        assert [topic.closed for topic in fake.world.topics(DESK)] == [False]


async def test_a_card_deleted_by_hand_is_put_again(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        fake.world.posts.remove(rig.posts()[0])
        rig.write("/take")
        await rig.quiet()
        assert [post.buttons for post in rig.posts()] == [("Ridai al bot", "Chiudi")]


async def test_a_corrected_message_is_not_sent_again_and_that_is_said(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        number = rig.write("Ecomi")
        await rig.quiet()
        sent = len(rig.web.sent)
        written = dict(fake.world.messages[DESK, number])
        fake.world.push("edited_message", {**written, "text": "Eccomi", "edit_date": written["date"]})
        await rig.quiet()
        assert len(rig.web.sent) == sent
        assert "La correzione non arriva" in rig.posts()[-1].text


async def test_twenty_messages_a_minute_are_kept_to_and_the_urgent_come_first(fake: FakeTelegram) -> None:
    fake.world.limits = True
    async with running_desk(fake) as rig:
        for n in range(30):
            await rig.hear("vergogna", key=f"k{n}")
        for _ in range(30):
            await rig.quiet()
            rig.clock.move(timedelta(seconds=20))
            rig.sportello.live.changed(INBOX)
        await rig.quiet()
        assert len(rig.posts()) == 30
        assert not [call for call in fake.calls if call[1] == 429]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"can_manage_topics": False}, NO_RIGHT),
        ({"standing": "member"}, NOT_ADMIN),
        ({"is_forum": False}, NO_FORUM),
        ({"standing": "kicked"}, NOT_THERE),
    ],
)
async def test_a_group_that_is_not_fit_is_told_and_customers_are_served_on(
    fake: FakeTelegram, change: dict[str, object], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    fake.world.person(CUSTOMER)
    forum = fake.world.forum(DESK)
    for name, value in change.items():
        setattr(forum, name, value)
    with caplog.at_level(logging.WARNING):
        async with running_desk(fake) as rig:
            fake.world.say(CUSTOMER, "quando aprite?")
            await rig.until(lambda: any(post.chat == CUSTOMER for post in fake.world.posts))
            await rig.until(lambda: said in caplog.text)
            health = await rig.telegram.health()
            assert (health.standing, health.detail) == (Standing.WAITING, said)
            await rig.hear("vergogna")
            forum.can_manage_topics, forum.standing, forum.is_forum = True, "administrator", True
            await rig.until(lambda: bool(rig.names))
            assert (await rig.telegram.health()).standing is Standing.OK
    assert caplog.text.count(said) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [({}, ""), ({"can_manage_topics": False}, NO_RIGHT), ({"standing": "left"}, NOT_THERE)],
)
async def test_a_look_at_the_channel_that_does_not_run_sees_the_group_too(
    fake: FakeTelegram, intake: MemoryIntake, change: dict[str, object], said: str
) -> None:
    forum = fake.world.forum(DESK)
    for name, value in change.items():
        setattr(forum, name, value)
    channel = connector(fake, intake, desk_group=str(DESK))
    assert (await channel.health()).detail == said
    await channel.close()


async def test_by_webhook_people_answer_from_the_group_just_so(fake: FakeTelegram) -> None:
    async with (
        running_desk(fake, webhook="https://volo.example:8443/bots/telegram") as rig,
        served(fake, rig.telegram),
    ):
        await rig.hear("vergogna")
        await rig.until(lambda: bool(rig.posts()))
        number = rig.write("Eccomi")
        await rig.until(lambda: rig.forum.reactions.get(number) == "👍")
        rig.press("Chiudi")
        await rig.until(lambda: fake.world.topics(DESK)[0].closed)
        assert [item.letter.text for item in rig.web.sent].count("Eccomi ^FB") == 1
        assert fake.world.toasts == ["Fatto."]


async def test_the_group_speaks_english_for_a_brand_whose_first_language_is_not_italian(
    fake: FakeTelegram,
) -> None:
    async with running_desk(fake, language="en") as rig:
        await rig.hear("vergogna")
        await rig.quiet()
        (card,) = rig.posts()
        assert "Why: Is angry" in card.text
        assert card.buttons == ("I take it", "Close")


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_notes_and_commands_are_kept_nowhere_but_in_the_group(
    fake: FakeTelegram, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'desk.db'}")
    with caplog.at_level(logging.DEBUG):
        async with running_desk(fake, store=store) as rig:
            await rig.hear("vergogna")
            await rig.quiet()
            rig.write("// CANARINO cliente difficile")
            rig.write("/chiedi CANARINO")
            rig.write("CANARINO", by=STRANGER)
            rig.write("CANARINO", thread=0)
            await rig.quiet()
    await store.close()
    kept = everything_in(tmp_path)
    assert b"vergogna" in kept
    assert b"CANARINO" not in kept
    assert "CANARINO" not in caplog.text


async def test_what_would_show_personal_data_in_public_is_refused_below_the_words(fake: FakeTelegram) -> None:
    async with running_desk(fake) as rig:
        await rig.hear("vergogna", surface=Surface.PUBLIC)
        await rig.quiet()
        number = rig.write("Rimborso fatto su IT60X0542811101000000123456")
        await rig.quiet()
        assert rig.web.sent == []
        assert (rig.forum.reactions[number], rig.posts()[-1].reply_to) == ("👎", number)
        assert "In pubblico mostrerebbe un IBAN" in rig.posts()[-1].text
