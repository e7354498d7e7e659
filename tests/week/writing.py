"""Writes the world's book: who publishes what when, decided by a seed."""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from config.model import Source
from config.vocabulary import SourceKind, SourceRole
from tests.week.book import (
    PUBLISHES_H,
    STARTS,
    Book,
    Layout,
    Manners,
    Piece,
    Site,
    Validator,
    hour,
)
from tests.week.script import REDESIGNED, Ill, Script
from tests.week.stories import prints, stories

_LONG_AGO = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
_HEADLINES = (
    "Apricot harvest begins near {name}",
    "New bridge opens in the valley of {name}",
    "Museum of {name} shows old carpets",
    "Schools of {name} get libraries",
    "Snow closes the road to {name}",
    "Choir of {name} sings on the square",
    "Water mill at {name} turns again",
    "Beekeepers meet in {name}",
)
_SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
_VALIDATORS = {
    Validator.ETAG: 40,
    Validator.MODIFIED: 20,
    Validator.BOTH: 15,
    Validator.NONE: 18,
    Validator.RESTLESS: 7,
}
_SPARE_H = 48.0
"""For so long a piece is shown at least, beside all the time its source is out of reach."""
_PAGES = (Layout.ROWS, Layout.CARDS, Layout.TABLE)
_KINDS = {
    SourceKind.TELEGRAM: Layout.TELEGRAM,
    SourceKind.SITEMAP: Layout.SITEMAP,
    SourceKind.JSON: Layout.JSON,
}
_LATEST = 3
RETITLED = 0.04
REPRINTED = 0.01
SHARED = 0.1


def make_book(sources: Mapping[str, Source], script: Script, seed: int) -> Book:
    """The book of a week."""
    makers = {
        each: _Maker(source, place, script, random.Random(f"{seed} {each}"))
        for place, (each, source) in enumerate(sorted(sources.items()))
    }
    pieces = {each: maker.pieces() for each, maker in makers.items()}
    chance = random.Random(f"{seed} reprints")
    _print_stories(pieces, makers, script, chance)
    _reprint(pieces, makers, script, chance)
    _share(pieces, makers, script, chance)
    sites = {
        each: maker.site(sorted(pieces[each], key=lambda piece: piece.at))
        for each, maker in makers.items()
    }
    late = next(p for p in pieces["tj-mfa"] if p.text)
    return Book(
        sites,
        _hosts(sources.values(), seed),
        stories(),
        {late.url: late.at + dt.timedelta(hours=2)},
    )


def name_of(number: int) -> str:
    """A village that no map and no headline knows."""
    word = ""
    for _ in range(4):
        number, place = divmod(number, len(_SYLLABLES))
        word += _SYLLABLES[place]
    return word.capitalize()


class _Maker:
    """Makes the site and the pieces of one source."""

    def __init__(self, source: Source, place: int, script: Script, chance: random.Random) -> None:
        self.source = source
        self.chance = chance
        self._script = script
        self._next = place * 2_000
        is_press = source.role in (SourceRole.NEWS, SourceRole.WIRE)
        self._out_h = script.longest_h(source.id)
        self.rhythm_min = chance.uniform(240, 720) if is_press else chance.uniform(300, 1_200)
        if self._out_h > 24:
            self.rhythm_min = chance.uniform(720, 1_200)
        if source.id == script.frozen:
            self.rhythm_min = 1_440.0
        self.window = max(10, math.ceil((_SPARE_H + self._out_h) * 60 / self.rhythm_min))

    def pieces(self) -> list[Piece]:
        """What it publishes by itself: a window's worth before the week, then by its rhythm."""
        return [self.piece(at) for at in self._moments()]

    def _moments(self) -> Iterable[dt.datetime]:
        step = dt.timedelta(minutes=self.rhythm_min)
        if self.source.id == self._script.frozen:
            yield from (hour(-156 - 24 * back) for back in range(self.window))
            yield from (hour(100 + 24 * day) for day in range(3))
            return
        at = STARTS - self.window * step
        while at < hour(PUBLISHES_H):
            moment = at + self.chance.uniform(-0.35, 0.35) * step
            if moment < hour(PUBLISHES_H):
                yield moment.replace(microsecond=0)
            at += step

    def piece(self, at: dt.datetime, title: str = "", text: str = "") -> Piece:
        """A piece of its own."""
        self._next += 1
        name = name_of(self._next)
        made = Piece(
            number=self._next,
            at=at,
            title=title or self.chance.choice(_HEADLINES).format(name=name),
            url=self._url(name),
            lead=text or f"People of {name} are glad of it.",
            text=text,
        )
        if text or at < STARTS or self.chance.random() >= RETITLED:
            return made
        edited = at + dt.timedelta(hours=self.chance.uniform(0.5, 8))
        return replace(made, retitled_at=edited, retitled=f"Updated: {made.title}")

    def _url(self, name: str) -> str:
        parts = urlsplit(self.source.url)
        if self.source.kind is SourceKind.TELEGRAM:
            return f"https://t.me/{parts.path.rpartition('/')[2]}/{self._next}"
        return f"{parts.scheme}://{parts.netloc}/story/{self._next}/{name.lower()}"

    def site(self, pieces: list[Piece]) -> Site:
        """How it is served."""
        untroubled = self.source.id not in self._script.touched
        is_held = untroubled and self.chance.random() < 0.15
        has_ttl = untroubled and self.chance.random() < 0.1
        before = [piece for piece in pieces if piece.at < STARTS]
        # All of them are to be seen at the first poll, with what is published just before it.
        pieces = pieces[max(0, len(before) - self.window + _LATEST) :]
        (validator,) = self.chance.choices(list(_VALIDATORS), list(_VALIDATORS.values()))
        return Site(
            source=self.source,
            pieces=pieces,
            window=self.window,
            layouts=self._layouts(),
            validator=validator,
            max_age_s=self.chance.choice((1_800, 7_200, 14_400)) if is_held else 0,
            ttl_min=self.chance.choice((60, 180)) if has_ttl else 0,
        )

    def _layouts(self) -> list[tuple[dt.datetime, Layout]]:
        source, script = self.source, self._script
        if source.kind is SourceKind.FEED:
            return [(_LONG_AGO, self.chance.choice((Layout.RSS, Layout.ATOM)))]
        if source.kind is not SourceKind.PAGE:
            return [(_LONG_AGO, _KINDS[source.kind])]
        if source.id == script.undated:
            return [(_LONG_AGO, Layout.ROWS), (REDESIGNED, Layout.TEASERS)]
        if source.id == script.moved:
            return [(_LONG_AGO, Layout.ROWS), (REDESIGNED, Layout.CARDS)]
        for trouble in script.of(source.id):
            if trouble.ill is Ill.LABELS:
                bad = [(trouble.start, Layout.LABELS), (trouble.end, Layout.TABLE)]
                return [(_LONG_AGO, Layout.ROWS), *bad]
        return [(_LONG_AGO, self.chance.choice(_PAGES))]


