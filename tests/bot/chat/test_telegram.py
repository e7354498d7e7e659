"""The Telegram adapter against a server that speaks the Bot API."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import structlog

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.chat.errors import TokenRefused
from bot.chat.plain import plain
from bot.chat.telegram import TelegramChat, _api
from bot.model import Block, Button, ChatAddress, Line, Message, Platform, Span
from tests.bot.chat.samples import HOSTILE, big, one
from tests.fakes.telegram import TelegramServer

TOKEN = "4000001:test-token-abc"


class Answers:
    """Echoes, and remembers who asked what."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ChatAddress]] = []
        self.people: list[str] = []
        self.buttons: tuple[tuple[Button, ...], ...] = ()

    async def answer(self, text: str, address: ChatAddress, by: str = "") -> Message:
        self.asked.append((text, address))
        self.people.append(by)
        return replace(one(f"re: {text}"), buttons=self.buttons)


class Hooks:
    """Hears of chats that shut the bot out or let it in."""

    def __init__(self) -> None:
        self.suspended: asyncio.Queue[tuple[ChatAddress, str]] = asyncio.Queue()
        self.returned: asyncio.Queue[ChatAddress] = asyncio.Queue()

    async def on_suspended(self, address: ChatAddress, reason: str) -> None:
        self.suspended.put_nowait((address, reason))

    async def on_returned(self, address: ChatAddress) -> None:
        self.returned.put_nowait(address)


def at(chat: int, thread: str | None = None) -> ChatAddress:
    return ChatAddress(Platform.TELEGRAM, str(chat), thread)


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(TOKEN) as running:
        yield running


@asynccontextmanager
async def connected(
    server: TelegramServer, answers: Answers | None = None, hooks: Hooks | None = None
) -> AsyncIterator[TelegramChat]:
    hooks = hooks or Hooks()
    chat = TelegramChat(
        TOKEN,
        answers or Answers(),
        base_url=server.base_url,
        on_suspended=hooks.on_suspended,
        on_returned=hooks.on_returned,
    )
    await chat.start()
    try:
        yield chat
    finally:
        began = time.monotonic()
        await chat.stop()
        assert time.monotonic() - began < 3


async def failed(chat: TelegramChat, to: ChatAddress) -> Failure:
    outcome = await chat.send(one("news"), to)
    assert isinstance(outcome, Failure)
    assert TOKEN not in outcome.detail
    return outcome


# --- questions ----------------------------------------------------------------------------------


