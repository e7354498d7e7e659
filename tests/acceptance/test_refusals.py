"""A start that cannot work ends with a sentence and its own exit code."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.acceptance.newsroom import Newsroom, chats_of
from tests.acceptance.process import running
from tests.fakes.slack import SlackServer
from tests.fakes.telegram import TelegramServer

pytestmark = pytest.mark.process


async def test_telegram_refuses_the_token(
    tmp_path: Path, newsroom: Newsroom, telegram: TelegramServer
) -> None:
    settings = newsroom.settings(tmp_path) | {
        "TELEGRAM_TOKEN": "4000001:a-token-that-was-revoked",
        "TELEGRAM_BASE_URL": telegram.url,
    }
    async with running(settings, tmp_path) as process:
        assert await process.ended() == 3

    sentence = process.stderr[-1]
    assert "Telegram refused the token in MISSIONWATCH_TELEGRAM_TOKEN" in sentence
    assert "a-token-that-was-revoked" not in "\n".join([*process.stderr, process.stdout])


async def test_slack_refuses_the_app_token_while_telegram_runs(
    tmp_path: Path, newsroom: Newsroom, telegram: TelegramServer, slack: SlackServer
) -> None:
    settings = newsroom.settings(tmp_path) | chats_of(telegram, slack)
    settings["SLACK_APP_TOKEN"] = "xapp-another-one"
    async with running(settings, tmp_path) as process:
        assert await process.ended() == 3

    assert "Slack refused the token in MISSIONWATCH_SLACK_APP_TOKEN" in process.stderr[-1]
    assert "Traceback" not in "\n".join(process.stderr)


async def test_a_broken_source_file_names_file_entry_and_field(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    settings = newsroom.settings(tmp_path)
    _break(Path(settings["SOURCES_FILE"]))
    async with running(settings, tmp_path) as process:
        assert await process.ended() == 2

    told = "\n".join(process.stderr)
    assert told.startswith("missionwatch: the catalogue cannot be used")
    assert "sources.yaml" in told
    assert "tj-mid" in told
    assert "every_min" in told
    assert not (tmp_path / "data").exists()


def _break(sources: Path) -> None:
    text = sources.read_text("utf-8")
    sources.write_text(text.replace("every_min: 1", "every_min: soon", 1), "utf-8")


async def test_a_data_folder_that_cannot_be_written_is_said(
    tmp_path: Path, newsroom: Newsroom
) -> None:
    settings = newsroom.settings(tmp_path) | {"DATA": str(tmp_path / "file" / "data")}
    await asyncio.to_thread((tmp_path / "file").write_text, "no folder")
    async with running(settings, tmp_path) as process:
        assert await process.ended() == 2

    (sentence,) = process.stderr
    assert "cannot be written" in sentence
    assert "MISSIONWATCH_DATA" in sentence
