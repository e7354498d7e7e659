"""One check of an address, told in lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from bot.cli.exits import CommandError
from bot.cli.reading import build_matcher
from bot.cli.sourcechanges import loaded
from bot.cli.sourcelisting import facts_of
from bot.intake import text_of
from config.model import Source
from config.settings import Settings
from config.vocabulary import SourceKind, SourceRole
from watchers.checking import Check, check, country_of, id_of
from watchers.clocks import SystemClock
from watchers.health import health_of
from watchers.http import HttpFetch
from watchers.matching import Matcher
from watchers.model import PollState
from watchers.pool import ReaderPool
from watchers.preview import published_text

_SHOWN = 5
_USUAL_PORTS = (None, 80, 443)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is told of an address, and the entry that is proposed."""

    lines: tuple[str, ...]
    entry: str
    items: int

    @property
    def is_usable(self) -> bool:
        """Whether items were read there."""
        return self.items > 0


async def checked(url: str, given: Mapping[str, str]) -> Checked:
    """Ask an address; a feed that its page links is asked as well, and proposed if it reads.

    Raises CommandError for what is no address, or no kind.
    """
    settings, catalog = loaded()
    known = (await facts_of(settings, catalog)).known
    source = _asked(url, given, known)
    first, feed = await _looked(source, settings, "kind" in given)
    best = feed if feed is not None and feed.result.items else first
    matcher = build_matcher()
    lines = list(_told(first, matcher))
    if feed is not None:
        lines += ["", f"The page links a feed: {feed.source.url}", *_told(feed, matcher)]
    fields = _fields(best, given, known)
    entry = yaml.safe_dump([fields], allow_unicode=True, sort_keys=False, width=110)
    twin = next((id for id, each in known.items() if each.source.url == best.source.url), None)
    if twin is not None:
        lines.append(f"It is a source already: {twin}")
    elif best.result.items:
        missing = [name for name in ("country", "lang") if name not in fields]
        lines += [f"Missing: {name}, give --{name}" for name in missing]
        lines += ["", "Proposed entry:", "", entry.rstrip()]
    return Checked(tuple(lines), entry, len(best.result.items))


def _asked(url: str, given: Mapping[str, str], known: Mapping[str, object]) -> Source:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise CommandError(f"{url!r} has no usable port or host") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise CommandError(f"{url!r} is no address: write http://… or https://…")
    try:
        kind = SourceKind(given.get("kind", SourceKind.PAGE))
    except ValueError:
        kinds = ", ".join(SourceKind)
        raise CommandError(f"--kind {given['kind']!r} is unknown: write {kinds}") from None
    return Source(
        id=given.get("id") or id_of(url, lambda id: id not in known),
        kind=kind,
        url=url,
        publisher=given.get("publisher") or parts.hostname,
        country=given.get("country") or country_of(url) or "",
        lang=given.get("lang") or "",
        role=SourceRole.NEWS,
        tier=3,
        # A port that the user wrote is one that the user agrees to.
        ports=() if port in _USUAL_PORTS or port is None else (port,),
    )


async def _looked(source: Source, settings: Settings, is_told: bool) -> tuple[Check, Check | None]:
    clock = SystemClock()
    async with (
        HttpFetch(
            settings.user_agent,
            proxy=settings.http_proxy,
            allow_loopback=settings.allow_loopback,
        ) as fetch,
        ReaderPool() as parse,
    ):
        first = await check(source, fetch, parse, clock, is_told)
        if not first.feeds or is_told or first.foreign:
            return first, None
        address = first.feeds[0]
        asked = Source(
            source.id,
            SourceKind.FEED,
            address,
            source.publisher,
            source.country,
            source.lang,
            source.role,
            source.tier,
            ports=source.ports,
        )
        return first, await check(asked, fetch, parse, clock)


def _told(found: Check, matcher: Matcher) -> Iterator[str]:
    source, result = found.source, found.result
    yield f"Address: {source.url}"
    if found.foreign:
        yield f"Redirects to another's domain: {found.foreign}"
    if not result.items:
        yield f"Not read: {result.state.value}: {result.reason}"
        yield f"Cure: {_cure(result.state)}"
        return
    dated = sum(item.published is not None for item in result.items)
    yield f"Kind: {source.kind.value}; {len(result.items)} items, {dated} of them dated"
    if dated < len(result.items):
        yield "Missing: dates; an undated item counts as new when it was not there before"
    if source.kind is SourceKind.PAGE and result.next_state.layout is None:
        yield "Missing: a layout that can be watched for redesigns"
    yield f"Language: {found.lang or 'not declared'}"
    view = health_of(source, result.next_state, result.fetched_at)
    yield f"Health: {view.state.value}: {view.reason}"
    reports = sum(
        len(matcher.match(text_of(source, str(place), item, None)))
        for place, item in enumerate(result.items)
    )
    yield f"Matches now: {reports} reports"
    for item in result.items[:_SHOWN]:
        yield f"  {published_text(item) or 'no date'}  {item.title}"


def _cure(state: PollState) -> str:
    cures = {
        PollState.DISALLOWED: "its robots.txt asks us not to: look for a feed elsewhere",
        PollState.BLOCKED: "a bot wall or login: look for a feed or a Telegram channel",
        PollState.REDIRECTED: "give the address it leads to, if that is the publisher's",
        PollState.GONE: "look for where it moved",
        PollState.EMPTY: "name the rows with selectors in the entry, or give another page",
        PollState.NOT_A_FEED: "give the address of the list or the feed itself",
        PollState.REFUSED: "give a public http or https address that answers",
    }
    return cures.get(state, "try again later")


def _fields(
    found: Check, given: Mapping[str, str], known: Mapping[str, object]
) -> dict[str, object]:
    source = found.source
    host = urlsplit(source.url).hostname or ""
    is_state = any(word in host for word in ("mfa", "mofa", "gov", "president", "mid.ru"))
    country = source.country
    lang = source.lang or found.lang
    fields: dict[str, object] = {
        "id": given.get("id") or id_of(source.url, lambda id: id not in known),
        "kind": source.kind.value,
        "url": source.url,
        "publisher": given.get("publisher") or found.title or source.publisher,
        "role": given.get("role") or ("host_mfa" if is_state else "news"),
        "tier": given.get("tier") or ("1" if is_state else "3"),
    }
    fields |= {"country": country} if country else {}
    fields |= {"lang": lang} if lang else {}
    if source.ports:
        fields["ports"] = list(source.ports)
    return fields
