"""What goes wrong in the week: which trouble befalls which sources, from when to when."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from config.model import Source
from config.vocabulary import SourceKind
from tests.week.book import hour


class Ill(StrEnum):
    """What may befall a source."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    SERVER_ERROR = "server_error"
    BUSY = "busy"
    """429 with a Retry-After."""
    AWAY = "away"
    """503 of the whole host, its robots.txt included."""
    GONE = "gone"
    CHALLENGE = "challenge"
    CLOUDFLARE = "cloudflare"
    LOGIN = "login"
    FOREIGN = "foreign"
    """A redirect to another's domain."""
    LABELS = "labels"
    """A redesign in which every link says the same."""
    CUT = "cut"
    """The body breaks off in the middle."""
    DISALLOWED = "disallowed"
    """By its robots.txt."""


SHUTS_OUT = frozenset({Ill.CHALLENGE, Ill.CLOUDFLARE, Ill.LOGIN, Ill.FOREIGN, Ill.DISALLOWED})
RETRY_AFTER_S = 7_200
MANY = 4
"""In a country with so many sources one that fails is never an outage of it."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that goes wrong."""

    ill: Ill
    sources: frozenset[str]
    start: dt.datetime
    end: dt.datetime
    outage: str | None = None
    """What it is an outage of, in the words of the notice."""
    polls: int | None = None
    """A glitch: only so many requests of each are hit."""
    own_address_only: bool = False
    """The alternates work."""

    def strikes(self, source_id: str, now: dt.datetime) -> bool:
        """Whether it is on."""
        return source_id in self.sources and self.start <= now < self.end


@dataclass(frozen=True, slots=True)
class Script:
    """All of it, and who is special."""

    troubles: Sequence[Trouble]
    frozen: str
    """Shows nothing new for so long that it is stale, then does."""
    undated: str
    """A page that is redesigned, and whose rows have no dates from then on."""
    moved: str
    """A page that is redesigned, and dates its rows as before."""

    def of(self, source_id: str) -> list[Trouble]:
        """What befalls a source."""
        return [each for each in self.troubles if source_id in each.sources]

    def longest_h(self, source_id: str) -> float:
        """How long it is out of reach at most."""
        spans = [each.end - each.start for each in self.of(source_id) if each.polls is None]
        return max((span.total_seconds() / 3600 for span in spans), default=0.0)

    @property
    def touched(self) -> frozenset[str]:
        """All that something befalls, but for what befalls everybody."""
        named = {self.frozen, self.undated, self.moved}
        for each in self.troubles:
            named |= each.sources if each.outage != NETWORK else set()
        return frozenset(named)


NETWORK = "our own network"
REDESIGNED = hour(50)
_SINGLES = (
    (Ill.UNREACHABLE, 5, 15),
    (Ill.SERVER_ERROR, 6, 17),
    (Ill.TIMEOUT, 7, 17),
    (Ill.CHALLENGE, 8, 20),
    (Ill.CLOUDFLARE, 9, 21),
    (Ill.LOGIN, 10, 22),
    (Ill.FOREIGN, 20, 34),
    (Ill.BUSY, 22, 36),
    (Ill.AWAY, 21, 62),
    (Ill.GONE, 24, 64),
    (Ill.LABELS, 66, 78),
    (Ill.DISALLOWED, 20, 44),
)
"""Each with its hours; those to the end of the first day cross a restart."""
_PAGES_ONLY = frozenset({Ill.LABELS})
_GLITCHES = (Ill.UNREACHABLE, Ill.TIMEOUT, Ill.SERVER_ERROR, Ill.BUSY, Ill.CHALLENGE, Ill.CUT)
_GLITCH_HOURS = (*range(2, 110, 4), *range(144, 164, 4))
OUTAGE_OF = "IR"
CUT_OFF = (hour(120), hour(126))


class _Casting:
    """Gives each part to a source that nothing else befalls, one of a country."""

    def __init__(self, sources: Mapping[str, Source], seed: int) -> None:
        self.random = random.Random(f"{seed} script")
        self._sources = sources
        self._hosts = Counter(urlsplit(each.url).hostname for each in sources.values())
        self._countries = Counter(each.country for each in sources.values())
        self._taken: set[str] = {OUTAGE_OF}

    def is_free(self, source: Source) -> bool:
        """Alone at its host, one of many in its country, and polled often."""
        return (
            self._hosts[urlsplit(source.url).hostname] == 1
            and self._countries[source.country] >= MANY
            and source.country not in self._taken
            and source.every_min <= 30
            and not source.alternates
        )

    def one(self, kinds: Collection[SourceKind]) -> str:
        """A source for a part; its country is taken."""
        free = [s for s in self._sources.values() if s.kind in kinds and self.is_free(s)]
        chosen = self.random.choice(sorted(free, key=lambda each: each.id))
        self._taken.add(chosen.country)
        return chosen.id

    def release(self) -> None:
        """Another day: every country may be struck again."""
        self._taken = {OUTAGE_OF}


