"""Loads a dossier and the regions and countries around it, checked, into one `Catalog`.

Every problem of every file is reported together, as `CatalogError`. Nothing is cached: what was
edited is what is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from config.collector import uncollected
from config.entries import Entry
from config.errors import CatalogError, Problem
from config.model import Catalog, Country, Dossier, HistoryRow, Mission, Source
from config.records import (
    Known,
    country_of,
    dossier_of,
    envoy_of,
    history_rows_of,
    mission_of,
    region_of,
    source_of,
)
from config.vocabulary import MissionKind
from config.yaml_files import read_entries, read_mapping

SHIPPED = Path(__file__).parent
"""The folder of what is shipped: dossiers/, regions.yaml, countries.yaml, lexicon/."""

_KIND_ORDER = {kind: index for index, kind in enumerate(MissionKind)}

R = TypeVar("R")


def load_catalog(
    dossier: str = "afghanistan", root: Path | None = None, sources_file: Path | None = None
) -> Catalog:
    """Load and check one dossier.

    `root` is another folder of dossiers; its regions.yaml and countries.yaml are used where it
    has them, else the shipped ones. `sources_file` replaces the dossier's sources. Raises
    `CatalogError` with all problems of all files.
    """
    with uncollected():
        return _Load(root or SHIPPED, dossier, sources_file).catalog()


def dossier_ids(root: Path | None = None) -> tuple[str, ...]:
    """The dossiers that a folder holds."""
    found = ((root or SHIPPED) / "dossiers").glob("*/dossier.yaml")
    return tuple(sorted(path.parent.name for path in found))


class _Load:
    """One reading of all files: what is known so far, and what is wrong."""

    def __init__(self, root: Path, dossier: str, sources_file: Path | None) -> None:
        self.root = root
        self.id = dossier
        self.folder = root / "dossiers" / dossier
        self.sources_file = sources_file or self.folder / "sources.yaml"
        self.known = Known()
        self.problems: list[Problem] = []

    def catalog(self) -> Catalog:
        """Read in the order in which the files point to each other."""
        dossier = self.dossier()
        countries = self.records(self.shared("countries.yaml"), country_of, key="code")
        regions = self.records(self.shared("regions.yaml"), region_of)
        envoys = self.records(self.folder / "envoys.yaml", envoy_of)
        missions = self.records(self.folder / "missions.yaml", mission_of)
        history = self.history()
        sources = self.records(self.sources_file, source_of)
        self.check_regions(missions, history)
        if self.problems or dossier is None:
            raise CatalogError(self.problems)
        return Catalog(
            dossier=dossier,
            countries=_frozen(countries, lambda c: c.code),
            regions=_frozen(regions, lambda r: r.id),
            missions=_frozen(sorted(missions, key=_mission_order), lambda m: m.id),
            envoys=_frozen(envoys, lambda e: e.id),
            history=tuple(history),
            sources=_frozen(sources, lambda s: s.id),
        )

    def dossier(self) -> Dossier | None:
        path = self.folder / "dossier.yaml"
        if not path.is_file():
            there = ", ".join(dossier_ids(self.root)) or "none"
            what = f"there is no dossier {self.id!r} in {self.root / 'dossiers'}"
            raise CatalogError([Problem(self.name_of(path), what, f"There are: {there}")])
        entry = read_mapping(path, self.problems, name=self.name_of(path))
        return None if entry is None else dossier_of(entry, self.id)

    def history(self) -> list[HistoryRow]:
        path = self.folder / "history.yaml"
        return [row for entry in self.entries(path) for row in history_rows_of(entry, self.known)]

    def records(
        self, path: Path, read: Callable[[Entry, Known], R | None], *, key: str = "id"
    ) -> list[R]:
        found = (read(entry, self.known) for entry in self.entries(path, key))
        return [record for record in found if record is not None]

    def entries(self, path: Path, key: str = "id") -> Iterator[Entry]:
        return read_entries(path, self.problems, key=key, name=self.name_of(path))

    def shared(self, name: str) -> Path:
        own = self.root / name
        return own if own.is_file() else SHIPPED / name

    def name_of(self, path: Path) -> str:
        """The file as messages name it: short where it is one of ours."""
        return str(path.relative_to(self.root)) if path.is_relative_to(self.root) else str(path)

    def check_regions(self, missions: list[Mission], history: list[HistoryRow]) -> None:
        """Every host must be in a region, or a subscriber of its region would miss its news."""
        file = self.name_of(self.shared("regions.yaml"))
        if any(problem.file == file for problem in self.problems):
            return
        hosts = {mission.host for mission in missions}
        hosts |= {row.host for row in history if row.host is not None}
        hosts |= {code for mission in missions for code in mission.also_accredited_to}
        for code in sorted(hosts - self.known.region_hosts):
            what = f"{code} is in no region"
            cure = "Add it to the hosts of at least one region"
            self.problems.append(Problem(file, what, cure, field="hosts"))


def load_sources(path: Path) -> Mapping[str, Source]:
    """Load and check a sources file alone. Raises `CatalogError` with all its problems."""
    load = _Load(SHIPPED, "", path)
    load.records(SHIPPED / "countries.yaml", country_of, key="code")
    sources = load.records(path, source_of)
    if load.problems:
        raise CatalogError(load.problems)
    return _frozen(sources, lambda source: source.id)


def load_countries(root: Path | None = None) -> Mapping[str, Country]:
    """Load and check the countries alone. Raises `CatalogError` with all their problems."""
    load = _Load(root or SHIPPED, "", None)
    countries = load.records(load.shared("countries.yaml"), country_of, key="code")
    if load.problems:
        raise CatalogError(load.problems)
    return _frozen(countries, lambda country: country.code)


def _mission_order(mission: Mission) -> tuple[str, int]:
    return mission.host, _KIND_ORDER[mission.kind]


def _frozen(records: list[R], key: Callable[[R], str]) -> Mapping[str, R]:
    return MappingProxyType({key(record): record for record in records})