async def test_it_answers_and_registers_its_commands(server: TelegramServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.say(42, "/status russia")
        (sent,) = await server.wait_sent(1)
    assert (sent["chat"], sent["text"]) == ("42", "re: /status russia")
    assert answers.asked == [("/status russia", at(42))]
    names = [command["command"] for command in server.commands]
    assert {"start", "help", "subscribe", "status", "missions", "latest"} <= set(names)


@pytest.mark.parametrize(
    ("text", "chat_type", "heard"),
    [
        ("russia", "private", "russia"),
        ("russia", "group", None),
        ("/status russia", "group", "/status russia"),
        ("/status@MissionWatchTestBot russia", "supergroup", "/status@MissionWatchTestBot russia"),
        ("/status@OtherBot russia", "supergroup", None),
        ("@missionwatchtestbot status", "group", "status"),
        ("@MissionWatchTestBot", "group", "/help"),
        ("/latest", "channel", "/latest"),
        ("an ordinary post", "channel", None),
    ],
)
async def test_it_hears_what_is_meant_for_it(
    server: TelegramServer, text: str, chat_type: str, heard: str | None
) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.say(42, text, chat_type)
        await server.say(43, "/done")
        await server.wait_sent(1, chat_id=43)
        await server.wait_sent(1 if heard is None else 2)
    assert [text for text, _ in answers.asked if text != "/done"] == ([heard] if heard else [])


async def test_other_bots_are_not_answered(server: TelegramServer) -> None:
    async with connected(server):
        await server.say(42, "/status", is_bot=True)
        await server.say(43, "/status")
        await server.wait_sent(1)
    assert [sent["chat"] for sent in server.sent] == ["43"]


async def test_an_answer_stays_in_its_topic(server: TelegramServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.say(-100, "/status", "supergroup", thread=7)
        (sent,) = await server.wait_sent(1)
    assert sent["thread"] == "7"
    assert answers.asked == [("/status", at(-100, "7"))]


async def test_one_chat_is_answered_in_order_and_none_waits_for_another(
    server: TelegramServer,
) -> None:
    async with connected(server):
        server.stall_next(0.3)
        for text in ("/one", "/two", "/three"):
            await server.say(1, text)
        await server.wait_call("sendMessage")
        await server.say(2, "/quick")
        await server.wait_sent(4)
    texts = [sent["text"] for sent in server.sent]
    assert texts == ["re: /quick", "re: /one", "re: /two", "re: /three"]


async def test_an_answer_waits_out_a_flood(server: TelegramServer) -> None:
    async with connected(server):
        server.fail_next(429, retry_after=1)
        await server.say(1, "/status")
        await server.wait_sent(1)
    first, second = server.record.of("sendMessage")
    assert second.at - first.at >= 1


async def test_updates_are_not_given_out_again_after_a_restart(server: TelegramServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.say(1, "/once")
        await server.wait_sent(1)
    async with connected(server, answers):
        await server.say(1, "/twice")
        await server.wait_sent(2)
    assert [text for text, _ in answers.asked] == ["/once", "/twice"]


async def test_kicks_and_returns_are_reported(server: TelegramServer) -> None:
    hooks = Hooks()
    async with connected(server, hooks=hooks):
        await server.member(-5, "kicked")
        address, reason = await asyncio.wait_for(hooks.suspended.get(), 5)
        assert (address, bool(reason)) == (at(-5), True)
        await server.member(-5, "member")
        assert await asyncio.wait_for(hooks.returned.get(), 5) == at(-5)


async def test_a_chat_that_cannot_be_answered_is_suspended(server: TelegramServer) -> None:
    hooks = Hooks()
    server.blocked.add("9")
    async with connected(server, hooks=hooks):
        await server.say(9, "/status")
        address, reason = await asyncio.wait_for(hooks.suspended.get(), 5)
    assert address == at(9)
    assert "blocked" in reason


# --- buttons ------------------------------------------------------------------------------------

MORE = Button("More", "/more 2")


async def test_a_press_is_a_command_whose_answer_takes_the_messages_place(
    server: TelegramServer,
) -> None:
    answers = Answers()
    answers.buttons = ((MORE, Button("Apart", "/apart", in_place=False)),)
    async with connected(server, answers):
        await server.say(-100, "/first", "supergroup")
        await server.wait_sent(1)
        answers.buttons = ()
        await server.press(-100, "More", user=8, name="Bob")
        await server.wait_call("editMessageText")
    assert [(sent["text"], sent["buttons"]) for sent in server.sent] == [("re: /more 2", [])]
    assert answers.asked[-1] == ("/more 2", at(-100))
    assert answers.people == ["Alice (telegram:7000)", "Bob (telegram:8)"]
    assert len(server.answered) == 1


async def test_a_press_may_be_answered_apart(server: TelegramServer) -> None:
    answers = Answers()
    answers.buttons = ((Button("Apart", "/apart", in_place=False),),)
    async with connected(server, answers):
        await server.say(1, "/first")
        await server.wait_sent(1)
        await server.press(1, "Apart")
        await server.wait_sent(2)
    assert [sent["text"] for sent in server.sent] == ["re: /first", "re: /apart"]
    assert server.edits == []


async def test_an_answer_whose_place_is_gone_comes_as_a_message(server: TelegramServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        server.fail_next(400, "Bad Request: query is too old", method="answerCallbackQuery")
        await server.callback(-100, 12345, "=/more 2", is_shown=False)
        (sent,) = await server.wait_sent(1)
    assert (sent["chat"], sent["text"]) == ("-100", "re: /more 2")


async def test_a_foreign_callback_is_nobodys_command(server: TelegramServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.callback(1, 1, "vote:yes")
        await server.say(1, "/after")
        await server.wait_sent(1)
    assert [text for text, _ in answers.asked] == ["/after"]


async def test_an_edit_that_only_changes_buttons_is_made(server: TelegramServer) -> None:
    async with connected(server) as chat:
        with_button = replace(one("same"), buttons=((MORE,),))
        sent = await chat.send(with_button, at(1))
        assert isinstance(sent, Sent)
        assert await chat.edit(one("same"), at(1), sent.message_id) == sent
        assert await chat.edit(one("same"), at(1), sent.message_id) == sent
    assert [edit["buttons"] for edit in server.edits] == [[]]


# --- carrying messages --------------------------------------------------------------------------


async def test_a_message_is_sent_and_edited(server: TelegramServer) -> None:
    message = Message((Block((Line((Span("Moscow", bold=True), Span(" & more"))),)),))
    async with connected(server) as chat:
        sent = await chat.send(message, at(1))
        assert isinstance(sent, Sent)
        assert server.sent[0]["html"] == "<b>Moscow</b> &amp; more"
        assert await chat.edit(one("corrected"), at(1), sent.message_id) == sent
        assert await chat.edit(one("corrected"), at(1), sent.message_id) == sent
    assert [edit["text"] for edit in server.edits] == ["corrected"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_arrives_as_text(server: TelegramServer, text: str) -> None:
    async with connected(server) as chat:
        assert isinstance(await chat.send(one(f"x{text}"), at(1)), Sent)
    assert server.sent[0]["text"] == plain(f"x{text}")


async def test_a_long_message_is_cut_to_what_is_taken(server: TelegramServer) -> None:
    async with connected(server) as chat:
        assert isinstance(await chat.send(big(60, 4, 80, "👩"), at(1)), Sent)
    assert server.sent[0]["text"].endswith("/status russia shows all")


async def test_refused_markup_falls_back_to_plain_text_once(server: TelegramServer) -> None:
    server.fail_next(400, "Bad Request: can't parse entities: whatever")
    async with connected(server) as chat:
        assert isinstance(await chat.send(one("a < b"), at(1)), Sent)
    assert [(sent["text"], sent["html"]) for sent in server.sent] == [("a < b", None)]


async def test_a_closed_topic_falls_back_to_the_chat(server: TelegramServer) -> None:
    server.closed_threads.add("7")
    async with connected(server) as chat:
        assert isinstance(await chat.send(one("news"), at(-100, "7")), Sent)
    assert [sent["thread"] for sent in server.sent] == [None]


@pytest.mark.parametrize(
    ("status", "description", "reason"),
    [
        (403, "Forbidden: bot was blocked by the user", FailureReason.FORBIDDEN),
        (400, "Bad Request: not enough rights to send text messages", FailureReason.FORBIDDEN),
        (400, "Bad Request: chat not found", FailureReason.GONE),
        (400, "Bad Request: message is too long", FailureReason.REJECTED),
        (401, "Unauthorized", FailureReason.CREDENTIAL),
        (500, "Internal Server Error", FailureReason.NETWORK),
        (429, "Too Many Requests: retry after 0", FailureReason.FLOOD),
        (409, "Conflict: terminated by other getUpdates request", FailureReason.NETWORK),
    ],
)
async def test_errors_are_told_apart(
    server: TelegramServer, status: int, description: str, reason: FailureReason
) -> None:
    async with connected(server) as chat:
        server.fail_next(status, description)
        assert (await failed(chat, at(1))).reason is reason
        assert isinstance(await chat.send(one("news"), at(1)), Sent)


async def test_a_flood_says_how_long_to_wait(server: TelegramServer) -> None:
    async with connected(server) as chat:
        server.fail_next(429, "Too Many Requests: retry after 17", retry_after=17)
        failure = await failed(chat, at(1))
    assert (failure.reason, failure.retry_after_s) == (FailureReason.FLOOD, 17.0)


async def test_a_moved_chat_says_where_to(server: TelegramServer) -> None:
    server.migrated["-5"] = -1005
    async with connected(server) as chat:
        failure = await failed(chat, at(-5))
    assert (failure.reason, failure.moved_to) == (FailureReason.MOVED, at(-1005))


async def test_a_gateways_page_and_a_broken_connection_are_network(
    server: TelegramServer,
) -> None:
    async with connected(server) as chat:
        server.fail_next(502, html="<html>Bad Gateway</html>")
        assert (await failed(chat, at(1))).reason is FailureReason.NETWORK
        server.drop_next()
        assert (await failed(chat, at(1))).reason is FailureReason.NETWORK


# --- tokens and networks ------------------------------------------------------------------------


async def test_a_refused_token_is_said_without_the_token(server: TelegramServer) -> None:
    server.revoked = True
    chat = TelegramChat(TOKEN, Answers(), base_url=server.base_url)
    with pytest.raises(TokenRefused, match="Telegram refused the token in MISSIONWATCH") as caught:
        await chat.start()
    assert TOKEN not in repr(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    await chat.stop()


async def test_a_token_revoked_later_ends_the_wait(server: TelegramServer) -> None:
    async with connected(server) as chat:
        waiting = asyncio.create_task(chat.wait())
        await server.wait_call("getUpdates")
        server.revoked = True
        await server.record.changed()
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(waiting, 5)


async def test_it_starts_without_a_network_and_connects_when_there_is_one(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.telegram.START_WAIT_S", 0.2)
    await server.stop()
    with structlog.testing.capture_logs() as logs:
        async with connected(server):
            await server.start()
            await server.wait_call("getUpdates", timeout_s=10)
            await server.say(1, "/status")
            await server.wait_sent(1)
    events = [entry["event"] for entry in logs]
    assert events.count("telegram_unreachable") == 1
    assert "telegram_reachable_again" in events
    assert TOKEN not in str(logs)


async def test_it_starts_and_ends_where_there_never_is_a_network(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.telegram.START_WAIT_S", 0.1)
    await server.stop()
    async with connected(server) as chat:
        assert (await failed(chat, at(1))).reason is FailureReason.NETWORK


async def test_it_ends_in_time_when_the_server_does_not_answer(server: TelegramServer) -> None:
    with structlog.testing.capture_logs() as logs:
        async with connected(server):
            await server.say(1, "/status")
            await server.wait_sent(1)
            await server.wait_call("getUpdates", 2)
            server.stall_next(30, method="getUpdates", times=2)
            server.stall_next(30)
            await server.say(1, "/again")
            await server.wait_call("sendMessage", 2)
    assert "telegram_updates_unconfirmed" in [entry["event"] for entry in logs]


async def test_a_refused_menu_does_not_silence_the_bot(server: TelegramServer) -> None:
    server.fail_next(400, "Bad Request: too many commands", method="setMyCommands")
    with structlog.testing.capture_logs() as logs:
        async with connected(server):
            await server.say(1, "/status")
            await server.wait_sent(1)
    assert "telegram_menu_refused" in [entry["event"] for entry in logs]


async def test_a_flood_on_asking_for_updates_is_waited_out(server: TelegramServer) -> None:
    server.fail_next(429, method="getUpdates", retry_after=1)
    async with connected(server):
        await server.say(1, "/status")
        await server.wait_sent(1)
    first, second, *_ = server.record.of("getUpdates")
    assert second.at - first.at >= 1


@pytest.mark.parametrize("ending", ["", "/", "/bot", "/bot/"])
async def test_the_servers_address_is_taken_as_people_write_it(
    server: TelegramServer, ending: str
) -> None:
    chat = TelegramChat(TOKEN, Answers(), base_url=server.url + ending)
    assert isinstance(await chat.send(one("news"), at(1)), Sent)
    await chat.stop()


def test_without_an_address_it_is_telegrams_own() -> None:
    assert _api(None) == "https://api.telegram.org/bot"


async def test_two_pollers_are_warned_of_once(server: TelegramServer) -> None:
    with structlog.testing.capture_logs() as logs:
        async with connected(server):
            server.fail_next(409, method="getUpdates", times=2)
            await server.say(1, "/a")
            await server.wait_call("getUpdates", 3)
            await server.say(1, "/b")
            await server.wait_sent(2, timeout_s=10)
    assert [entry["event"] for entry in logs].count("telegram_conflict") == 1


async def test_libraries_log_no_address(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with connected(server) as chat:
        server.fail_next(502, html="<html>Bad Gateway</html>")
        await chat.send(one("news"), at(1))
    assert TOKEN not in caplog.text
