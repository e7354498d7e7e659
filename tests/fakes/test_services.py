"""The fakes refuse what the real services refuse, so that bad rendering cannot pass unseen."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.fakes.markup import MarkupRefusedError, parse_slack_mrkdwn, parse_telegram_html
from tests.fakes.slack import SlackServer, check_blocks
from tests.fakes.telegram import TelegramServer


async def bot_api(server: TelegramServer, method: str, **params: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.base_url}{server.token}/{method}", data=params) as answer,
    ):
        return dict(await answer.json())


async def web_api(server: SlackServer, method: str, **params: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {server.bot_token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(f"{server.api_url}{method}", json=params) as answer,
    ):
        return dict(await answer.json())


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


@pytest.mark.parametrize(
    "html",
    ["<b>open", "closed</b>", "<b><i>x</b></i>", "a < b", "<script>x</script>", "<a href=x"],
)
async def test_telegram_refuses_broken_markup(html: str) -> None:
    with pytest.raises(MarkupRefusedError):
        parse_telegram_html(html)
    async with TelegramServer() as server:
        answer = await bot_api(server, "sendMessage", chat_id=1, text=html, parse_mode="HTML")
        assert not answer["ok"]
        assert "can't parse entities" in answer["description"]
        assert (await bot_api(server, "sendMessage", chat_id=1, text=html))["ok"]
        assert server.sent[0]["text"] == html


@pytest.mark.parametrize(
    ("text", "is_taken"), [("x" * 4096, True), ("👩" * 2049, False), (" ", False)]
)
async def test_telegram_refuses_texts_that_are_too_long_or_empty(
    text: str, is_taken: bool
) -> None:
    async with TelegramServer() as server:
        assert (await bot_api(server, "sendMessage", chat_id=1, text=text))["ok"] is is_taken


async def test_telegram_gives_out_updates_until_they_are_confirmed() -> None:
    async with TelegramServer() as server:
        await server.say(1, "/a")
        await server.say(1, "/b")
        for _ in range(2):
            first, second = (await bot_api(server, "getUpdates"))["result"]
            assert [first["message"]["text"], second["message"]["text"]] == ["/a", "/b"]
        after = await bot_api(server, "getUpdates", offset=second["update_id"])
        assert [each["message"]["text"] for each in after["result"]] == ["/b"]


async def test_a_message_can_arrive_although_its_answer_is_lost() -> None:
    async with TelegramServer() as server:
        server.drop_next(accept=True)
        with pytest.raises(aiohttp.ClientError):
            await bot_api(server, "sendMessage", chat_id=1, text="news")
        assert [sent["text"] for sent in server.sent] == ["news"]
    async with SlackServer() as slack:
        slack.fail_next("internal_error", accept=True)
        assert not (await web_api(slack, "chat.postMessage", channel="C1", text="news"))["ok"]
        assert [sent["text"] for sent in slack.sent] == ["news"]


async def test_failures_are_kept_for_the_chat_they_are_meant_for() -> None:
    async with TelegramServer() as server:
        server.fail_next(403, chat=2)
        assert (await bot_api(server, "sendMessage", chat_id=1, text="x"))["ok"]
        assert not (await bot_api(server, "sendMessage", chat_id=2, text="x"))["ok"]
        assert (await bot_api(server, "sendMessage", chat_id=2, text="x"))["ok"]


async def test_waiting_for_what_does_not_come_says_what_came_instead() -> None:
    async with TelegramServer() as server:
        await bot_api(server, "getMe")
        with pytest.raises(TimeoutError, match=r"message 1 to 5 did not come .* saw \['getMe'\]"):
            await server.wait_sent(1, chat_id=5, timeout_s=0.01)


@pytest.mark.parametrize(
    ("blocks", "word"),
    [
        ([section("x" * 3_000)], None),
        ([section("x" * 3_001)], "invalid_blocks"),
        ([section("")], "invalid_blocks"),
        ([section("x")] * 51, "invalid_blocks"),
        ([{"type": "nonsense", "text": {"type": "mrkdwn", "text": "x"}}], "invalid_blocks"),
        ([section("x" * 2_900)] * 5, "msg_blocks_too_long"),
    ],
)
async def test_slack_refuses_blocks_beyond_its_limits(
    blocks: list[dict[str, Any]], word: str | None
) -> None:
    assert check_blocks(blocks) == word
    async with SlackServer() as server:
        answer = await web_api(server, "chat.postMessage", channel="C1", text="x", blocks=blocks)
        assert answer.get("error") == word


def test_slack_markup_is_seen_where_it_would_act() -> None:
    parsed = parse_slack_mrkdwn("<!channel> <@U1> <https://e.org|label> *b* _i_ ~s~ `c` &lt;x&gt;")
    assert parsed.text == "!channel @U1 label *b* _i_ ~s~ `c` <x>"
    assert {kind for kind, _ in parsed.entities} == {
        "special", "user", "link", "bold", "italic", "struck", "code",
    }  # fmt: skip
    assert parse_slack_mrkdwn("&gt; quoted").entities == [("quote", "")]
    assert parse_slack_mrkdwn("snake_case_name 2 * 3 * 4").entities == []
