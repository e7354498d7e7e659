"""The editors' chat alone decides; on both platforms, by real presses of real buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import structlog

from bot.alerts.outbox import Outbox
from bot.chat.commands import Commands
from bot.chat.editing import Editing
from bot.chat.places import Places
from bot.chat.slack import SlackChat
from bot.chat.stored import StoredLedger, StoredSubscriptions
from bot.chat.telegram import TelegramChat
from bot.model import ChatAddress, Platform
from bot.store import Store
from config.model import Catalog
from tests.bot.chat.conftest import Chat
from tests.bot.newsdesk import EDITORS, Newsdesk, unsure
from tests.bot.samples import ALICE, ALL, CHANNEL, report, shown, subscribe
from tests.fakes.slack import SlackServer
from tests.fakes.telegram import TelegramServer


@pytest.fixture
async def desk(tmp_path: object, catalog: Catalog) -> AsyncIterator[Newsdesk]:
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path}/missionwatch.db")
    await subscribe(store, (ALICE, ALL))
    yield Newsdesk(store, catalog)
    await store.close()


@pytest.mark.parametrize(
    "text",
    ["/review 1 yes", "/misses", "/add recognized oslo 2026-07-20 https://x.example", "retract x"],
)
async def test_only_the_editors_chat_may(desk: Newsdesk, text: str) -> None:
    await desk.reads("Oslo may accredit", unsure())
    with structlog.testing.capture_logs() as logs:
        answer = await desk.commands.answer(text, ALICE, "Mallory (telegram:666)")
    assert shown(answer) == "Only the editors' chat can do this."
    assert not answer.replaces
    (logged,) = [entry for entry in logs if entry["event"] == "editors_command_refused"]
    assert (logged["log_level"], logged["chat"], logged["by"]) == (
        "warning",
        ALICE.chat,
        "Mallory (telegram:666)",
    )
    assert await desk.events() == []


async def test_a_topic_of_the_editors_chat_is_the_editors_chat(desk: Newsdesk) -> None:
    topic = ChatAddress(EDITORS.platform, EDITORS.chat, "7")
    assert "no near miss" in shown(await desk.commands.answer("/misses", topic))


async def test_help_tells_editors_more(desk: Newsdesk) -> None:
    assert "/retract" in await desk.say("/help")
    assert "/retract" not in shown(await desk.commands.answer("/help", ALICE))


async def test_without_an_editors_chat_the_setting_is_named(chat: Chat) -> None:
    assert "MISSIONWATCH_EDITORS_CHAT=telegram:42" in await chat.say("/misses")


async def test_on_telegram_a_question_is_answered_by_its_buttons(desk: Newsdesk) -> None:
    editors = int(EDITORS.chat)
    async with TelegramServer() as server:
        talker = TelegramChat(server.token, desk.commands, base_url=server.base_url)
        await talker.start()
        outbox = Outbox(desk.store, {Platform.TELEGRAM: talker}, desk.clock, "test")
        await desk.reads("Oslo may accredit", unsure())
        desk.clock.pass_(seconds=1)
        await outbox.drain("telegram")
        (asked,) = server.sent_to(editors)

        # Forged from another chat: refused beside a message of ours, which stays as it was.
        await server.say(42, "/help")
        (help_,) = await server.wait_sent(1, chat_id=42)
        await server.callback(42, help_["message_id"], "=/review 1 yes", name="Mallory")
        refused = (await server.wait_sent(2, chat_id=42))[-1]
        assert refused["text"] == "Only the editors' chat can do this."
        assert server.edits == []

        await server.press(editors, "Edit", name="Ada")
        await server.record.until(lambda: len(server.edits) == 1, 5, "the draft")
        await server.press(editors, "Back", name="Ada")
        await server.record.until(lambda: len(server.edits) == 2, 5, "the question")
        confirm = asked["buttons"][0][0]["callback_data"]
        await server.press(editors, "Confirm", name="Ada", user=1)
        await server.callback(editors, asked["message_id"], confirm, name="Bob", user=2)
        await server.record.until(lambda: len(server.edits) == 4, 5, "both answers")
        await outbox.drain("telegram")
        await talker.stop()
    first, second = (edit["text"] for edit in server.edits[2:4])
    assert first.startswith("Confirmed by Ada (telegram:1), 2026-07-20 12:00 UTC")
    assert second.startswith("Decided already: Confirmed by Ada (telegram:1)")
    assert server.sent_to(editors)[0]["buttons"] == []
    told = server.sent_to(42)[-1]["text"]
    assert "Norway: envoy accredited (confirmed)" in told


async def test_on_slack_a_question_is_answered_by_its_buttons(
    desk: Newsdesk, catalog: Catalog
) -> None:
    room = ChatAddress(Platform.SLACK, "C0EDIT")
    await subscribe(desk.store, (CHANNEL, ALL))
    places = Places(catalog)
    editing = Editing(desk.review, catalog, places, room)
    ledger = StoredLedger(desk.store, catalog.dossier.id)
    commands = Commands(
        catalog, places, ledger, StoredSubscriptions(desk.store), desk.clock, editing
    )
    async with SlackServer() as server:
        talker = SlackChat(server.bot_token, server.app_token, commands, base_url=server.api_url)
        await talker.start()
        await desk.reads("Oslo may accredit", unsure())
        sent = await talker.send(await desk.press("/review 1"), room)
        assert sent
        await server.action("C1", "1.2", "=/review 1 yes", name="mallory")
        refused = (await server.wait_sent(1, channel="C1"))[-1]
        assert refused["text"] == "Only the editors' chat can do this."

        await server.press(room.chat, "Reject", user="U2", name="bob")
        await server.record.until(lambda: len(server.edits) == 1, 5, "the decision")
        await talker.stop()
    (shown_there,) = server.sent_to(room.chat)
    assert "Rejected" in shown_there["text"]
    assert "by bob (slack:U2)" in shown_there["text"]
    assert shown_there["buttons"] == {}


async def test_what_bears_news_out_is_edited_in_on_both_platforms(desk: Newsdesk) -> None:
    await subscribe(desk.store, (CHANNEL, ALL))
    async with TelegramServer() as telegram, SlackServer() as slack:
        talkers: dict[Platform, TelegramChat | SlackChat] = {
            Platform.TELEGRAM: TelegramChat(
                telegram.token, desk.commands, base_url=telegram.base_url
            ),
            Platform.SLACK: SlackChat(
                slack.bot_token, slack.app_token, desk.commands, base_url=slack.api_url
            ),
        }

        async def drain() -> None:
            # An outbox of its own each time: the pace of a chat is not what is tried here.
            desk.clock.pass_(seconds=1)
            outbox = Outbox(desk.store, talkers, desk.clock, "test")
            await outbox.drain("telegram")
            await outbox.drain("slack")

        await desk.reads("Oslo accredits", report())
        await drain()
        await desk.reads("Norway accredits", report(), paper="caravan-post")
        await drain()
        for talker in talkers.values():
            await talker.stop()
    for sent in (telegram.sent, slack.sent):
        (news,) = sent
        assert "two or more independent outlets" in news["text"]
        assert "Caravan Post" in news["text"]
    assert (len(telegram.edits), len(slack.edits)) == (1, 1)
