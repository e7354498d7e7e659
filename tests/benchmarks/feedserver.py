"""Ten thousand feeds on loopback, served by a process of their own.

Run as a module, it prints its port and serves until its input ends. `/same/…` has no validators
and never changes, `/kept/…` answers 304 to its ETag, `/new/…` holds fifty new items each time.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterator

ITEMS = 50
_COUNT = itertools.count(1)
_BODY = "Words of the body, which say little of an embassy or an envoy. " * 6


def feed(name: str, edition: int = 0) -> bytes:
    """Fifty items, about 30 kB, as a news site's feed."""
    items = "".join(
        f"<item><title>The ministry's {n}th statement of {name}, edition {edition}</title>"
        f"<link>https://news.example/{name}/{edition}/{n}</link>"
        f'<guid isPermaLink="false">{name}-{edition}-{n}</guid>'
        f"<pubDate>Mon, {n % 23 + 1:02} Nov 2026 {n % 24:02}:10:00 +0300</pubDate>"
        f"<description>&lt;p&gt;{_BODY}&lt;/p&gt; Number {n} &amp;amp; {edition}.</description>"
        "</item>"
        for n in range(ITEMS)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>'
        f"<title>{name}</title><link>https://news.example/{name}</link>{items}</channel></rss>"
    ).encode()


_ALIKE = feed("alike")


class _Answers(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._asked = b""

    def data_received(self, data: bytes) -> None:
        self._asked += data
        if b"\r\n\r\n" not in self._asked:
            return
        asked, self._asked = self._asked, b""
        status, headers, body = _answer(asked)
        head = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        self._transport.write(head.encode() + body)


def _answer(asked: bytes) -> tuple[str, str, bytes]:
    path = asked.split(b" ", 2)[1].decode()
    kind = path.split("/")[1]
    about = "Content-Type: application/rss+xml\r\n"
    if kind == "kept":
        if b"if-none-match" in asked.lower():
            return "304 Not Modified", 'ETag: "1"\r\n', b""
        return "200 OK", about + 'ETag: "1"\r\n', _ALIKE
    if kind == "same":
        return "200 OK", about, _ALIKE
    if kind == "new":
        return "200 OK", about, feed(path.replace("/", "-"), next(_COUNT))
    return "404 Not Found", "", b""


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Answers, "0.0.0.0", 0, backlog=1_000)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@contextlib.contextmanager
def serving() -> Iterator[int]:
    """A server in another process; yields its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.feedserver"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.getcwd()},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait(10)
        process.stdout.close()


def address(kind: str, number: int, port: int) -> str:
    """A feed's address: every feed has a host of its own, 127.x.y.z."""
    host = f"127.{number // 62_500 + 1}.{number // 250 % 250}.{number % 250 + 1}"
    return f"http://{host}:{port}/{kind}/{number}"


if __name__ == "__main__":
    asyncio.run(_serve())
