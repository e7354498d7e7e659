"""Loads lexicons: which words of a language carry which concept.

A language is one file, `config/lexicon/<lang>.yaml`; what only one dossier's language needs (the
names of its governments, the cities of the sending state) is `config/dossiers/<id>/lexicon/`.
Both have one form, described in docs/matching.md.

LexiconError   a file that cannot be used: names the file, the entry and the field
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from config.concepts import Concept
from config.plain_yaml import load_plain
from config.terms import Terms, are_sound

HOME = Path(__file__).parent
LEXICON_DIR = HOME / "lexicon"
DOSSIER_DIR = HOME / "dossiers"


_NO_TERMS = Terms()


class LexiconError(Exception):
    """A lexicon file that cannot be used; the message names file, entry and field."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """What may stand against a term inside one word, and what negates it there."""

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    negative_prefixes: tuple[str, ...] = ()
    negative_suffixes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tense:
    """How a language shows a tense: the present, or what lay before the news (a pluperfect).

    Compared with whole words of the act, in lower case, accents kept.
    """

    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    """Words before the verb in its clause that make it a perfect or a passive of the past."""
    leads: bool = False
    """The verb is the first word of what is said of several ('opens its doors')."""

    def __bool__(self) -> bool:
        return bool(self.prefixes or self.suffixes or self.words)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, or one dossier's words of it."""

    lang: str
    has_spaces: bool = True
    """False for scripts without spaces between words: terms then match anywhere."""
    negation_follows: bool = False
    """True where the word for 'not' stands behind the verb."""
    verb_final: bool = False
    """True where the verb that rules an act stands behind it ('accepting X … refused')."""
    owner_follows: bool = False
    """True where a state right behind a post is whose it is ('посол Китая', 'سفير قطر')."""
    particles: tuple[str, ...] = ()
    """Words that end their clause where they are the second part of a split term."""
    affixes: Affixes = field(default_factory=Affixes)
    terms: Mapping[Concept, Terms] = field(default_factory=dict)
    breaks: tuple[str, ...] = ()
    """Words and marks at which a new clause begins."""
    asides: tuple[str, ...] = ()
    """Those of the breaks that open a clause about something earlier."""
    relatives: tuple[str, ...] = ()
    """Those that open a clause about the word before them."""
    sentence_ends: str = ".!?…"
    abbreviations: tuple[str, ...] = ()
    """Words whose full stop ends no sentence, without that stop."""
    months: Mapping[str, int] = field(default_factory=dict)
    weekdays: Mapping[str, int] = field(default_factory=dict)
    """Names of the days, 1 for Monday to 7 for Sunday."""
    seasons: Terms = _NO_TERMS
    """Words for a part of the year, with their 'in' where they need one."""
    present: Tense = field(default_factory=Tense)
    """What a verb in the present looks like: a coming day makes a plan of it."""
    where: tuple[str, ...] = ()
    """Endings of a place before a noun that say where the noun stands, not whose it is."""
    actor_marks: tuple[str, ...] = ()
    """Words behind who acts, so that no noun phrase goes past them (an ergative)."""
    anterior: Tense = field(default_factory=Tense)
    """What a verb looks like that tells of what went before, where the verb stands last."""
    places: Mapping[str, Terms] = field(default_factory=dict)
    """Further names of hosts by ISO code, beside those of the catalogue and of CLDR."""
    cities: Mapping[str, Mapping[str, Terms]] = field(default_factory=dict)
    """Names of cities by ISO code and English name: places inside a host, never itself."""
    home: str = ""
    """ISO code of the state that a ministry without a country belongs to in this language."""
    titles: tuple[str, ...] = ()
    """Words before a person's name that are no part of it."""


def load_lexicon(lang: str, directory: Path = LEXICON_DIR) -> Lexicon:
    """The lexicon of a language. Raises LexiconError where it is missing or wrong."""
    return _read(directory / f"{lang}.yaml", lang)


def load_dossier_lexicon(dossier: str, lang: str, directory: Path = DOSSIER_DIR) -> Lexicon:
    """One dossier's own words of a language; raises as `load_lexicon`."""
    return _read(directory / dossier / "lexicon" / f"{lang}.yaml", lang)


def languages(directory: Path = LEXICON_DIR) -> tuple[str, ...]:
    """The languages that have a lexicon, sorted."""
    return tuple(sorted(path.stem for path in directory.glob("*.yaml")))


