"""Reads the target of `preview`: an address, fetched as the watchers would, or a file."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

from bot.cli.exits import CommandError
from config.settings import load_settings
from config.vocabulary import SourceKind
from watchers.errors import WatcherError
from watchers.http import HttpFetch
from watchers.model import Item
from watchers.ports import Request, Response
from watchers.preview import preview

_KINDS = ", ".join(SourceKind)


def read_target(target: str, kind: str | None, base_url: str | None) -> tuple[Item, ...]:
    """The items of one target. Raises CommandError that says why there are none."""
    wanted = _kind(kind)
    now = dt.datetime.now(dt.UTC)
    try:
        if target.startswith(("http://", "https://")):
            response = asyncio.run(_fetch(target))
            body, url, charset = response.body, base_url or response.url, response.charset
        else:
            body, url, charset = _file(target), base_url or "", None
        return preview(body, url=url, fetched_at=now, kind=wanted, charset=charset)[1]
    except WatcherError as error:
        raise CommandError(f"{error.state}: {error.reason}") from None


def _kind(kind: str | None) -> SourceKind | None:
    if kind is None:
        return None
    try:
        return SourceKind(kind)
    except ValueError:
        raise CommandError(f"--kind {kind!r} is unknown: write {_KINDS}") from None


def _file(target: str) -> bytes:
    try:
        return Path(target).read_bytes()
    except OSError as error:
        raise CommandError(
            f"cannot be read ({error.strerror}): give a file or an address"
        ) from None


async def _fetch(url: str) -> Response:
    settings = load_settings()
    async with HttpFetch(
        settings.user_agent,
        proxy=settings.http_proxy,
        allow_loopback=settings.allow_loopback,
    ) as fetch:
        return await fetch(Request(url, ports=_port_of(url)))


def _port_of(url: str) -> tuple[int, ...]:
    """The port that the user wrote is one that the user agrees to."""
    from urllib.parse import urlsplit

    try:
        port = urlsplit(url).port
    except ValueError:
        raise CommandError("has no usable port: write a number from 1 to 65535") from None
    return (port,) if port else ()
