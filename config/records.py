"""Turns entries of the catalogue's files into records, checking what each one points to.

`Known` holds what has been read so far; files are read in the order in which they point to each
other: countries, regions, envoys, missions, history, sources. An entry that is bad still counts
as declared there, so that one mistake is reported once and not by everything that points to it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from config.entries import Entry
from config.model import (
    Citation,
    Country,
    Dossier,
    Envoy,
    HistoryRow,
    Mission,
    Person,
    Region,
    Source,
)
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

ENVOY_ROLES = ("claimant", "predecessor", "host")
_SELECTORS = ("row", "link", "title", "date")
_FIELDS = ("list", "title", "link", "date", "id", "lead")
_LONGEST_GAP_S = 600
_CHANNEL = re.compile(r"https://t\.me/s/[A-Za-z]\w{3,31}/?")
_LONGEST_INTERVAL_MIN = 7 * 24 * 60


@dataclass(slots=True)
class Known:
    """What the files read so far declare, for the entries that point to it."""

    countries: set[str] = field(default_factory=set)
    region_hosts: set[str] = field(default_factory=set)
    place_names: dict[str, str] = field(default_factory=dict)
    """Names of countries and regions, folded, to the entry that has them."""
    envoys: dict[str, str] = field(default_factory=dict)
    """Id to name."""
    spellings: dict[str, str] = field(default_factory=dict)
    """Names of envoys, folded, to id."""
    missions: dict[str, str] = field(default_factory=dict)
    """Id to host."""
    urls: dict[str, str] = field(default_factory=dict)
    """Addresses of sources to id."""


def dossier_of(entry: Entry, folder: str) -> Dossier | None:
    """The dossier's own record."""
    entry.id = folder
    record = Dossier(
        id=entry.identifier(),
        title=entry.text("title"),
        country=entry.host("country"),
        capital=entry.text("capital"),
        claimant=entry.text("claimant"),
        predecessor=entry.text("predecessor"),
        starts=entry.day("starts"),
        claimant_short=entry.text("claimant_short"),
        predecessor_short=entry.text("predecessor_short"),
    )
    if record.id and record.id != folder:
        what = f"{record.id!r} is not the folder's name"
        entry.problem("id", what, f"Write {folder}, or rename the folder")
    return record if entry.close() else None


def country_of(entry: Entry, known: Known) -> Country | None:
    """A host as people call it."""
    record = Country(
        code=entry.host("code"),
        name=entry.text("name"),
        aliases=entry.texts("aliases"),
        demonyms=entry.texts("demonyms"),
        capital=entry.optional_text("capital"),
    )
    known.countries.add(record.code)
    _claim(entry, "name", (record.name,), known.place_names)
    _claim(entry, "aliases", record.aliases, known.place_names)
    return record if entry.close() else None


def region_of(entry: Entry, known: Known) -> Region | None:
    """A region that people subscribe by."""
    record = Region(
        id=entry.identifier(),
        name=entry.text("name"),
        hosts=_known_hosts(entry, "hosts", known),
        aliases=entry.texts("aliases"),
    )
    if not record.hosts:
        entry.problem("hosts", "names no host", "List the codes of its hosts")
    known.region_hosts.update(record.hosts)
    _claim(entry, "name", (record.name,), known.place_names)
    _claim(entry, "aliases", record.aliases, known.place_names)
    return record if entry.close() else None


def envoy_of(entry: Entry, known: Known) -> Envoy | None:
    """A person with all spellings; a spelling belongs to one person."""
    name = entry.text("name")
    record = Envoy(
        id=entry.identifier(),
        name=name,
        names=tuple(dict.fromkeys((name, *entry.texts("names")))),
        role=entry.one_of("role", ENVOY_ROLES),
        hosts=_known_hosts(entry, "hosts", known),
    )
    known.envoys[record.id] = name
    _claim(entry, "names", record.names, known.spellings)
    return record if entry.close() else None


