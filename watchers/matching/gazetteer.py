"""From the catalogue to terms: hosts, cities, missions and envoys as names to be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from config.concepts import Concept
from config.lexicon import Lexicon, Term
from config.model import Catalog, Envoy, Mission
from config.vocabulary import MissionKind


class PlaceForm(StrEnum):
    """How a place is named: a city can be where something stands or stand for its state."""

    COUNTRY = "country"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one term stands for."""

    concept: Concept
    term: Term
    value: str = ""
    """Host code of a place, catalogue id of an envoy."""
    form: PlaceForm | None = None
    lang: str = ""


_SHORT = 3
"""Names up to this length are matched in their own case only (US, Ali)."""


def meanings(catalog: Catalog, lexicons: Sequence[Lexicon]) -> Iterator[Meaning]:
    """Every term of the lexicons and of the catalogue, with what it stands for."""
    for lexicon in lexicons:
        for concept, terms in lexicon.terms.items():
            for term in terms:
                yield Meaning(concept, term, lang=lexicon.lang)
        for code, terms in lexicon.places.items():
            for term in terms:
                yield Meaning(Concept.PLACE, term, code, PlaceForm.COUNTRY, lexicon.lang)
    yield from _countries(catalog)
    yield from _cities(catalog.missions, catalog.dossier.country)
    yield from _envoys(catalog.envoys)


def _countries(catalog: Catalog) -> Iterator[Meaning]:
    for code, country in catalog.countries.items():
        if code == catalog.dossier.country:
            continue
        for name in (country.name, *country.aliases, *country.demonyms):
            yield _name(Concept.PLACE, code, PlaceForm.COUNTRY, name)
        if country.capital:
            yield _name(Concept.PLACE, code, PlaceForm.CITY, country.capital)


def _cities(missions: Mapping[str, Mission], sender: str) -> Iterator[Meaning]:
    """Cities with one mission give a host; a shared city gives its state, not the UN's seat."""
    for mission in missions.values():
        if mission.kind is MissionKind.PERMANENT_MISSION or mission.host == sender:
            continue
        for name in (mission.city, *mission.aliases):
            yield _name(Concept.PLACE, mission.host, PlaceForm.CITY, name)


def _envoys(envoys: Mapping[str, Envoy]) -> Iterator[Meaning]:
    for envoy in envoys.values():
        for name in dict.fromkeys((envoy.name, *envoy.names)):
            yield Meaning(Concept.ENVOY_NAME, Term(name), envoy.id)


def _name(concept: Concept, value: str, form: PlaceForm, name: str) -> Meaning:
    exact = len(name) <= _SHORT
    return Meaning(concept, Term(name, is_exact=exact), value, form)
