"""From the catalogue to terms: hosts, cities, missions and envoys as names to be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from config.concepts import Concept
from config.lexicon import Lexicon
from config.model import Catalog, Envoy
from config.terms import Term, Terms
from config.vocabulary import MissionKind
from watchers.matching.fold import fold


class PlaceForm(StrEnum):
    """How a place is named: a state acts, things stand in a city; a seat of government is both."""

    COUNTRY = "country"
    SEAT = "seat"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What some terms stand for: those of one entry of a lexicon, or one name."""

    concept: Concept
    terms: Terms | tuple[Term, ...]
    """A lexicon's words, or names as the catalogue has them."""
    value: str = ""
    """Host code of a place, catalogue id of an envoy."""
    form: PlaceForm = PlaceForm.COUNTRY
    city: str = ""
    """A city's English name, folded: the one that the catalogue's missions go by."""
    lang: str = ""
    is_bare: bool = False
    """It takes no endings: 'mai' is a month, 'main' and 'mais' are not."""


_SHORT = 3
"""Names up to this length are matched in their own case only (US, Ali)."""


def meanings(
    catalog: Catalog, lexicons: Sequence[Lexicon], names: Sequence[Meaning] | None = None
) -> Iterator[Meaning]:
    """Every term of the lexicons and of the catalogue, with what it stands for.

    Args:
        names: what `names_of` found in the catalogue, where it is known already.
    """
    for lexicon in lexicons:
        for concept, terms in lexicon.terms.items():
            yield Meaning(concept, terms, lang=lexicon.lang)
        for code, terms in lexicon.places.items():
            yield Meaning(Concept.PLACE, terms, code, lang=lexicon.lang)
        yield from _named_cities(catalog, lexicon)
        yield from _times(lexicon)
    yield from names_of(catalog) if names is None else names


def names_of(catalog: Catalog) -> tuple[Meaning, ...]:
    """What the catalogue names, in whatever language."""
    return (*_countries(catalog), *_cities(catalog), *_envoys(catalog.envoys))


def _named_cities(catalog: Catalog, lexicon: Lexicon) -> Iterator[Meaning]:
    for code, cities in lexicon.cities.items():
        for city, terms in cities.items():
            form = _form(catalog, code, city)
            yield Meaning(Concept.PLACE, terms, code, form, _folded(city), lexicon.lang)


@lru_cache(maxsize=1024)
def _folded(city: str) -> str:
    """A city's English name, which every language has."""
    return fold(city)


def _times(lexicon: Lexicon) -> Iterator[Meaning]:
    """Months, weekdays and seasons: the value is a letter for which, and its number."""
    for name, number in lexicon.months.items():
        month = Terms(name)
        yield Meaning(Concept.WHEN, month, f"m{number}", lang=lexicon.lang, is_bare=True)
    for name, number in lexicon.weekdays.items():
        yield Meaning(Concept.WHEN, Terms(name), f"d{number}", lang=lexicon.lang)
    yield Meaning(Concept.WHEN, lexicon.seasons, "s", lang=lexicon.lang)


def _form(catalog: Catalog, code: str, city: str) -> PlaceForm:
    country = catalog.countries.get(code)
    is_seat = country is not None and country.capital is not None and country.capital == city
    return PlaceForm.SEAT if is_seat else PlaceForm.CITY


def _countries(catalog: Catalog) -> Iterator[Meaning]:
    for code, country in catalog.countries.items():
        if code == catalog.dossier.country:
            continue
        yield _place(code, (country.name, *country.aliases, *country.demonyms))
        if country.capital:
            yield _place(code, (country.capital,), PlaceForm.SEAT, country.capital)


def _cities(catalog: Catalog) -> Iterator[Meaning]:
    """Cities with one mission give a host; a shared city gives its state, not the UN's seat."""
    for mission in catalog.missions.values():
        if (
            mission.kind is MissionKind.PERMANENT_MISSION
            or mission.host == catalog.dossier.country
        ):
            continue
        form = _form(catalog, mission.host, mission.city)
        yield _place(mission.host, (mission.city, *mission.aliases), form, mission.city)


def _envoys(envoys: Mapping[str, Envoy]) -> Iterator[Meaning]:
    for envoy in envoys.values():
        names = (envoy.name, *envoy.names)
        names = tuple(dict.fromkeys((*names, *map(_joined, names))))
        yield Meaning(Concept.ENVOY_NAME, tuple(map(Term, names)), envoy.id)


def _joined(name: str) -> str:
    """A name in Arabic letters with its double given name as one word, as Persian writes many."""
    first, *rest = name.split()
    is_double = len(rest) > 1 and "\u0600" <= first[0] <= "\u06ff"
    return f"{first}{' '.join(rest)}" if is_double else name


def _place(
    code: str, names: Sequence[str], form: PlaceForm = PlaceForm.COUNTRY, city: str = ""
) -> Meaning:
    terms = tuple(Term(name, is_exact=len(name) <= _SHORT) for name in names)
    return Meaning(Concept.PLACE, terms, code, form, fold(city))