def _read(path: Path, lang: str) -> Lexicon:
    try:
        data = load_plain(path.read_text("utf-8"))
    except OSError as error:
        raise LexiconError(f"{path.name}: no lexicon for language {lang!r} ({error})") from error
    except yaml.YAMLError as error:
        raise LexiconError(f"{path.name}: not YAML: {error}") from error
    return _Reader(path.name, lang).lexicon(data)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns what YAML gave into a Lexicon, or says which entry is wrong."""

    file: str
    lang: str
    written: list[tuple[str, Terms]] = field(default_factory=list)
    """The file's terms, each list with the entry that it stands under."""

    def fail(self, entry: str, why: str) -> LexiconError:
        return LexiconError(f"{self.file}: {entry}: {why}")

    def lexicon(self, data: Any) -> Lexicon:
        if not isinstance(data, dict):
            raise self.fail("file", "must be a mapping with lang, concepts, …")
        if data.get("lang") != self.lang:
            raise self.fail("lang", f"is {data.get('lang')!r}, the file's name says {self.lang!r}")
        unknown = sorted(set(data) - _FIELDS)
        if unknown:
            raise self.fail(unknown[0], f"unknown field; known are {', '.join(sorted(_FIELDS))}")
        lexicon = Lexicon(
            lang=self.lang,
            has_spaces=self.flag(data, "has_spaces", True),
            negation_follows=self.flag(data, "negation_follows", False),
            verb_final=self.flag(data, "verb_final", False),
            owner_follows=self.flag(data, "owner_follows", False),
            particles=self.words("particles", data.get("particles")),
            affixes=self.affixes(data.get("affixes") or {}),
            terms=self.concepts(data.get("concepts") or {}),
            breaks=self.words("breaks", data.get("breaks")),
            asides=self.words("asides", data.get("asides")),
            relatives=self.words("relatives", data.get("relatives")),
            sentence_ends=str(data.get("sentence_ends", ".!?…")),
            abbreviations=self.words("abbreviations", data.get("abbreviations")),
            months=self.numbered("months", "month", 12, data.get("months") or {}),
            weekdays=self.numbered("weekdays", "weekday", 7, data.get("weekdays") or {}),
            seasons=self.terms("seasons", data.get("seasons")),
            present=self.tense("present", data.get("present") or {}),
            where=self.words("where", data.get("where")),
            actor_marks=self.words("actor_marks", data.get("actor_marks")),
            anterior=self.tense("anterior", data.get("anterior") or {}),
            places=self.places(data.get("places") or {}),
            cities=self.cities(data.get("cities") or {}),
            home=self.home(data.get("home", "")),
            titles=self.words("titles", data.get("titles")),
        )
        self.check()
        return lexicon

    def home(self, value: Any) -> str:
        if not isinstance(value, str) or (value and (len(value) != 2 or not value.isupper())):
            raise self.fail("home", f"must be an ISO code in quotes, is {value!r}")
        return value

    def flag(self, data: Mapping[str, Any], name: str, default: bool) -> bool:
        value = data.get(name, default)
        if not isinstance(value, bool):
            raise self.fail(name, f"must be true or false, is {value!r}")
        return value

    def words(self, entry: str, value: Any) -> tuple[str, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.fail(entry, "must be a list of words")
        if "" in value or not _STRINGS.issuperset(map(type, value)):
            wrong = next(word for word in value if not isinstance(word, str) or not word)
            raise self.fail(entry, f"{wrong!r} is no word; put it in quotes")
        return tuple(value)

    def affixes(self, value: Any) -> Affixes:
        known = set(Affixes.__dataclass_fields__)
        if not isinstance(value, dict) or set(value) - known:
            raise self.fail("affixes", f"must be a mapping of {', '.join(sorted(known))}")
        return Affixes(**{name: self.words(f"affixes.{name}", value[name]) for name in value})

    def terms(self, entry: str, value: Any) -> Terms:
        terms = Terms.of(self.words(entry, value))
        self.written.append((entry, terms))
        return terms

    def check(self) -> None:
        """Raises LexiconError for the first of the file's terms that is wrong."""
        if are_sound("\n".join(terms.lines for _, terms in self.written if terms)):
            return
        for entry, terms in self.written:
            try:
                list(terms)
            except ValueError as error:
                raise self.fail(entry, str(error)) from error

    def concepts(self, value: Any) -> dict[Concept, Terms]:
        if not isinstance(value, dict):
            raise self.fail("concepts", "must be a mapping of concept to words")
        found: dict[Concept, Terms] = {}
        for name, words in value.items():
            if name not in Concept.__members__:
                raise self.fail(f"concepts.{name}", "unknown concept (see config/concepts.py)")
            found[Concept[name]] = self.terms(f"concepts.{name}", words)
        return found

    def numbered(self, entry: str, noun: str, last: int, value: Any) -> dict[str, int]:
        if not isinstance(value, dict):
            raise self.fail(entry, "must be a mapping of name to number")
        for name, number in value.items():
            if not isinstance(number, int) or not 1 <= number <= last:
                raise self.fail(f"{entry}.{name}", f"{number!r} is no {noun} from 1 to {last}")
        self.written.append((entry, Terms.of([*map(str, value)])))
        return {str(name): number for name, number in value.items()}

    def tense(self, entry: str, value: Any) -> Tense:
        known = set(Tense.__dataclass_fields__)
        if not isinstance(value, dict) or set(value) - known:
            raise self.fail(entry, f"must be a mapping of {', '.join(sorted(known))}")
        names = [name for name in value if name != "leads"]
        found = {name: self.words(f"{entry}.{name}", value[name]) for name in names}
        lowered = {name: tuple(map(str.lower, words)) for name, words in found.items()}
        return Tense(**lowered, leads=self.flag(value, "leads", False))

    def places(self, value: Any) -> dict[str, Terms]:
        if not isinstance(value, dict):
            raise self.fail("places", "must be a mapping of ISO code to names")
        for code in value:
            if not isinstance(code, str):
                raise self.fail(f"places.{code}", "is no ISO code; put it in quotes")
        return {code: self.terms(f"places.{code}", names) for code, names in value.items()}

    def cities(self, value: Any) -> dict[str, dict[str, Terms]]:
        if not isinstance(value, dict):
            raise self.fail("cities", "must be a mapping of ISO code to cities")
        for code, named in value.items():
            if not isinstance(code, str):
                raise self.fail(f"cities.{code}", "is no ISO code; put it in quotes")
            if not isinstance(named, dict):
                raise self.fail(f"cities.{code}", "must be a mapping of English name to names")
        return {
            code: {
                str(city): self.terms(f"cities.{code}.{city}", names)
                for city, names in named.items()
            }
            for code, named in value.items()
        }


_STRINGS = frozenset({str})
_FIELDS = frozenset(Lexicon.__dataclass_fields__) - {"terms"} | {"concepts"}
