"""Places as people type them: a host, a region, a mission's city, or everything.

A name resolves only when it is exactly a name (case, accents, Arabic and Persian letter forms,
punctuation and "the" aside). What is nearly a name, or the name of several, is only suggested:
a wrong country is worse than a question back.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.chat.placenames import (
    Named,
    Place,
    PlaceKind,
    capital_names,
    city_names,
    code_names,
    demonym_names,
    host_place,
    long_code_names,
    mission_phrases,
    name_key,
    proper_names,
)
from config.model import Catalog

__all__ = ["NEAR", "Place", "PlaceKind", "Places", "Suggestions", "name_key"]

NEAR = 80
"""How alike (0 to 100) what was typed must be to a name for a suggestion."""
MAX_SUGGESTIONS = 3
_HITS = 2 * MAX_SUGGESTIONS
_RIVAL = 85
_MIN_FUZZY = 4
"""Shorter words are near to everything."""
_MAX_TYPED = 80
"""No place has a longer name."""
_STOP_WORDS = frozenset({"of", "the", "and", "in", "for", "to", "de", "is", "st"})


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Nothing has exactly this name, or several have: did they mean one of these? Best first."""

    places: tuple[Place, ...]


class Places:
    """The names of one catalogue. Those in other languages are read when first needed."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._codes = _Index(code_names(catalog))
        self._long_codes = _Index(long_code_names(catalog))
        self._proper = _Index(proper_names(catalog))
        self._guessable = (
            self._proper,
            _Index(city_names(catalog)),
            _Index(capital_names(catalog)),
            _Index(demonym_names(catalog)),
        )
        self._phrases = _Index(mission_phrases(catalog))

    def resolve(self, text: str) -> Place | Suggestions | None:
        """The place of that name, else what it may have meant, else None."""
        text = "everything" if text.strip() == "*" else text.strip()
        key = name_key(text[: _MAX_TYPED + 1])
        if not key or len(key) > _MAX_TYPED:
            return None
        for index in self._in_order(text):
            if found := index.exactly(key):
                # Asked of the instance: naming `_foreign` here would read all languages.
                is_foreign = index is self.__dict__.get("_foreign")
                rivals = self._rivals(text, key, found) if is_foreign else ()
                return _answer(tuple(dict.fromkeys((*found, *rivals))))
        return self._guess(key)

    def _in_order(self, text: str) -> Iterator[_Index]:
        """The indexes, surest first. Without capitals a long code may be a word: nga is Russia."""
        if text.isascii():
            yield self._codes
        if text.isupper():
            yield self._long_codes
        yield from (*self._guessable, self._phrases)
        yield self._foreign
        yield self._long_codes

    def warm_up(self) -> None:
        """Read the names in other languages (0.7 s of CPU): for a thread, at the start."""
        self._foreign  # noqa: B018 - the property keeps what it has read

    @functools.cached_property
    def _foreign(self) -> _Index:
        """Names of hosts in every language of CLDR."""
        return _Index(self._foreign_names())

    def _foreign_names(self) -> Named:
        from config.names import all_cldr_names, without_brackets

        own = self._catalog.dossier.country
        everything = self._proper.exactly(name_key(own))
        hosts = {code: host_place(country) for code, country in self._catalog.countries.items()}
        hosts |= dict.fromkeys([own], *everything)
        for code, name in all_cldr_names():
            if code in hosts:
                yield name, hosts[code]
                yield without_brackets(name) or name, hosts[code]

    def _rivals(self, text: str, key: str, found: tuple[Place, ...]) -> tuple[Place, ...]:
        """Other places whose English name is so near that a slip of the pen is as likely.

        Nigera is Niger to a Latvian, and Nigeria to who left out a letter.
        """
        if len(key) < _MIN_FUZZY or not text.isascii():
            return ()
        near = (place for _, place in self._proper.nearly(key, _RIVAL))
        return tuple(p for p in near if p.kind is PlaceKind.HOST and p not in found)

    def _guess(self, key: str) -> Suggestions | None:
        found = [place for index in self._guessable for place in index.with_word(key)]
        if len(key) >= _MIN_FUZZY:
            near = [hit for index in self._guessable for hit in index.nearly(key)]
            found += [place for _, place in sorted(near, key=lambda hit: -hit[0])]
            found = found or [place for _, place in self._foreign.nearly(key)]
        once: dict[tuple[PlaceKind, str], Place] = {}
        for place in found:
            once.setdefault((place.kind, place.value), place)
        return Suggestions(tuple(once.values())[:MAX_SUGGESTIONS]) if once else None


class _Index:
    """Names to the places that have them."""

    def __init__(self, named: Iterable[tuple[str, Place]]) -> None:
        self._places: dict[str, dict[Place, None]] = {}
        for name, place in named:
            self._places.setdefault(name_key(name), {})[place] = None

    def exactly(self, key: str) -> tuple[Place, ...]:
        """The places of this name."""
        return tuple(self._places.get(key, ()))

    def with_word(self, key: str) -> tuple[Place, ...]:
        """The places one of whose names has this as a whole word or words."""
        if key in _STOP_WORDS:
            return ()
        framed = f" {key} "
        hits = (places for name, places in self._places.items() if framed in f" {name} ")
        return tuple(dict.fromkeys(place for places in hits for place in places))

    def nearly(self, key: str, cutoff: float = NEAR) -> list[tuple[float, Place]]:
        """The places with a name like this one, most alike first, each with how alike it is.

        In a short word one slip already costs a quarter: it counts as near all the same.
        """
        from rapidfuzz import fuzz, process
        from rapidfuzz.distance import OSA

        names = list(self._places)
        hits = process.extract(key, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=_HITS)
        if cutoff <= NEAR:
            slips = process.extract(key, names, scorer=OSA.distance, score_cutoff=1, limit=_HITS)
            hits += [(name, NEAR, place) for name, _, place in slips]
        return [(score, place) for name, score, _ in hits for place in self._places[name]]


def _answer(found: tuple[Place, ...]) -> Place | Suggestions:
    return found[0] if len(found) == 1 else Suggestions(found[:MAX_SUGGESTIONS])
