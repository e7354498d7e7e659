"""Which names a catalogue's places have, from the surest kind of name to the loosest."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from config.iso3166 import ALPHA3, BODIES
from config.model import Catalog, Country, Mission, Region
from config.vocabulary import MissionKind
from watchers.matching.fold import fold

_EVERYTHING = ("all", "everything", "everywhere", "world", "whole world", "every country")
_KIND_WORDS: Mapping[MissionKind, tuple[str, ...]] = {
    MissionKind.EMBASSY: ("embassy",),
    MissionKind.PERMANENT_MISSION: ("permanent mission", "permanent delegation", "mission"),
    MissionKind.CONSULATE_GENERAL: ("consulate", "consulate general"),
    MissionKind.CONSULATE: ("consulate",),
    MissionKind.POLITICAL_OFFICE: ("office", "political office"),
}
"""What people call each kind, in the order in which a city's missions are taken to be meant."""
_CITY_ORDER = {kind: index for index, kind in enumerate(_KIND_WORDS)}


class PlaceKind(StrEnum):
    """What a name stands for."""

    EVERYTHING = "everything"
    REGION = "region"
    HOST = "host"
    MISSION = "mission"


@dataclass(frozen=True, slots=True)
class Place:
    """What was meant."""

    kind: PlaceKind
    value: str
    """A host code, region id or mission id; empty for everything."""
    name: str
    """As it is shown; typed, it means this place."""
    host: str | None = None
    """The host: its own code, or the one a mission stands in; None for a region or everything."""
    others: tuple[Place, ...] = ()
    """Further missions that the same name could mean; the name of each says how to ask for it."""


Named = Iterator[tuple[str, Place]]


class _KeyTable(dict[int, str]):
    """Drops dots and apostrophes, makes spaces of all other marks; fills itself."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        is_mark = unicodedata.category(char)[0] in "PZSC"
        self[point] = "" if char in ".'" else " " if is_mark else char
        return self[point]


_KEYS = _KeyTable()


def name_key(text: str) -> str:
    """The form in which names are compared: folded, without marks, without a leading "the"."""
    words = fold(text).translate(_KEYS).split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def everything_place() -> Place:
    """All there is."""
    return Place(PlaceKind.EVERYTHING, "", "everything")


def host_place(country: Country) -> Place:
    """A host."""
    return Place(PlaceKind.HOST, country.code, country.name, country.code)


def code_names(catalog: Catalog) -> Named:
    """Two-letter codes, ids of regions, and the words for everything."""
    for word in _EVERYTHING:
        yield word, everything_place()
    for code, country in _hosts(catalog):
        yield code, host_place(country)
    for region in catalog.regions.values():
        yield region.id, _region_place(region)


def long_code_names(catalog: Catalog) -> Named:
    """Three-letter codes."""
    for alpha3, alpha2 in ALPHA3.items():
        if alpha2 in catalog.countries and alpha2 != catalog.dossier.country:
            yield alpha3, host_place(catalog.countries[alpha2])


def proper_names(catalog: Catalog) -> Named:
    """Names of hosts and regions. The dossier's own country means everything: all is about it."""
    for _, country in _hosts(catalog):
        for name in (country.name, *country.aliases):
            yield name, host_place(country)
    for region in catalog.regions.values():
        for name in (region.name, *region.aliases):
            yield name, _region_place(region)
    own = catalog.countries.get(catalog.dossier.country)
    if own is not None:
        for name in (own.code, own.name, *own.aliases, *own.demonyms, catalog.dossier.capital):
            yield name, everything_place()


def city_names(catalog: Catalog) -> Named:
    """Cities with missions. Where there are several, the embassy is meant, else the UN's seat."""
    named = ((n, m) for m in catalog.missions.values() for n in (m.city, *m.aliases))
    yield from _grouped(catalog, named)


def capital_names(catalog: Catalog) -> Named:
    """Capitals; for those without a mission."""
    for _, country in _hosts(catalog):
        if country.capital:
            yield country.capital, host_place(country)


def demonym_names(catalog: Catalog) -> Named:
    """Adjectives and inhabitants, one or many."""
    for _, country in _hosts(catalog):
        for demonym in country.demonyms:
            yield demonym, host_place(country)
            if not demonym.endswith(("s", "sh", "ch", "ese")):
                yield f"{demonym}s", host_place(country)


def mission_phrases(catalog: Catalog) -> Named:
    """A mission by its id, and a city said more exactly: UN Geneva, Paris embassy."""
    phrases = (
        (phrase, mission)
        for mission in catalog.missions.values()
        for city in (mission.city, *mission.aliases)
        for phrase in _phrases(city, mission, catalog.countries[mission.host])
    )
    yield from _grouped(catalog, ((m.id, m) for m in catalog.missions.values()))
    yield from _grouped(catalog, phrases)


# --- inside ---------------------------------------------------------------------------------


def _hosts(catalog: Catalog) -> Iterator[tuple[str, Country]]:
    own = catalog.dossier.country
    return ((code, country) for code, country in catalog.countries.items() if code != own)


def _region_place(region: Region) -> Place:
    return Place(PlaceKind.REGION, region.id, region.name)


def _phrases(city: str, mission: Mission, country: Country) -> Iterator[str]:
    for state in (country.code, country.name, *country.aliases):
        yield f"{state} {city}"
        yield f"{city} {state}"
    for word in _KIND_WORDS[mission.kind]:
        yield f"{city} {word}"
        yield f"{word} {city}"
        yield f"{word} in {city}"


def _grouped(catalog: Catalog, named: Iterable[tuple[str, Mission]]) -> Named:
    """Each name once, with the mission it means first and the rest as its `others`."""
    groups: dict[str, dict[str, Mission]] = {}
    for name, mission in named:
        groups.setdefault(name_key(name), {})[mission.id] = mission
    shared = Counter(name_key(mission.city) for mission in catalog.missions.values())
    for key, missions in groups.items():
        first, *rest = sorted(missions.values(), key=lambda m: _CITY_ORDER[m.kind])
        city = name_key(first.city)
        name = first.city if key == city or shared[city] == 1 else _exact_name(first)
        others = tuple(_mission_place(mission, _exact_name(mission)) for mission in rest)
        yield key, _mission_place(first, name, others)


def _mission_place(mission: Mission, name: str, others: tuple[Place, ...] = ()) -> Place:
    return Place(PlaceKind.MISSION, mission.id, name, mission.host, others)


def _exact_name(mission: Mission) -> str:
    """A name that means this mission and no other of its city."""
    if mission.host in BODIES:
        return f"{mission.host} {mission.city}"
    return f"{mission.city} {_KIND_WORDS[mission.kind][0]}"
