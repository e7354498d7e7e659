"""What a source at an address would be: asked and read once, by the very code that polls."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from config.model import Source
from config.vocabulary import SourceKind
from watchers.charsets import to_text
from watchers.domains import is_same_site
from watchers.errors import FetchError
from watchers.model import PollResult, SourceState
from watchers.outcomes import failed
from watchers.poll import poll
from watchers.ports import Clock, Fetch, Parse, Request, Response
from watchers.preview import guess_kind
from watchers.sniffing import Shape, page_title, shape_of

_LOOK_AT = 200_000
_LINK = re.compile(r"<link\b[^<>]*>", re.IGNORECASE)
_IS_FEED = re.compile(r"""type\s*=\s*["']?application/(?:rss|atom)\+xml""", re.IGNORECASE)
_IS_ALTERNATE = re.compile(r"""rel\s*=\s*["']?[^"'>]*\balternate""", re.IGNORECASE)
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))""", re.IGNORECASE)
_LANG = re.compile(
    r"""<html\b[^<>]*\blang\s*=\s*["']?([a-z]{2})|<(?:dc:)?language>\s*([a-z]{2})""", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Check:
    """What one look at an address came to."""

    source: Source
    """As it was asked: the kind is what the answer looks like."""
    result: PollResult
    """As a poll of it ends: its items, or why there are none."""
    title: str = ""
    lang: str | None = None
    """As the body declares it, ISO 639-1."""
    feeds: tuple[str, ...] = ()
    """Feeds that the page links, whole addresses."""
    foreign: str | None = None
    """The address on another's domain that it leads to."""


async def check(
    source: Source,
    fetch: Fetch,
    parse: Parse,
    clock: Clock,
    is_told: bool = False,
) -> Check:
    """Ask a source's address once and read it; never raises a `WatcherError`.

    Its kind is guessed from the answer, unless `is_told`.
    """
    state = SourceState(source.id)
    try:
        response = await fetch(Request(source.url, ports=source.ports))
    except FetchError as error:
        return Check(source, failed(source, state, error, clock.now()))
    text = to_text(response.body, response.charset)
    if not is_told:
        source = replace(source, kind=_kind(response, text))

    async def held(request: Request) -> Response:
        # The answer is at hand: asking again would only cost the host.
        return response

    result = await poll(source, state, fetch=held, parse=parse, clock=clock)
    declared = _LANG.search(text[:_LOOK_AT])
    return Check(
        source,
        result,
        title=page_title(text),
        lang=(declared[1] or declared[2]).lower() if declared else None,
        feeds=linked_feeds(text, response.url) if shape_of(text) is Shape.HTML else (),
        foreign=None if is_same_site(source.url, response.url) else response.url,
    )


def linked_feeds(text: str, url: str) -> tuple[str, ...]:
    """The feeds that a page says are alternates of it; comments' feeds are left out."""
    found = []
    for link in _LINK.findall(text[:_LOOK_AT]):
        href = _HREF.search(link)
        if href is None or not _IS_FEED.search(link) or not _IS_ALTERNATE.search(link):
            continue
        address = next(part for part in href.groups() if part).replace("&amp;", "&")
        if "comments" not in address:
            found.append(_joined(url, address))
    return tuple(dict.fromkeys(each for each in found if each.startswith("http")))


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address)
    except ValueError:
        return ""


def _kind(response: Response, text: str) -> SourceKind:
    guessed = guess_kind(response.body, response.charset, response.url)
    is_json = guessed is SourceKind.PAGE and shape_of(text) is Shape.JSON
    return SourceKind.JSON if is_json else guessed


def id_of(url: str, is_free: Callable[[str], bool]) -> str:
    """An id made of an address, with a number where it is taken."""
    parts = urlsplit(url)
    words = f"{(parts.hostname or '').removeprefix('www.')} {parts.path}".lower()
    base = re.sub(r"[^a-z0-9]+", "-", words).strip("-")[:40].strip("-") or "source"
    number = 1
    while not is_free(id := base if number == 1 else f"{base}-{number}"):
        number += 1
    return id


def country_of(url: str) -> str | None:
    """The state whose top level domain an address has; None for those of no state."""
    top = (urlsplit(url).hostname or "").rpartition(".")[2].upper()
    return {"UK": "GB", "INT": None, "IO": None, "ME": None, "TV": None}.get(
        top, top if len(top) == 2 else None
    )
