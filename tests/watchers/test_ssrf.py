"""Nothing private is ever asked: by literal, by name, by a name that changes, by redirect."""

from __future__ import annotations

import itertools
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.web import FakeWeb, redirect
from watchers.addresses import is_public
from watchers.errors import FetchError
from watchers.http import HttpFetch
from watchers.model import PollState
from watchers.ports import Request

Answers = list[tuple[Any, ...]]


@pytest.fixture
async def web() -> AsyncIterator[FakeWeb]:
    async with FakeWeb() as serving:
        yield serving


def _answer(*addresses: str) -> Answers:
    return [
        (
            socket.AF_INET6 if ":" in address else socket.AF_INET,
            socket.SOCK_STREAM,
            6,
            "",
            (address, 0, 0, 0) if ":" in address else (address, 0),
        )
        for address in addresses
    ]


def _resolve_as(monkeypatch: pytest.MonkeyPatch, answers: Iterator[Answers]) -> None:
    def look_up(host: str, port: int, *args: Any, **named: Any) -> Answers:
        return [
            (family, kind, protocol, name, (address[0], port, *address[2:]))
            for family, kind, protocol, name, address in next(answers)
        ]

    monkeypatch.setattr("watchers.resolver.socket.getaddrinfo", look_up)


async def _refused(url: str, port: int, *, loopback: bool = False) -> FetchError:
    async with HttpFetch("t", min_gap_s=0.0, allow_loopback=loopback) as fetch:
        with pytest.raises(FetchError) as raised:
            await fetch(Request(url, ports=(port,), timeout_s=5))
    return raised.value


@pytest.mark.parametrize(
    "host",
    [
        "0177.0.0.1", "017700000001", "0x7f000001", "0x7f.0.0.1", "127.0.1", "2130706433",
        "0", "[::]", "[::ffff:7f00:1]", "[::ffff:0:127.0.0.1]", "[::127.0.0.1]",
        "[64:ff9b::127.0.0.1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::1]", "[fe80::1%25lo]",
        "[fe80::1]", "[fec0::1]", "[fd00::1]", "192.0.2.1", "240.0.0.1", "127.0.0.1.",
        "１２７.0.0.1", "127。0。0。1",
    ],
)  # fmt: skip
async def test_literals_in_every_notation(web: FakeWeb, host: str) -> None:
    error = await _refused(f"http://{host}:{web.port}/x", web.port)
    assert error.state in (PollState.REFUSED, PollState.UNREACHABLE)
    assert web.requests == []


@pytest.mark.parametrize(
    "address",
    ["http://good.example@127.0.0.1:{}/", "http://127.0.0.1:{}@good.example/",
     "http://good.example\\@127.0.0.1:{}/", "http://good.example:80@127.0.0.1:{}/",
     "http://127.0.0.1:{}\\.good.example/", "http:///127.0.0.1:{}/", "http://@127.0.0.1:{}/",
     "http://127.0.0.1:{}#@good.example/", "http://good.example%00.127.0.0.1:{}/"],
)  # fmt: skip
async def test_tricks_with_user_names(web: FakeWeb, address: str) -> None:
    error = await _refused(address.format(web.port), web.port)
    assert error.state in (PollState.REFUSED, PollState.UNREACHABLE)
    assert web.requests == []


@pytest.mark.parametrize(
    "addresses",
    [("127.0.0.1",), ("10.0.0.1",), ("::1",), ("::ffff:192.168.1.1",), ("169.254.169.254",),
     ("127.0.0.1", "::1")],
)  # fmt: skip
async def test_names_with_private_answers(
    web: FakeWeb, monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    _resolve_as(monkeypatch, itertools.repeat(_answer(*addresses)))
    error = await _refused(f"http://looks-fine.example:{web.port}/", web.port)
    assert error.state is PollState.REFUSED
    assert "not public" in error.reason
    assert web.requests == []


async def test_a_name_is_not_looked_up_again_between_check_and_connection(
    web: FakeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is connected to is what was checked: a public first answer is tried, not the second."""
    asked = itertools.count()
    first = _answer("198.51.100.7")

    def answers() -> Iterator[Answers]:
        for number in asked:
            yield first if number == 0 else _answer("127.0.0.1")

    _resolve_as(monkeypatch, answers())
    error = await _refused(f"http://rebinds.example:{web.port}/", web.port)
    assert error.state is PollState.REFUSED
    assert next(asked) == 1
    assert web.requests == []


async def test_a_redirect_to_a_name_with_a_private_answer(
    web: FakeWeb, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.behave("/hop", redirect(f"http://inside.example:{web.port}/secret"))
    _resolve_as(monkeypatch, itertools.repeat(_answer("10.1.2.3")))
    error = await _refused(web.url("/hop"), web.port, loopback=True)
    assert error.state is PollState.REFUSED
    assert web.count("/secret") == 0


@given(address=st.ip_addresses(v=4))
def test_a_private_address_is_private_in_every_wrapper(address: Any) -> None:
    number = int(address)
    high, low = number >> 16, number & 0xFFFF
    wrapped = (
        f"::ffff:{address}",
        f"64:ff9b::{address}",
        f"::{address}",
        f"2002:{high:x}:{low:x}::1",
    )
    if not is_public(str(address)):
        assert not any(map(is_public, wrapped))
