"""The whole demo, faster: the alerts it shows, and where Russia stands before and after."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import structlog

from bot.demo import show

ALERT = re.compile(r"^Alert, (\d{4}-\d\d-\d\d) .*\n(.+)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    yield
    structlog.reset_defaults()


@pytest.mark.process
async def test_the_demo_tells_its_story(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(show, "LASTS_S", 12.0)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("MISSIONWATCH_TELEGRAM_TOKEN", "1:the-users-own-is-not-touched")
    await show.show()

    told = capsys.readouterr().out
    assert [heading for _, heading in ALERT.findall(told)] == [
        "United States: mission closed (now confirmed)",
        "Russia: envoy accredited (claimed)",
        "Russia: envoy accredited (now confirmed)",
        "Russia: mission handed over to the Emirate (confirmed)",
    ]
    before, after = told.split("> /status russia")[1:]
    assert before.strip().startswith("Russia: has accepted no envoy of the Emirate")
    assert after.strip().startswith("Russia: accepts a chargé d'affaires of the Emirate")
    assert "Moscow embassy: run by the Emirate since 2022-04-09" in after
    assert "nothing new, no alert" in told
    assert "Italy" not in told
