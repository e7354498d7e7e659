"""The Slack adapter against a server that speaks the Web API and Socket Mode."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
import structlog

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.chat.errors import TokenRefused
from bot.chat.plain import plain
from bot.chat.slack import SlackChat
from bot.model import Button, ChatAddress, Message, Platform
from tests.bot.chat.samples import HOSTILE, big, one
from tests.fakes.slack import BOT_USER, SlackServer


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


def at(channel: str, thread: str | None = None) -> ChatAddress:
    return ChatAddress(Platform.SLACK, channel, thread)


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as running:
        yield running


@asynccontextmanager
async def connected(
    server: SlackServer, answers: Answers | None = None
) -> AsyncIterator[SlackChat]:
    chat = SlackChat(
        server.bot_token, server.app_token, answers or Answers(), base_url=server.api_url
    )
    await chat.start()
    try:
        yield chat
    finally:
        began = time.monotonic()
        await chat.stop()
        assert time.monotonic() - began < 3


async def failed(chat: SlackChat, to: ChatAddress) -> Failure:
    outcome = await chat.send(one("news"), to)
    assert isinstance(outcome, Failure)
    return outcome


# --- questions ----------------------------------------------------------------------------------


async def test_the_slash_command_is_acknowledged_and_answered(server: SlackServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        server.stall_next(0.3)
        envelope = await server.slash("status  russia &amp; co", channel="C7")
        await server.wait_ack(envelope)
        assert server.sent == []
        (sent,) = await server.wait_sent(1)
    assert (sent["channel"], sent["text"]) == ("C7", "re: status russia & co")
    assert sent["unfurls"] is False
    assert answers.asked == [("status russia & co", at("C7"))]


async def test_the_slash_command_alone_asks_for_help(server: SlackServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.slash("")
        await server.wait_sent(1)
    assert answers.asked == [("help", at("C1"))]


async def test_a_mention_is_answered_in_its_thread(server: SlackServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.mention("C1", "status bonn", thread="111.222")
        (sent,) = await server.wait_sent(1)
    assert sent["thread"] == "111.222"
    assert answers.asked == [("status bonn", at("C1", "111.222"))]


async def test_a_direct_message_is_answered_and_links_are_read_as_typed(
    server: SlackServer,
) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.say("D1", "status <http://bonn.de|bonn.de>")
        (sent,) = await server.wait_sent(1)
    assert sent["thread"] is None
    assert answers.asked == [("status bonn.de", at("D1"))]


@pytest.mark.parametrize(
    "event",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"channel_type": "channel"},
        {"user": BOT_USER},
    ],
)
async def test_what_is_not_asked_of_it_is_not_answered(
    server: SlackServer, event: dict[str, str]
) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.wait_ack(await server.say("D1", "status", **event))
        await server.say("D1", "after")
        await server.wait_sent(1)
    assert [text for text, _ in answers.asked] == ["after"]


async def test_where_it_is_no_member_the_asker_alone_is_answered(server: SlackServer) -> None:
    server.not_in.add("C9")
    async with connected(server):
        await server.slash("subscribe", channel="C9")
        answer, hint = await server.wait_responses(2)
    assert answer["response_type"] == hint["response_type"] == "ephemeral"
    assert answer["text"] == "re: subscribe"
    assert "invite me" in hint["text"]


async def test_it_connects_anew_when_slack_asks_for_it(server: SlackServer) -> None:
    async with connected(server):
        await server.disconnect()
        await server.wait_connected()
        await server.say("D1", "still there")
        await server.wait_sent(1)


# --- buttons ------------------------------------------------------------------------------------

MORE = Button("More", "/more 2")


async def test_a_press_is_a_command_whose_answer_takes_the_messages_place(
    server: SlackServer,
) -> None:
    answers = Answers()
    answers.buttons = ((MORE,),)
    async with connected(server, answers):
        await server.slash("first", channel="C7")
        await server.wait_sent(1)
        answers.buttons = ()
        await server.wait_ack(await server.press("C7", "More", user="U8", name="bob"))
        await server.record.until(lambda: bool(server.edits), 5, "the edit")
    assert [(sent["text"], sent["buttons"]) for sent in server.sent] == [("re: /more 2", {})]
    assert answers.asked[-1] == ("/more 2", at("C7"))
    assert answers.people == ["slack:U1", "bob (slack:U8)"]


async def test_a_press_may_be_answered_apart(server: SlackServer) -> None:
    answers = Answers()
    answers.buttons = ((Button("Apart", "/apart", in_place=False),),)
    async with connected(server, answers):
        await server.slash("first")
        await server.wait_sent(1)
        await server.press("C1", "Apart")
        await server.wait_sent(2)
    assert [sent["text"] for sent in server.sent] == ["re: first", "re: /apart"]


async def test_a_press_where_the_bot_is_no_member_is_answered_to_the_presser(
    server: SlackServer,
) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.action("C9", "1.2", "=/more 2", is_ephemeral=True)
        (response,) = await server.wait_responses(1)
    assert response["replace_original"] is True
    assert response["response_type"] == "ephemeral"
    assert response["text"] == "re: /more 2"
    assert server.sent == []


async def test_a_foreign_action_is_nobodys_command(server: SlackServer) -> None:
    answers = Answers()
    async with connected(server, answers):
        await server.action("C1", "1.2", "vote-yes")
        await server.slash("after")
        await server.wait_sent(1)
    assert [text for text, _ in answers.asked] == ["after"]


# --- carrying messages --------------------------------------------------------------------------


async def test_a_message_is_sent_into_a_thread_and_edited(server: SlackServer) -> None:
    async with connected(server) as chat:
        sent = await chat.send(one("news"), at("C1", "1.2"))
        assert isinstance(sent, Sent)
        assert server.sent[0]["thread"] == "1.2"
        assert await chat.edit(one("corrected"), at("C1"), sent.message_id) == sent
    assert server.sent[0]["text"] == "corrected"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_arrives_as_text(server: SlackServer, text: str) -> None:
    async with connected(server) as chat:
        assert isinstance(await chat.send(one(f"x{text}"), at("C1")), Sent)
    (sent,) = server.sent
    assert sent["entities"] == []
    assert "<" not in sent["fallback"]
    letters = re.sub(r"[\W_]", "", plain(text))
    assert letters in re.sub(r"[\W_ˍˋ]", "", sent["text"])


async def test_a_long_message_is_cut_to_what_is_taken(server: SlackServer) -> None:
    async with connected(server) as chat:
        assert isinstance(await chat.send(big(200, 4, 80, "&"), at("C1")), Sent)
    assert server.sent[0]["text"].endswith("/status russia shows all")


async def test_refused_blocks_fall_back_to_plain_text_once(server: SlackServer) -> None:
    server.fail_next("invalid_blocks")
    async with connected(server) as chat:
        assert isinstance(await chat.send(one("a < b"), at("C1")), Sent)
        assert (server.sent[0]["text"], server.sent[0]["blocks"]) == ("a < b", [])
        server.fail_next("msg_too_long", times=2)
        assert (await failed(chat, at("C1"))).reason is FailureReason.REJECTED


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        ("channel_not_found", FailureReason.GONE),
        ("not_in_channel", FailureReason.FORBIDDEN),
        ("is_archived", FailureReason.FORBIDDEN),
        ("token_revoked", FailureReason.CREDENTIAL),
        ("account_inactive", FailureReason.CREDENTIAL),
        ("internal_error", FailureReason.NETWORK),
        ("no_text", FailureReason.REJECTED),
    ],
)
async def test_errors_are_told_apart(
    server: SlackServer, error: str, reason: FailureReason
) -> None:
    async with connected(server) as chat:
        server.fail_next(error)
        assert await failed(chat, at("C1")) == Failure(reason, error)
        assert isinstance(await chat.send(one("news"), at("C1")), Sent)


async def test_a_flood_says_how_long_to_wait(server: SlackServer) -> None:
    async with connected(server) as chat:
        server.fail_next("ratelimited", status=429, retry_after=7)
        failure = await failed(chat, at("C1"))
    assert (failure.reason, failure.retry_after_s) == (FailureReason.FLOOD, 7.0)


async def test_a_gateways_page_and_a_broken_connection_are_network(server: SlackServer) -> None:
    async with connected(server) as chat:
        server.fail_next("", status=502, html="<html>Bad Gateway</html>")
        assert (await failed(chat, at("C1"))).reason is FailureReason.NETWORK
        server.fail_next("", status=200, html="<html>Log in to the hotel</html>")
        assert (await failed(chat, at("C1"))).reason is FailureReason.NETWORK
        server.drop_next()
        assert (await failed(chat, at("C1"))).reason is FailureReason.NETWORK


# --- tokens and networks ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("which", "setting"), [("bot_token", "SLACK_BOT_TOKEN"), ("app_token", "SLACK_APP_TOKEN")]
)
async def test_a_refused_token_is_named_by_its_setting(
    server: SlackServer, which: str, setting: str
) -> None:
    server.revoked.add(getattr(server, which))
    chat = SlackChat(server.bot_token, server.app_token, Answers(), base_url=server.api_url)
    with pytest.raises(TokenRefused, match=f"Slack refused the token in .*{setting}") as caught:
        await chat.start()
    assert "token_revoked" in str(caught.value)
    assert server.bot_token not in str(caught.value)
    await chat.stop()


async def test_a_token_revoked_later_ends_the_wait(
    server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.slack.PROBE_S", 0.05)
    async with connected(server) as chat:
        server.revoked.add(server.bot_token)
        with pytest.raises(TokenRefused):
            await asyncio.wait_for(chat.wait(), 5)


async def test_it_starts_without_a_network_and_connects_when_there_is_one(
    server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.slack.START_WAIT_S", 0.2)
    await server.stop()
    with structlog.testing.capture_logs() as logs:
        async with connected(server):
            await server.start()
            await server.wait_connected(10)
            await server.say("D1", "hello")
            await server.wait_sent(1)
    events = [entry["event"] for entry in logs]
    assert events.count("slack_unreachable") == 1
    assert "slack_reachable_again" in events


async def test_it_starts_and_ends_where_there_never_is_a_network(
    server: SlackServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.slack.START_WAIT_S", 0.1)
    await server.stop()
    async with connected(server) as chat:
        assert (await failed(chat, at("C1"))).reason is FailureReason.NETWORK


async def test_a_flood_at_the_start_is_waited_out(server: SlackServer) -> None:
    server.fail_next("ratelimited", method="auth.test", status=429, retry_after=1)
    async with connected(server):
        await server.say("D1", "hello")
        await server.wait_sent(1)
    first, second, *_ = server.record.of("auth.test")
    assert second.at - first.at >= 1


async def test_it_ends_in_time_when_slack_does_not_say_goodbye(server: SlackServer) -> None:
    server.is_deaf = True
    with structlog.testing.capture_logs() as logs:
        async with connected(server):
            pass
    assert "slack_shutdown_cut_short" in [entry["event"] for entry in logs]


async def test_an_edit_that_changes_nothing_counts_as_sent(server: SlackServer) -> None:
    async with connected(server) as chat:
        server.fail_next("no_change", method="chat.update")
        assert await chat.edit(one("same"), at("C1"), "1.2") == Sent("1.2")
        outcome = await chat.edit(one("gone"), at("C1"), "1.2")
        assert outcome == Failure(FailureReason.REJECTED, "message_not_found")
