"""The console chat over pipes, files, /dev/null and a real pseudo-terminal."""

from __future__ import annotations

import asyncio
import datetime as dt
import io
import os
import pty
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import structlog
from rich.console import Console

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.chat.console import ADDRESS, MAX_BUTTONS, ConsoleChat, lines_of
from bot.model import Button, ChatAddress, Message, Platform
from tests.bot.chat.samples import one


class Clock:
    def now(self) -> dt.datetime:
        return dt.datetime(2022, 3, 31, 9, 5, tzinfo=dt.UTC)


class Echo:
    """Answers with what was asked; fails when told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ChatAddress]] = []
        self.heard = asyncio.Event()
        self.buttons: tuple[tuple[Button, ...], ...] = ()

    async def answer(self, text: str, address: ChatAddress, by: str = "") -> Message:
        assert by == "console"
        self.asked.append((text, address))
        self.heard.set()
        if "fail" in text:
            raise ValueError(text)
        return replace(one(f"you said {text}"), buttons=self.buttons)


class Screen(io.StringIO):
    """What is printed, and a way to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self._changed = asyncio.Event()

    def write(self, text: str) -> int:
        self._changed.set()
        return super().write(text)

    async def shows(self, text: str) -> None:
        async with asyncio.timeout(5):
            while text not in self.getvalue():
                await self._changed.wait()
                self._changed.clear()


@asynccontextmanager
async def chatting(
    descriptor: int, echo: Echo, out: Screen
) -> AsyncIterator[tuple[ConsoleChat, asyncio.Task[None]]]:
    with os.fdopen(descriptor) as stdin:
        chat = ConsoleChat(echo, Console(file=out, width=80), stdin, Clock())
        running = asyncio.create_task(chat.run())
        yield chat, running
        await chat.stop()
        await asyncio.wait_for(running, 2)


async def test_it_answers_each_line_of_a_pipe_and_goes_on_at_its_end() -> None:
    reading, writing = os.pipe()
    out, echo = Screen(), Echo()
    async with chatting(reading, echo, out) as (chat, running):
        os.write(writing, "/status \u06a9ابل\n\n/he".encode())
        await out.shows("you said /status کابل")
        os.write(writing, b"lp")
        os.close(writing)
        await out.shows("you said /help")
        assert [text for text, _ in echo.asked] == ["/status کابل", "/help"]
        assert not running.done()
        assert await chat.send(one("news"), ADDRESS) == Sent("1")
        assert "Alert, 2022-03-31 09:05 UTC" in out.getvalue()
        assert "news" in out.getvalue()


async def test_a_number_presses_the_button_it_was_shown_for() -> None:
    reading, writing = os.pipe()
    out, echo = Screen(), Echo()
    echo.buttons = ((Button("More", "/more 2"), Button("All", "/all")), (Button("Back", "/1"),))
    async with chatting(reading, echo, out):
        os.write(writing, b"5\n/first\n")
        await out.shows("you said /first")
        os.write(writing, b" 5 \n")
        await out.shows("you said /all")
        os.close(writing)
        await out.shows("[9] Back")
    assert "[4] More   [5] All\n[6] Back\n" in out.getvalue()
    assert [text for text, _ in echo.asked] == ["5", "/first", "/all"]


async def test_numbers_begin_anew_after_the_last() -> None:
    out = io.StringIO()
    chat = ConsoleChat(Echo(), Console(file=out, width=80), None, Clock())
    message = replace(one("x"), buttons=((Button("More", "/more"),),))
    for _ in range(MAX_BUTTONS + 1):
        await chat.send(message, ADDRESS)
    assert out.getvalue().count("[1] More") == 2
    assert f"[{MAX_BUTTONS + 1}]" not in out.getvalue()


async def test_a_question_that_fails_does_not_end_the_chat() -> None:
    reading, writing = os.pipe()
    out, echo = Screen(), Echo()
    async with chatting(reading, echo, out):
        os.write(writing, b"fail\nagain\n")
        await out.shows("you said again")
        assert "This could not be answered" in out.getvalue()
        os.close(writing)


async def test_nothing_to_read_ends_input_not_the_chat() -> None:
    out, echo = Screen(), Echo()
    async with chatting(os.open("/dev/null", os.O_RDONLY), echo, out) as (chat, running):
        await chat.send(one("news"), ADDRESS)
        await out.shows("news")
        assert not running.done()
    assert echo.asked == []


async def test_a_closed_standard_input_is_no_input() -> None:
    assert [line async for line in lines_of(None)] == []
    assert [line async for line in lines_of(io.StringIO("no descriptor"))] == []


async def test_input_that_breaks_is_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    reading, writing = os.pipe()
    with os.fdopen(reading) as stdin, structlog.testing.capture_logs() as logs:
        monkeypatch.setattr("bot.chat.console.os.read", broken)
        assert [line async for line in lines_of(stdin)] == []
    os.close(writing)
    assert [(entry["event"], entry["reason"]) for entry in logs] == [
        ("console_input_ended", "Input/output error")
    ]


async def test_a_file_is_read_to_its_end(tmp_path: Path) -> None:
    script = tmp_path / "commands.txt"
    script.write_bytes(b"/status\r\n/latest 3\n\xff\xfe\n" + b"x" * 200_000)
    with script.open() as stdin:
        lines = [line async for line in lines_of(stdin)]
    assert [line.strip() for line in lines[:3]] == ["/status", "/latest 3", "\ufffd\ufffd"]


async def test_a_terminal_is_read_unless_it_would_stop_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    master, slave = pty.openpty()
    os.write(master, b"/help\n\x04")
    with os.fdopen(slave) as stdin:
        assert [line async for line in lines_of(stdin)] == ["/help"]
        # A job in the background is stopped (SIGTTIN) when it reads its terminal.
        monkeypatch.setattr(os, "tcgetpgrp", lambda _: os.getpgrp() + 1)
        assert [line async for line in lines_of(stdin)] == []
    os.close(master)


@pytest.mark.parametrize("text", ["[bold]x[/]", "[/]", ":smile: \x1b[31mred", "[link=http://e]x"])
async def test_foreign_text_is_printed_as_text(text: str) -> None:
    out = io.StringIO()
    chat = ConsoleChat(Echo(), Console(file=out, width=80), None, Clock())
    await chat.send(one(text), ADDRESS)
    assert text.replace("\x1b[31m", "") in out.getvalue()


async def test_there_is_one_console_chat() -> None:
    chat = ConsoleChat(Echo(), Console(file=io.StringIO()), None, Clock())
    outcome = await chat.send(one("x"), ChatAddress(Platform.CONSOLE, "other"))
    assert isinstance(outcome, Failure)
    assert outcome.reason is FailureReason.GONE
    assert await chat.edit(one("x"), ADDRESS, "7") == Sent("7")


async def test_it_is_started_waited_for_and_stopped_like_any_chat() -> None:
    reading, writing = os.pipe()
    out, echo = Screen(), Echo()
    with os.fdopen(reading) as stdin:
        chat = ConsoleChat(echo, Console(file=out, width=80), stdin, Clock())
        await chat.start()
        waiting = asyncio.create_task(chat.wait())
        os.write(writing, b"hello\n")
        await out.shows("you said hello")
        assert not waiting.done()
        await asyncio.wait_for(chat.stop(), 2)
        await asyncio.wait_for(waiting, 2)
        os.close(writing)