def mission_of(entry: Entry, known: Known) -> Mission | None:
    """A mission in its host."""
    record = Mission(
        id=entry.identifier(),
        host=_known_host(entry, "host", known),
        city=entry.text("city"),
        kind=entry.choice("kind", MissionKind),
        lat=entry.number("lat", -90, 90),
        lon=entry.number("lon", -180, 180),
        control=entry.choice("control", Control),
        host_stance=entry.choice("host_stance", Stance),
        head=_person(entry, "head", known),
        as_of=entry.day("as_of"),
        citations=_citations(entry),
        notes=entry.optional_text("notes") or "",
        papers_2024=entry.optional_choice("papers_2024", Papers),
        also_accredited_to=_known_hosts(entry, "also_accredited_to", known),
        aliases=entry.texts("aliases"),
    )
    known.missions[record.id] = record.host
    return record if entry.close() else None


def history_rows_of(entry: Entry, known: Known) -> tuple[HistoryRow, ...]:
    """One row of the file: a history row for each of its hosts, all of one act."""
    act = entry.identifier()
    hosts = _known_hosts(entry, "host", known)
    mission = entry.optional_text("mission")
    row = HistoryRow(
        id=act,
        act=act,
        date=entry.partial_date("date"),
        host=None,
        mission=_known_mission(entry, mission, hosts, known),
        kind=entry.choice("kind", Kind),
        assertion=entry.choice("assertion", Assertion),
        announced_by=entry.choice("announced_by", Announcer),
        citations=_citations(entry),
        notes=entry.optional_text("notes") or "",
        person=_person(entry, "person", known),
        control=entry.optional_choice("control", Control),
        stance=entry.optional_choice("stance", Stance),
    )
    return tuple(_row_at(row, hosts)) if entry.close() else ()


def source_of(entry: Entry, known: Known) -> Source | None:
    """A feed or a page to poll."""
    record = Source(
        id=entry.identifier(),
        kind=entry.choice("kind", SourceKind),
        url=entry.url("url"),
        publisher=entry.text("publisher"),
        country=_known_host(entry, "country", known),
        lang=entry.text("lang"),
        role=entry.choice("role", SourceRole),
        tier=entry.whole("tier", 1, 3),
        enabled=entry.flag("enabled", default=True),
        every_min=entry.whole("every_min", 1, _LONGEST_INTERVAL_MIN, default=30),
        every_max=entry.whole("every_max", 1, _LONGEST_INTERVAL_MIN, default=720),
        read=entry.optional_choice("read", Read) or Read.TOUCHED,
        selectors=_named_parts(entry, "selectors", _SELECTORS),
        ports=entry.wholes("ports", 1, 65535),
        timezone=_timezone(entry),
        alternates=entry.urls("alternates"),
        min_gap_s=entry.optional_whole("min_gap_s", 1, _LONGEST_GAP_S),
        fields=_named_parts(entry, "fields", _FIELDS),
        seen=entry.optional_whole("seen", 1995, 2100),
        notes=entry.optional_text("notes") or "",
    )
    if record.every_max < record.every_min:
        what = f"{record.every_max} is shorter than every_min ({record.every_min})"
        entry.problem("every_max", what, "Make it at least as long")
    _check_kind(entry, record)
    _claim(entry, "url", (record.url,), known.urls)
    return record if entry.close() else None


# --- parts of records -----------------------------------------------------------------------


def _row_at(row: HistoryRow, hosts: tuple[str, ...]) -> Iterator[HistoryRow]:
    """The row at each host. A row that is alone keeps its id; the rest have the host behind it."""
    for host in hosts or (None,):
        id = f"{row.act}:{host}" if len(hosts) > 1 else row.act
        yield HistoryRow(
            id=id,
            act=row.act,
            date=row.date,
            host=host,
            mission=row.mission,
            kind=row.kind,
            assertion=row.assertion,
            announced_by=row.announced_by,
            citations=row.citations,
            notes=row.notes,
            person=row.person,
            control=row.control,
            stance=row.stance,
        )


def _person(entry: Entry, field: str, known: Known) -> Person | None:
    child = entry.child(field)
    if child is None:
        return None
    envoy = child.optional_text("envoy")
    if envoy is not None and envoy not in known.envoys:
        child.problem("envoy", f"{envoy!r} is no envoy", "Use an id of envoys.yaml, or add him")
    person = Person(
        name=child.optional_text("name") or known.envoys.get(envoy or ""),
        rank=child.optional_choice("rank", Rank),
        rank_flags=child.choices("flags", RankFlag),
        rank_text=child.optional_text("rank_text"),
        since=child.optional_day("since"),
        envoy=envoy,
    )
    entry.close_child(child)
    return person


