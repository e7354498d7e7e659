"""Which mission of the catalogue, and which envoy, an act is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from config.model import Catalog, Mission
from config.vocabulary import MissionKind, Rank
from watchers.matching import masks as m
from watchers.matching.fold import fold
from watchers.matching.frames import Frame
from watchers.matching.phrase import Phrase
from watchers.matching.reading import Reading
from watchers.matching.tags import Folded
from watchers.matching.written import name_at

_CONSULATES = (MissionKind.CONSULATE, MissionKind.CONSULATE_GENERAL)
_CONSULAR = frozenset({Rank.CONSUL, Rank.CONSUL_GENERAL, Rank.CONSULAR_OFFICER})


@dataclass(frozen=True, slots=True)
class Posts:
    """The catalogue's missions, by host and by the folded English names of their cities."""

    by_host: Mapping[str, tuple[Mission, ...]]
    cities: Mapping[str, tuple[Mission, ...]]

    @classmethod
    def build(cls, catalog: Catalog) -> Posts:
        """An index of a catalogue."""
        by_host: dict[str, list[Mission]] = {}
        cities: dict[str, list[Mission]] = {}
        for mission in catalog.missions.values():
            by_host.setdefault(mission.host, []).append(mission)
            cities.setdefault(fold(mission.city), []).append(mission)
        return cls(
            {host: tuple(found) for host, found in by_host.items()},
            {city: tuple(found) for city, found in cities.items()},
        )

    def find(self, host: str, city: str, bits: int, rank: Rank | None) -> str | None:
        """The mission meant by a city (folded; may be empty) and a mission word or rank."""
        mine = self.by_host.get(host, ())
        in_city = tuple(mission for mission in self.cities.get(city, ()) if mission.host == host)
        candidates = _of_kind(in_city, bits, rank) or in_city
        is_elsewhere = city and not in_city and (bits & m.CONSULATE or rank in _CONSULAR)
        if not candidates and not is_elsewhere:
            candidates = _of_kind(mine, bits, rank)
            if not candidates and len(mine) == 1 and not bits & m.CONSULATE:
                candidates = mine
        return candidates[0].id if len({mission.id for mission in candidates}) == 1 else None


def _of_kind(missions: tuple[Mission, ...], bits: int, rank: Rank | None) -> tuple[Mission, ...]:
    if bits & m.CONSULATE or rank in _CONSULAR:
        return tuple(mission for mission in missions if mission.kind in _CONSULATES)
    seats = (MissionKind.PERMANENT_MISSION,)
    if bits & (m.PERMANENT_MISSION | m.PERMANENT_REPRESENTATIVE | m.SEAT):
        return tuple(mission for mission in missions if mission.kind in seats)
    return tuple(mission for mission in missions if mission.kind is MissionKind.EMBASSY)


def mission_bits(frame: Frame) -> int:
    """The mission word of a frame's objects, if any."""
    bits = 0
    for phrase in frame.objects:
        bits |= phrase.tag.bits
    return bits


def envoy_of(reading: Reading, frame: Frame, folded: Folded, titles: frozenset[str]) -> str | None:
    """The envoy of a frame: a catalogue id, else the name as written, else None."""
    known = _known(reading, frame)
    if known is not None:
        return known
    ranks = [phrase for phrase in frame.objects if not phrase.is_mission]
    for phrase in ranks or _ranks(reading, frame):
        name = name_at(reading, phrase, folded, titles)
        if name:
            return name
    return None


def _known(reading: Reading, frame: Frame) -> str | None:
    people = reading.find(frame.clause, m.ENVOY_NAME)
    named = [i for i in people if not _speaks(reading, i)]
    if not named:
        return None
    nearest = min(named, key=lambda index: reading.distance(frame.act, index))
    return reading.tags[nearest].value


def _ranks(reading: Reading, frame: Frame) -> Iterator[Phrase]:
    for phrase in reading.phrases:
        if phrase.tag.bits & m.RANKS and frame.clause.first <= phrase.head < frame.clause.last:
            yield phrase


def _speaks(reading: Reading, index: int) -> bool:
    """A spokesman named for what he says is not whom it is about."""
    tags = reading.tags
    if index and tags[index - 1].bits & (m.OFFICIAL | m.MINISTRY):
        return reading.phraser.near(index - 1, index, 12)
    after = index + 1
    return (
        after < len(tags)
        and bool(tags[after].bits & (m.SAY | m.CLAIM))
        and len(reading.gap(index, after)) < 4
    )
