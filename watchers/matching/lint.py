"""Lints lexicons: terms that can never match, that stand twice, and what a language lacks.

Errors make a reading wrong or impossible: a term of two hosts, one that no text can hold, no word
for the dossier's own names. Warnings are what a reader of the language should look at: a term
that adds nothing, one of two concepts (all of them hold where it stands), a concept that the rules
use and the language has no word for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from config.concepts import Concept
from config.lexicon import Lexicon
from config.model import Catalog
from config.terms import Term, Terms
from config.vocabulary import MissionKind
from watchers.matching.fold import fold

NEEDED = (
    *(Concept.EMBASSY, Concept.CONSULATE, Concept.MISSION, Concept.AMBASSADOR, Concept.CHARGE),
    *(Concept.CONSUL, Concept.ENVOY, Concept.CREDENTIALS, Concept.SERVICES, Concept.DOCUMENTS),
    *(Concept.ACCEPT, Concept.ACCREDIT, Concept.PRESENT, Concept.RECOGNISE, Concept.HAND_OVER),
    *(Concept.TAKE_OVER, Concept.TAKE_CHARGE, Concept.CLOSE, Concept.STOP, Concept.OPEN),
    *(Concept.APPOINT, Concept.SEND, Concept.DISMISS, Concept.RESIGN, Concept.EXPEL),
    *(Concept.REFUSE, Concept.UPGRADE, Concept.MINISTRY, Concept.SAY, Concept.SOURCES),
    *(Concept.MAYBE, Concept.PREMATURE, Concept.DENY, Concept.NOBODY, Concept.OLD, Concept.AND),
)
"""What the rules cannot do without: a kind, an assertion or a trap hangs on each."""
INFLECTED = (Concept.NOT, Concept.PLAN)
"""Likewise; a language may have affixes in place of the first, and endings of the second stand
under PLAN all the same."""
DOSSIER_NEEDED = (Concept.CLAIMANT, Concept.SENDER, Concept.CAPITAL)
"""What the dossier's own words must name: without them no text matters."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or worth a look, in a lexicon."""

    lang: str
    is_error: bool
    entry: str
    """The concept or place that it stands under."""
    told: str
    """What it is, and the cure."""


def lint(
    lexicon: Lexicon, own: Lexicon | None = None, cities: Iterable[tuple[str, str]] = ()
) -> Iterator[Finding]:
    """What is to be said of a language, with a dossier's own words of it.

    Args:
        cities: host code and English name of the cities that the language must name.
    """
    every = [lexicon] if own is None else [lexicon, own]
    for each in every:
        yield from _without_effect(each)
    for each in every:
        yield from _ambiguous(each)
    yield from _missing(lexicon, own)
    yield from _unnamed(lexicon, cities)


def mission_cities(catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Host code and English name of each city with a mission."""
    found = [
        (mission.host, mission.city)
        for mission in catalog.missions.values()
        if mission.kind is not MissionKind.PERMANENT_MISSION
    ]
    return tuple(dict.fromkeys(found))


def _entries(lexicon: Lexicon) -> Iterator[tuple[str, Terms]]:
    for concept, terms in lexicon.terms.items():
        yield concept.value, terms
    for code, terms in lexicon.places.items():
        yield f"places.{code}", terms
    for code, cities in lexicon.cities.items():
        for city, terms in cities.items():
            yield f"cities.{code}.{city}", terms


def _without_effect(lexicon: Lexicon) -> Iterator[Finding]:
    for entry, terms in _entries(lexicon):
        whole = [term for term in terms if not term.behind]
        stems = {fold(term.text) for term in whole if term.is_stem and not term.is_exact}
        seen: set[Term] = set()
        if not terms:
            yield Finding(lexicon.lang, True, entry, "holds no terms: write some or remove it")
        for term in terms:
            text = fold(term.text)
            same = term if term.is_exact else term._replace(text=text)
            if not any(map(str.isalnum, text)) and not _is_mark(term):
                told = f"{term.text!r} holds no letters once folded: remove it"
                yield Finding(lexicon.lang, True, entry, told)
            elif same in seen:
                told = f"{term.text!r} stands twice once folded: remove one"
                yield Finding(lexicon.lang, False, entry, told)
            elif stem := _swallower(text, stems, term):
                told = f"{term.text!r} is shadowed by the stem {stem}~ beside it: remove it"
                yield Finding(lexicon.lang, False, entry, told)
            seen.add(same)


def _is_mark(term: Term) -> bool:
    """A sign that is a word of its own: '&'."""
    return len(term.text) == 1 and not term.text.isspace()


def _swallower(text: str, stems: set[str], term: Term) -> str:
    """The stem that reads the same words as a term of one word, or an empty string."""
    if " " in text or term.is_exact or term.behind:
        return ""
    longer = (text[:end] for end in range(1, len(text) + (not term.is_stem)))
    return next((stem for stem in longer if stem in stems), "")


def _ambiguous(lexicon: Lexicon) -> Iterator[Finding]:
    found: Mapping[tuple[str, bool], dict[str, None]] = defaultdict(dict)
    for entry, terms in _entries(lexicon):
        for term in terms:
            if not term.is_exact and not term.behind:
                found[fold(term.text), term.is_stem][entry] = None
    for (text, is_stem), entries in found.items():
        is_two_places = len({code for entry in entries if (code := _host_of(entry))}) > 1
        if len(entries) > 1:
            told = f"{text}{'~' * is_stem} stands under {', '.join(entries)}"
            cure = "give it one host" if is_two_places else "all of them hold wherever it stands"
            yield Finding(lexicon.lang, is_two_places, next(iter(entries)), f"{told}: {cure}")


def _host_of(entry: str) -> str:
    """The host that an entry names, or an empty string."""
    kind, _, rest = entry.partition(".")
    return rest.partition(".")[0] if kind in ("places", "cities") else ""


def _unnamed(lexicon: Lexicon, cities: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    """A mission's city without a name: English ones are the catalogue's own."""
    if lexicon.lang == "en":
        return
    lacking = [
        f"{city} ({code})" for code, city in cities if city not in lexicon.cities.get(code, {})
    ]
    if lacking:
        told = f"no name for {', '.join(lacking)}: only the catalogue's own spelling is found"
        yield Finding(lexicon.lang, False, "cities", told)


def _missing(lexicon: Lexicon, own: Lexicon | None) -> Iterator[Finding]:
    has = {*lexicon.terms, *(own.terms if own else ())}
    affixes = lexicon.affixes
    negates = bool(affixes.negative_prefixes or affixes.negative_suffixes)
    for concept in (*NEEDED, *INFLECTED):
        if concept not in has and not (concept is Concept.NOT and negates):
            yield Finding(lexicon.lang, False, concept.value, "has no word: the rules use it")
    for concept in DOSSIER_NEEDED if own else ():
        if concept not in has:
            told = "has no word: no text of this language is read without it"
            yield Finding(lexicon.lang, True, concept.value, told)
    if not lexicon.places:
        told = "no demonyms or further names: hosts are known by the names of CLDR alone"
        yield Finding(lexicon.lang, False, "places", told)