def _citations(entry: Entry) -> tuple[Citation, ...]:
    texts = entry.texts("sources")
    if not texts:
        entry.problem("sources", "are missing", "Name at least one page that says so")
    return tuple(_citation(entry, text) for text in texts)


def _citation(entry: Entry, text: str) -> Citation:
    day, _, rest = text.partition(" | ")
    publisher, _, url = rest.rpartition(" | ")
    if not publisher.strip():
        entry.problem(
            "sources", f"{text!r} has not three parts", "Write day | publisher | address"
        )
        return Citation(url="", publisher="")
    entry.check_url("sources", url)
    if day.startswith("~"):
        return Citation(url=url, publisher=publisher, date_approx=day[1:])
    try:
        return Citation(url=url, publisher=publisher, date=dt.date.fromisoformat(day))
    except ValueError:
        cure = "Write YYYY-MM-DD, or ~YYYY-MM where the page has no date"
        entry.problem("sources", f"{day!r} is no day", cure)
        return Citation(url=url, publisher=publisher)


def _known_host(entry: Entry, field: str, known: Known) -> str:
    return _checked_host(entry, field, entry.host(field), known)


def _known_hosts(entry: Entry, field: str, known: Known) -> tuple[str, ...]:
    hosts = tuple(_checked_host(entry, field, code, known) for code in entry.hosts(field))
    for code in {code for code in hosts if hosts.count(code) > 1}:
        entry.problem(field, f"{code} stands twice", "Keep one of the two")
    return hosts


def _checked_host(entry: Entry, field: str, code: str, known: Known) -> str:
    if entry.ok and code not in known.countries:
        entry.problem(field, f"{code} has no entry in countries.yaml", "Add it there")
    return code


def _known_mission(
    entry: Entry, mission: str | None, hosts: tuple[str, ...], known: Known
) -> str | None:
    if mission is None:
        return None
    host = known.missions.get(mission)
    if host is None:
        entry.problem(
            "mission", f"{mission!r} is no mission", "Use an id of missions.yaml, or add it there"
        )
    elif (host,) != hosts:
        what = f"{mission} stands in {host}, the row's host is {', '.join(hosts) or 'none'}"
        entry.problem("mission", what, f"Write host: {host}, or another mission")
    return mission


def _named_parts(entry: Entry, field: str, parts: tuple[str, ...]) -> dict[str, str]:
    child = entry.child(field)
    if child is None:
        return {}
    found = {part: child.optional_text(part) for part in parts}
    entry.close_child(child)
    return {part: text for part, text in found.items() if text}


def _check_kind(entry: Entry, source: Source) -> None:
    """What a kind of source asks of its entry: a wrong one would never yield an item."""
    if source.selectors and source.kind is not SourceKind.PAGE:
        entry.problem("selectors", f"a {source.kind.value} has none", "Write kind: page")
    if source.fields and source.kind is not SourceKind.JSON:
        entry.problem("fields", f"a {source.kind.value} has none", "Write kind: json")
    if source.kind is SourceKind.TELEGRAM and not _CHANNEL.fullmatch(source.url):
        cure = "Write https://t.me/s/ and the channel's name"
        entry.problem("url", f"{source.url!r} is no channel's preview", cure)


def _timezone(entry: Entry) -> str | None:
    name = entry.optional_text("timezone")
    if name is not None:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            cure = "Write an IANA name (Asia/Kabul); if it is one, install the tzdata package"
            entry.problem("timezone", f"{name!r} is no time zone known here", cure)
    return name


def _claim(entry: Entry, field: str, names: tuple[str, ...], owners: dict[str, str]) -> None:
    """Note whose name it is; a name that two entries have would point to neither."""
    for name in names:
        owner = owners.setdefault(name.casefold(), entry.id or "")
        if name and owner != entry.id:
            entry.problem(
                field, f"{name!r} belongs to {owner} already", "Take it from one of them"
            )
