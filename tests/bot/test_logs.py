"""Logs show no secret, whatever field, library or traceback it hides in."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog

from bot.logs import set_up

SECRET = "4000001:AAF-the-token"
log = structlog.get_logger()


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    root, handlers, level = logging.getLogger(), logging.root.handlers[:], logging.root.level
    yield
    for handler in root.handlers:
        if handler not in handlers and isinstance(handler, logging.StreamHandler):
            handler.stream.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@dataclass
class Holder:
    """Something with a secret in its repr."""

    token: str = SECRET


def written(path: Path, style: str, level: str = "info") -> None:
    """Log the secret in every way there is."""
    set_up(level, style, (SECRET, ""), path)
    bound = log.bind(bound=f"at /bot{SECRET}/getMe")
    bound.info(f"event {SECRET}", text=SECRET, escaped=SECRET.replace(":", "%3A"))
    bound.info(
        "nested",
        deep={"k": [SECRET, (SECRET, {SECRET})], SECRET: 1},
        holder=Holder(),
        error=ValueError(SECRET),
        count=3,
    )
    try:
        raise ValueError(f"https://api.telegram.org/bot{SECRET}/getMe failed")
    except ValueError:
        bound.exception("failed")
        logging.getLogger("a.library").exception("failed with %s", SECRET)
    logging.getLogger("a.library").warning("asking /bot%s/getMe", SECRET)


@pytest.mark.parametrize("style", ["console", "json"])
def test_no_secret_is_printed(tmp_path: Path, style: str) -> None:
    path = tmp_path / "log"
    written(path, style)

    told = path.read_text("utf-8")
    assert "AAF-the-token" not in told
    assert told.count("***") >= 12
    assert "Traceback" in told
    assert "asking /bot***/getMe" in told


def test_json_lines_are_json_with_event_level_and_time(tmp_path: Path) -> None:
    path = tmp_path / "log"
    written(path, "json")

    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(lines) == 5
    assert all({"event", "level", "timestamp"} <= line.keys() for line in lines)
    assert lines[1]["count"] == 3


def test_what_is_below_the_level_or_of_a_chatty_library_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "log"
    set_up("info", "json", (), path)
    log.debug("quiet")
    logging.getLogger("a.library").debug("quiet")
    logging.getLogger("httpx").info("quiet")
    log.info("loud")

    assert [json.loads(line)["event"] for line in path.read_text("utf-8").splitlines()] == ["loud"]


def test_without_a_file_it_goes_to_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    set_up("info", "console", ())
    log.info("here", source="paper")

    captured = capsys.readouterr()
    assert captured.out == ""
    assert "here" in captured.err
    assert "source=paper" in captured.err
