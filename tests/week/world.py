"""The world: answers every request as the book and the script have it, and notes each."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import format_datetime, parsedate_to_datetime
from enum import StrEnum
from urllib.parse import urlsplit

import aiohttp
from multidict import CIMultiDict

from tests.week.book import Book, Layout, Manners, Site, Validator
from tests.week.clock import SimulatedTime
from tests.week.press import CHALLENGE, LOGIN, article, body, content_type
from tests.week.script import RETRY_AFTER_S, Ill, Script, Trouble
from watchers.ports import Hop

ANSWERS_IN_S = 0.2
ELSEWHERE = "parked.example"
DISALLOW = "User-agent: *\nDisallow: /\n"


class What(StrEnum):
    """What was asked for."""

    SOURCE = "source"
    ARTICLE = "article"
    ROBOTS = "robots"
    OTHER = "other"


@dataclass(slots=True)
class Asked:
    """One request, as the world saw it."""

    at: dt.datetime
    url: str
    what: What
    source: str | None = None
    ended_at: dt.datetime | None = None
    """None: it was cut off, by the end of the process."""
    status: int | None = None
    """None: no answer."""
    ill: Ill | None = None
    """What was wrong with the answer, if anything was."""
    holds_s: float = 0.0
    """Not to be asked again for so long."""
    life: int = 0
    """Which life of the process asked."""

    @property
    def host(self) -> str:
        """Which host's turn it took: a port of its own is a host of its own."""
        return urlsplit(self.url).netloc


@dataclass(slots=True)
class _Answer:
    status: int
    text: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    ill: Ill | None = None


