"""What the process says of its first round, and which settings no log may show."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.running import secrets_of, told
from bot.watch import Summary
from config.settings import load_settings
from watchers.model import PollState


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        (Summary(5, 5, 5, {}), "5 of 5 sources could be read."),
        (
            Summary(9, 9, 5, {PollState.GONE: 1, PollState.NOT_A_FEED: 3}),
            "5 of 9 sources could be read, 3 not a feed, 1 gone; `missionwatch doctor` names "
            "them.",
        ),
    ],
)
def test_one_sentence_on_how_the_sources_stand(summary: Summary, sentence: str) -> None:
    assert told(summary) == sentence


def test_every_secret_that_is_set_is_kept_out_of_logs(tmp_path: Path) -> None:
    settings = load_settings(
        environ={
            "MISSIONWATCH_TELEGRAM_TOKEN": "4000001:AAF-the-token",
            "MISSIONWATCH_HTTP_PROXY": "http://user:pass@proxy:3128",
        },
        folder=tmp_path,
    )
    assert set(secrets_of(settings)) == {"4000001:AAF-the-token", "http://user:pass@proxy:3128"}
