"""The line in one real process: chats subscribe, sources change, the right chats are told."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from tests.acceptance.newsroom import (
    GREEK_CLAIM,
    GREEK_NEWS,
    HOSTILE_NEWS,
    HOSTILE_TITLE,
    TAJIK_NEWS,
    TAJIK_NEWS_RETOLD,
    Newsroom,
    chats_of,
)
from tests.acceptance.process import Process, running
from tests.fakes.slack import SlackServer
from tests.fakes.telegram import TelegramServer

pytestmark = pytest.mark.process

ALICE, GROUP, BOB, CHANNEL, EDITORS = 42, -1_001, 43, "D1", "D2"
PROMISED_S = 5.0


async def test_the_right_chats_get_exactly_one_right_alert(
    tmp_path: Path, newsroom: Newsroom, telegram: TelegramServer, slack: SlackServer
) -> None:
    settings = newsroom.settings(tmp_path) | chats_of(telegram, slack)
    async with running(settings, tmp_path) as process:
        await process.until_ready("telegram", "slack")
        await _subscribe(telegram, slack)
        greeted = len(telegram.sent), len(slack.sent)

        await _tajikistan_accredits(process, newsroom, telegram, slack)
        await _outlets_repeat_it(process, newsroom)
        assert (len(telegram.sent), len(slack.sent)) == (greeted[0] + 1, greeted[1] + 1)

        await _kabul_claims_and_greece_confirms(newsroom, telegram)
        await _a_hostile_headline_is_plain_text(newsroom, telegram, slack)
        await _a_second_process_is_turned_away(settings, tmp_path)
        code, took_s = await process.stop()

    assert code == 0
    assert took_s < PROMISED_S
    assert len(telegram.sent_to(ALICE)) == len(telegram.sent_to(BOB)) == 1
    assert len(telegram.sent_to(GROUP)) == 1 + 4
    assert len(slack.sent_to(CHANNEL)) == 1 + 1
    assert not process.logged("item_failed")
    assert not [line for line in process.log if line["level"] in {"error", "critical"}]
    await _the_store_holds_it(settings, tmp_path)


async def _subscribe(telegram: TelegramServer, slack: SlackServer) -> None:
    await telegram.say(ALICE, "/subscribe russia")
    await telegram.say(GROUP, "/subscribe all", "group")
    await telegram.say(BOB, "/subscribe japan")
    await slack.say(CHANNEL, "subscribe central asia")
    await slack.say(EDITORS, "subscribe norway")
    for chat in (ALICE, GROUP, BOB):
        await telegram.wait_sent(1, chat_id=chat)
    await slack.wait_sent(1, channel=CHANNEL)
    await slack.wait_sent(1, channel=EDITORS)


async def _tajikistan_accredits(
    process: Process, newsroom: Newsroom, telegram: TelegramServer, slack: SlackServer
) -> None:
    newsroom.publish("tj-mid", *TAJIK_NEWS)
    await process.until_logged("items_found", 2, source="tj-mid")
    polled_at = asyncio.get_running_loop().time()
    in_group = (await telegram.wait_sent(2, chat_id=GROUP))[-1]
    in_slack = (await slack.wait_sent(2, channel=CHANNEL))[-1]

    assert max(in_group["at"], in_slack["at"]) - polled_at < PROMISED_S
    for told in (in_group["text"], in_slack["text"].replace("*", "")):
        assert "Tajikistan: envoy accredited (confirmed)" in told
        assert "Dushanbe embassy, Abdul Karim Hamid (chargé d'affaires)" in told
        assert "the host's own word" in told
        assert "Tajikistan now accepts a chargé d'affaires" in told
        assert TAJIK_NEWS[0] in told
        assert "MFA Tajikistan" in told


async def _outlets_repeat_it(process: Process, newsroom: Newsroom) -> None:
    newsroom.publish("steppe-wire", *TAJIK_NEWS_RETOLD)
    newsroom.publish("caravan-post", *TAJIK_NEWS_RETOLD)
    wanted = ["envoy_accredited/confirmed/TJ"]
    await process.until_logged("item_matched", 3, reports=wanted)


async def _kabul_claims_and_greece_confirms(newsroom: Newsroom, telegram: TelegramServer) -> None:
    newsroom.publish("kabul-mfa", *GREEK_CLAIM)
    claimed = (await telegram.wait_sent(3, chat_id=GROUP))[-1]["text"]
    assert "Greece: envoy accredited (claimed)" in claimed
    assert "only the word of Kabul" in claimed
    assert "Greece now" not in claimed

    newsroom.publish("gr-mfa", *GREEK_NEWS)
    confirmed = (await telegram.wait_sent(4, chat_id=GROUP))[-1]["text"]
    assert "Greece: envoy accredited (now confirmed)" in confirmed
    assert "Before: claimed" in confirmed
    assert "Greece now accepts a chargé d'affaires" in confirmed


async def _a_hostile_headline_is_plain_text(
    newsroom: Newsroom, telegram: TelegramServer, slack: SlackServer
) -> None:
    newsroom.publish("fjord-times", *HOSTILE_NEWS)
    told = (await telegram.wait_sent(5, chat_id=GROUP))[-1]
    assert HOSTILE_TITLE in told["text"]
    assert "\x1b" not in told["text"]
    assert "<script>" not in told["html"]

    (in_slack,) = (await slack.wait_sent(2, channel=EDITORS))[1:]
    # Slack's mrkdwn cannot escape an asterisk: a look-alike stands for it.
    assert HOSTILE_TITLE.replace("*", "∗") in in_slack["text"]
    assert "\x1b" not in in_slack["text"]
    assert {kind for kind, _ in in_slack["entities"]} <= {"bold", "link"}


async def _a_second_process_is_turned_away(settings: dict[str, str], folder: Path) -> None:
    async with running(settings, folder) as second:
        assert await second.ended() == 4
    (sentence,) = second.stderr
    assert "another process is running on the store" in sentence


async def _the_store_holds_it(settings: dict[str, str], folder: Path) -> None:
    async with running(settings, folder, "status", "tajikistan", "--json") as asked:
        assert await asked.ended() == 0
    status = json.loads(asked.stdout)
    assert status["stance"] == "charge"
    assert status["missions"][0]["head"] == "Abdul Karim Hamid"


async def test_the_terminal_is_a_chat_that_goes_on_after_its_input_ends(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    async with running(newsroom.settings(tmp_path), tmp_path) as process:
        await process.type("/subscribe norway\n/status russia\n", end=True)
        await process.until(lambda: "Russia: recognises" in process.stdout, "the status")
        await process.until_ready()
        newsroom.publish("fjord-times", *HOSTILE_NEWS)
        await process.until_logged("alert_sent")
        await process.until(lambda: HOSTILE_TITLE in process.stdout, "the alert")
        code, took_s = await process.stop()

    assert code == 0
    assert took_s < PROMISED_S
    assert process.stdout.count("Norway: envoy accredited") == 1
    assert "\x1b" not in process.stdout
