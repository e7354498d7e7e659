"""What the catalogue holds: frozen records, checked by `config.catalog` before they are made.

All cross-references (mission ids, ISO codes, envoy ids) inside a `Catalog` are known to resolve.
Hosts are ISO 3166-1 alpha-2 codes, plus `UN` and `EU`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.partial_date import PartialDate
from config.vocabulary import (
    Announcer,
    Assertion,
    Control,
    Kind,
    MissionKind,
    Papers,
    Rank,
    RankFlag,
    Read,
    SourceKind,
    SourceRole,
    Stance,
)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact was read. `date` is the page's own; None when the page has none."""

    url: str
    publisher: str
    date: dt.date | None = None
    date_approx: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An envoy as a row of the history or a mission names them."""

    name: str | None
    rank: Rank | None = None
    rank_flags: tuple[RankFlag, ...] = ()
    rank_text: str | None = None
    since: dt.date | None = None
    envoy: str | None = None
    """Catalogue id, where the name is known."""


@dataclass(frozen=True, slots=True)
class Mission:
    """An embassy, consulate or permanent mission of the sending state, in a host."""

    id: str
    host: str
    city: str
    kind: MissionKind
    lat: float
    lon: float
    control: Control
    """As the catalogue's last reading has it; the ledger's fold is what is shown."""
    host_stance: Stance
    head: Person | None
    as_of: dt.date
    citations: tuple[Citation, ...]
    notes: str
    papers_2024: Papers | None = None
    also_accredited_to: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Further names of its city or of itself (Nur-Sultan, Delhi, Little Neck)."""


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One dated row of the shipped history, for one host (rows with several share `act`)."""

    id: str
    act: str
    date: PartialDate
    host: str | None
    """None: told of no single host; shown by /history only, never folded."""
    mission: str | None
    kind: Kind
    assertion: Assertion
    announced_by: Announcer
    citations: tuple[Citation, ...]
    notes: str
    person: Person | None = None
    control: Control | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Envoy:
    """A person with every spelling seen, in every script."""

    id: str
    name: str
    names: tuple[str, ...]
    """All spellings, `name` included."""
    role: str | None = None
    """claimant (its spokesmen and envoys), predecessor (old envoys), host (envoys to it)."""
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A feed or a listing page that is polled."""

    id: str
    kind: SourceKind
    url: str
    publisher: str
    country: str
    lang: str
    role: SourceRole
    tier: int
    enabled: bool = True
    every_min: int = 30
    """Shortest poll interval, minutes."""
    every_max: int = 720
    read: Read = Read.TOUCHED
    selectors: Mapping[str, str] = field(default_factory=dict)
    """Optional CSS for a page: row, link, title, date."""
    ports: tuple[int, ...] = ()
    """Ports beside 80 and 443 that this source may be asked on."""
    timezone: str | None = None
    """IANA name for dates the page writes without a zone."""
    alternates: tuple[str, ...] = ()
    """Further addresses of the same thing, tried in order while those before them fail."""
    min_gap_s: float | None = None
    """Seconds between two requests to its host, where that wants more than the usual pause."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """For JSON: which field holds the list, title, link, date, id, lead (dotted paths)."""
    seen: int | None = None
    notes: str = ""
    is_awaited: bool = False
    """Something overdue should show here: its silence slows its polls no more. Never in a file."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Who is who in one contested case, and the words that name them."""

    id: str
    title: str
    country: str
    """ISO code of the sending state."""
    capital: str
    claimant: str
    predecessor: str
    starts: dt.date
    """The day every mission starts as `predecessor`."""
    claimant_short: str
    predecessor_short: str


@dataclass(frozen=True, slots=True)
class Region:
    """A name people subscribe by, and its hosts."""

    id: str
    name: str
    hosts: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Country:
    """A host as people call it: the CLDR English name and our own short list."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    capital: str | None = None


@dataclass(frozen=True, slots=True)
class Catalog:
    """All of one dossier's shipped facts, cross-checked."""

    dossier: Dossier
    countries: Mapping[str, Country]
    regions: Mapping[str, Region]
    missions: Mapping[str, Mission]
    envoys: Mapping[str, Envoy]
    history: tuple[HistoryRow, ...]
    sources: Mapping[str, Source]

    def missions_of(self, host: str) -> tuple[Mission, ...]:
        """The missions that stand in a host, embassies first."""
        return tuple(m for m in self.missions.values() if m.host == host)