def make_script(sources: Mapping[str, Source], seed: int) -> Script:
    """The troubles of a week, decided by a seed."""
    casting = _Casting(sources, seed)
    feed, page = frozenset({SourceKind.FEED}), frozenset({SourceKind.PAGE})
    troubles = [_single(casting, *each) for each in _SINGLES]
    worse = casting.one(feed | page)
    troubles += [_worsens(worse, Ill.SERVER_ERROR, 19, 44), _worsens(worse, Ill.LOGIN, 44, 92)]
    frozen, undated, moved = casting.one(feed), casting.one(page), casting.one(page)
    troubles += [
        _behind_an_alternate(sources),
        *_outages(sources),
        Trouble(Ill.UNREACHABLE, frozenset(sources), *CUT_OFF, outage=NETWORK),
    ]
    named = {each for t in troubles if t.outage != NETWORK for each in t.sources}
    busy = named | {frozen, undated, moved}
    troubles += _glitches(casting.random, [s for s in sources.values() if s.id not in busy])
    return Script(tuple(troubles), frozen, undated, moved)


def _single(casting: _Casting, ill: Ill, start: float, end: float) -> Trouble:
    pages = frozenset({SourceKind.PAGE})
    kinds = pages if ill in _PAGES_ONLY else pages | {SourceKind.FEED}
    shift = casting.random.uniform(-0.4, 0.4)
    return Trouble(ill, frozenset({casting.one(kinds)}), hour(start + shift), hour(end + shift))


def _worsens(source_id: str, ill: Ill, start: float, end: float) -> Trouble:
    return Trouble(ill, frozenset({source_id}), hour(start), hour(end))


def _behind_an_alternate(sources: Mapping[str, Source]) -> Trouble:
    """A source whose own address is gone, and is read at its alternate: nobody is told."""
    primaries = {each.url for each in sources.values()}
    having = [
        each.id
        for each in sources.values()
        if each.alternates and not primaries.intersection(each.alternates)
        if each.country != OUTAGE_OF
    ]
    return Trouble(Ill.GONE, frozenset({min(having)}), hour(30), hour(70), own_address_only=True)


def _outages(sources: Mapping[str, Source]) -> Iterable[Trouble]:
    """Of one country, and of one host that has less than half of its country's sources."""
    country = frozenset(each.id for each in sources.values() if each.country == OUTAGE_OF)
    yield Trouble(Ill.TIMEOUT, country, hour(40), hour(52), outage="of Iran")
    at = {each.id: urlsplit(each.url).hostname or "" for each in sources.values()}
    of = Counter(each.country for each in sources.values())
    counts = Counter(at.values())
    fits = [
        at[each.id]
        for each in sources.values()
        if 3 <= counts[at[each.id]] < of[each.country] / 4
        and not any(other.alternates for other in sources.values() if at[other.id] == at[each.id])
    ]
    host = min(fits)
    members = frozenset(each for each, name in at.items() if name == host)
    yield Trouble(Ill.SERVER_ERROR, members, hour(88), hour(104), outage=f"at {host}")


def _glitches(chance: random.Random, free: Sequence[Source]) -> Iterable[Trouble]:
    """Hiccups that nobody is told of: a poll or two, each of another source."""
    often = sorted((s for s in free if s.every_min <= 30 and not s.alternates), key=lambda s: s.id)
    chosen = chance.sample(often, len(_GLITCH_HOURS))
    for at, source in zip(_GLITCH_HOURS, chosen, strict=True):
        ill = chance.choice(_GLITCHES)
        if ill is Ill.CUT and source.kind is not SourceKind.FEED:
            ill = Ill.SERVER_ERROR
        count = 1 if ill in (Ill.CHALLENGE, Ill.BUSY, Ill.CUT) else chance.choice((1, 2))
        yield Trouble(ill, frozenset({source.id}), hour(at), hour(at + 6), polls=count)
