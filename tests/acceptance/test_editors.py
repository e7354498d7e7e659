"""The editors' chat of one real process: what is added and taken back there reaches the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.newsroom import Newsroom, chats_of
from tests.acceptance.process import running
from tests.fakes.slack import SlackServer
from tests.fakes.telegram import TelegramServer

pytestmark = pytest.mark.process

EDITORS, CHANNEL, MALLORY = -1_001_777, "D1", 43


async def test_editors_add_and_retract_and_nobody_else_can(
    tmp_path: Path, newsroom: Newsroom, telegram: TelegramServer, slack: SlackServer
) -> None:
    settings = (
        newsroom.settings(tmp_path)
        | chats_of(telegram, slack)
        | {
            "EDITORS_CHAT": f"telegram:{EDITORS}",
        }
    )
    async with running(settings, tmp_path) as process:
        await process.until_ready("telegram", "slack")
        await slack.say(CHANNEL, "subscribe norway")
        await slack.wait_sent(1, channel=CHANNEL)

        added = "/add envoy_accredited oslo 2026-07-20 https://www.example.org/news rank=charge"
        await telegram.callback(MALLORY, 1, f"+{added[:60]}", name="Mallory")
        (refused,) = await telegram.wait_sent(1, chat_id=MALLORY)
        assert refused["text"] == "Only the editors' chat can do this."
        await process.until_logged("editors_command_refused", chat=str(MALLORY))

        await telegram.say(EDITORS, added, "supergroup")
        (answer,) = await telegram.wait_sent(1, chat_id=EDITORS)
        assert answer["text"].startswith("Added: Norway: envoy accredited, Oslo embassy")
        told = (await slack.wait_sent(2, channel=CHANNEL))[-1]["text"].replace("*", "")
        assert "Norway: envoy accredited (confirmed)" in told

        await telegram.say(EDITORS, "/retract norway", "supergroup")
        listed = (await telegram.wait_sent(2, chat_id=EDITORS))[-1]["text"]
        code = next(line.split()[0] for line in listed.splitlines() if "envoy accredited" in line)
        source = "https://www.example.org/correction"
        await telegram.say(EDITORS, f"/retract {code} {source} it was a rumour", "supergroup")
        taken_back = (await slack.wait_sent(3, channel=CHANNEL))[-1]["text"].replace("*", "")
        assert "Norway: envoy accredited (retracted by the editors)" in taken_back
        ended, _took_s = await process.stop()

    assert ended == 0
    assert not [line for line in process.log if line["level"] in {"error", "critical"}]