class World:
    """Everything beyond the process."""

    def __init__(self, book: Book, script: Script, time: SimulatedTime) -> None:
        self.asked: list[Asked] = []
        self.life = 0
        """Counted by who starts the process."""
        self._book = book
        self._script = script
        self._time = time
        self._sites = self._by_address(book)
        self._hosts: defaultdict[str, list[str]] = defaultdict(list)
        for each, site in book.sites.items():
            self._hosts[urlsplit(site.source.url).netloc].append(each)
        self._pieces = book.pieces
        self._glitches: Counter[tuple[int, str]] = Counter()
        self._bodies: dict[str, tuple[object, str]] = {}
        self._chance = random.Random(1)

    @staticmethod
    def _by_address(book: Book) -> dict[str, Site]:
        sites = {each: site for site in book.sites.values() for each in site.source.alternates}
        return sites | {site.source.url: site for site in book.sites.values()}

    async def answer(self, url: str, headers: Mapping[str, str]) -> Hop:
        """What comes back, some time later. Raises what a network raises."""
        with self._noted(url) as asked:
            await self._time.sleep(ANSWERS_IN_S)
            answer = self._answer(asked, headers)
            asked.status, asked.ill = answer.status, answer.ill
            asked.holds_s = _held_s(answer)
        named = {"Date": format_datetime(self._time.now(), usegmt=True)} | answer.headers
        is_success = 200 <= answer.status < 300
        return Hop(answer.status, CIMultiDict(named), answer.text.encode() if is_success else b"")

    @contextmanager
    def _noted(self, url: str) -> Iterator[Asked]:
        site = self._sites.get(url)
        what = What.SOURCE if site else What.OTHER
        if url in self._pieces:
            what = What.ARTICLE
        elif urlsplit(url).path == "/robots.txt":
            what = What.ROBOTS
        asked = Asked(self._time.now(), url, what, site.source.id if site else None)
        asked.life = self.life
        self.asked.append(asked)
        try:
            yield asked
        except asyncio.CancelledError:
            raise
        except BaseException:
            asked.ended_at = self._time.now()
            raise
        else:
            asked.ended_at = self._time.now()

    def _answer(self, asked: Asked, headers: Mapping[str, str]) -> _Answer:
        trouble = self._trouble(asked)
        if trouble is not None and (said := self._troubled(asked, trouble)) is not None:
            return said
        if asked.what is What.ROBOTS:
            return self._robots(asked)
        if asked.what is What.ARTICLE:
            return self._article(asked)
        site = self._sites.get(asked.url)
        if site is None:
            return self._elsewhere(asked)
        answer = self._served(site, headers)
        if trouble is not None and trouble.ill is Ill.CUT:
            answer.text, answer.ill = answer.text[: len(answer.text) // 2], Ill.CUT
        return answer

    def _trouble(self, asked: Asked) -> Trouble | None:
        """What befalls this request: that of its source, or of all sources at its host."""
        now = self._time.now()
        names = [asked.source] if asked.source else self._hosts[asked.host]
        for place, each in enumerate(self._script.troubles):
            if not names or not all(each.strikes(name, now) for name in names):
                continue
            if each.own_address_only and asked.url != self._url_of(names[0]):
                continue
            if each.polls is not None:
                if asked.what is not What.SOURCE or self._glitches[place, asked.url] >= each.polls:
                    continue
                self._glitches[place, asked.url] += 1
            return each
        return None

    def _url_of(self, source_id: str) -> str:
        return self._book.sites[source_id].source.url

    def _troubled(self, asked: Asked, trouble: Trouble) -> _Answer | None:
        """The answer in trouble; None where this one is answered as ever."""
        ill = trouble.ill
        asked.ill = ill
        if ill is Ill.UNREACHABLE:
            raise aiohttp.ClientConnectionError("no route")
        if ill is Ill.TIMEOUT:
            raise TimeoutError
        if ill is Ill.AWAY:
            return _Answer(503, ill=ill)
        if asked.what is not What.SOURCE:
            return None
        answers = {
            Ill.SERVER_ERROR: _Answer(500),
            Ill.BUSY: _Answer(429, headers={"Retry-After": str(RETRY_AFTER_S)}),
            Ill.GONE: _Answer(404),
            Ill.CHALLENGE: _Answer(200, CHALLENGE, {"Content-Type": "text/html"}),
            Ill.CLOUDFLARE: _Answer(403, headers={"cf-mitigated": "challenge"}),
            Ill.LOGIN: _Answer(302, headers={"Location": "/login"}),
            Ill.FOREIGN: _Answer(302, headers={"Location": f"https://{ELSEWHERE}/"}),
        }
        answer = answers.get(ill)
        if answer is not None:
            answer.ill = ill
        return answer

    def _robots(self, asked: Asked) -> _Answer:
        now = self._time.now()
        for name in self._hosts[asked.host]:
            for each in self._script.of(name):
                if each.ill is Ill.DISALLOWED and each.strikes(name, now):
                    return _Answer(200, DISALLOW, {"Content-Type": "text/plain"}, each.ill)
        manners = self._book.hosts.get(asked.host, Manners(None))
        if manners.robots is None:
            return _Answer(404)
        return _Answer(200, manners.robots, {"Content-Type": "text/plain"})

    def _article(self, asked: Asked) -> _Answer:
        piece, now = self._pieces[asked.url], self._time.now()
        if now < self._book.late_articles.get(asked.url, now):
            return _Answer(503)
        if now < piece.at:
            return _Answer(404)
        return _Answer(200, article(piece), {"Content-Type": "text/html; charset=utf-8"})

    def _elsewhere(self, asked: Asked) -> _Answer:
        if urlsplit(asked.url).path == "/login":
            return _Answer(200, LOGIN, {"Content-Type": "text/html"})
        if asked.host == ELSEWHERE:
            return _Answer(200, "<html><body><p>For sale</p></body></html>")
        return _Answer(404)

    def _served(self, site: Site, headers: Mapping[str, str]) -> _Answer:
        now = self._time.now()
        version = site.version(now)
        layout = version[2]
        named = {"Content-Type": content_type(layout)}
        if site.max_age_s:
            named["Cache-Control"] = f"public, max-age={site.max_age_s}"
        etag = f'"{site.source.id}-{"-".join(str(part) for part in version)}"'
        modified = format_datetime(site.changed_at(now), usegmt=True)
        if site.validator in (Validator.ETAG, Validator.BOTH):
            named["ETag"] = etag
        if site.validator in (Validator.MODIFIED, Validator.BOTH):
            named["Last-Modified"] = modified
        ill = Ill.LABELS if layout is Layout.LABELS else None
        if _is_held(named, headers):
            return _Answer(304, headers=named, ill=ill)
        text = self._text(site, version, now)
        if site.validator is Validator.RESTLESS:
            text += self._restless(layout)
        return _Answer(200, text, named, ill)

    def _restless(self, layout: Layout) -> str:
        """Other bytes that say nothing."""
        some = self._chance.randrange(1, 10_000)
        return " " * some if layout is Layout.JSON else f"<!-- {some} -->"

    def _text(self, site: Site, version: tuple[int, int, Layout], now: dt.datetime) -> str:
        known = self._bodies.get(site.source.id)
        if known is None or known[0] != version:
            known = self._bodies[site.source.id] = version, body(site, version[2], now)
        return known[1]


def _is_held(offered: Mapping[str, str], headers: Mapping[str, str]) -> bool:
    """Whether the asker's copy is the one that is offered."""
    if "ETag" in offered and "If-None-Match" in headers:
        return headers["If-None-Match"] == offered["ETag"]
    since = headers.get("If-Modified-Since")
    if since is None or "Last-Modified" not in offered:
        return False
    return parsedate_to_datetime(since) >= parsedate_to_datetime(offered["Last-Modified"])


def _held_s(answer: _Answer) -> float:
    """For how long its server asks not to be asked again."""
    if "Retry-After" in answer.headers:
        return float(answer.headers["Retry-After"])
    control = answer.headers.get("Cache-Control", "")
    return float(control.partition("max-age=")[2] or 0)