def _print_stories(
    pieces: dict[str, list[Piece]],
    makers: Mapping[str, _Maker],
    script: Script,
    chance: random.Random,
) -> None:
    outlets = sorted(
        each
        for each, maker in makers.items()
        if maker.source.role is SourceRole.NEWS and maker.source.lang == "en"
        if each not in script.touched and maker.source.kind is SourceKind.FEED
        if not maker.source.alternates
    )
    for one in prints():
        printer = chance.choice(outlets) if one.source == "outlet" else one.source
        pieces[printer].append(makers[printer].piece(hour(one.hour), one.title, one.text))


def _reprint(
    pieces: dict[str, list[Piece]],
    makers: Mapping[str, _Maker],
    script: Script,
    chance: random.Random,
) -> None:
    """Others print a headline again under an address of their own: each is a piece."""
    calm = sorted(each for each in makers if each not in script.touched)
    week = [p for each in calm for p in pieces[each] if p.at > STARTS and not p.text]
    for piece in chance.sample(week, round(REPRINTED * len(week))):
        later = min(piece.at + dt.timedelta(hours=3), hour(PUBLISHES_H))
        printer = chance.choice(calm)
        if piece not in pieces[printer]:
            made = makers[printer].piece(later)
            pieces[printer].append(replace(made, title=piece.title, retitled_at=None))


def _share(
    pieces: dict[str, list[Piece]],
    makers: Mapping[str, _Maker],
    script: Script,
    chance: random.Random,
) -> None:
    """Two lists of one publisher show a piece: it is one."""
    lists: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    for each, maker in sorted(makers.items()):
        if each not in script.touched and not maker.source.alternates:
            lists[maker.source.publisher, urlsplit(maker.source.url).hostname].append(each)
    for first, *others in lists.values():
        for piece in list(pieces[first]):
            if others and piece.at > STARTS and not piece.text and chance.random() < SHARED:
                pieces[chance.choice(others)].append(piece)


def _hosts(sources: Iterable[Source], seed: int) -> dict[str, Manners]:
    counts: dict[str, int] = defaultdict(int)
    for source in sources:
        counts[urlsplit(source.url).netloc] += 1
    return {host: _manners(host, count, seed) for host, count in sorted(counts.items())}


def _manners(host: str, sources: int, seed: int) -> Manners:
    # Without the port, which is another at each run.
    chance = random.Random(f"{seed} {host.partition(':')[0]}")
    sort = chance.random()
    if sort < 0.4:
        return Manners(None)
    if sort < 0.5:
        return Manners("<!doctype html><html><body>Not here</body></html>")
    if sort < 0.75:
        return Manners("User-agent: *\nDisallow: /admin\nDisallow: /*?print\n")
    delay = chance.choice((5, 10) if sources > 2 else (5, 10, 20, 40))
    return Manners(f"User-agent: *\nDisallow: /private/\nCrawl-delay: {delay}\n", float(delay))
