"""What an editor sets of a report or an event, as words: `kind=ambassador_accepted host=russia`.

Buttons write the same in short codes (`k=amb h=RU`), so that a draft travels in the 63 bytes of
a command and is kept nowhere else. Only names of people that an editor typed are kept: a code
stands for each.
"""

from __future__ import annotations

import re
import shlex
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from bot.chat.days import iso_word, meanings_of
from bot.chat.places import Place, PlaceKind, Places
from bot.ledger.errors import DecisionError
from bot.model import Correction, Event
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Control, Kind, Precision, Rank, Stance
from watchers.matching.fold import fold as fold_letters

E = TypeVar("E", bound=StrEnum)

KINDS: Mapping[Kind, str] = {
    Kind.RECOGNIZED: "rec",
    Kind.AMBASSADOR_ACCEPTED: "amb",
    Kind.ENVOY_ACCREDITED: "acc",
    Kind.MISSION_HANDED_OVER: "han",
    Kind.MISSION_OPENED: "ope",
    Kind.ENVOY_NAMED: "nam",
    Kind.ACCREDITATION_REFUSED: "ref",
    Kind.MISSION_CLOSED: "clo",
    Kind.ENVOY_DEPARTED: "dep",
    Kind.SERVICES_CHANGED: "ser",
    Kind.RECIPROCAL: "rcp",
}
"""What an editor may say happened, with its code; positions and observations are no news."""
RANKS: Mapping[Rank, str] = {
    Rank.AMBASSADOR: "amb",
    Rank.CHARGE: "cha",
    Rank.MINISTER_COUNSELLOR: "mic",
    Rank.FIRST_SECRETARY: "1st",
    Rank.SECOND_SECRETARY: "2nd",
    Rank.THIRD_SECRETARY: "3rd",
    Rank.CONSUL_GENERAL: "cog",
    Rank.CONSUL: "con",
    Rank.CONSULAR_OFFICER: "off",
    Rank.PERMANENT_REPRESENTATIVE: "per",
    Rank.DIPLOMAT: "dip",
    Rank.OTHER: "oth",
}
ASSERTIONS: Mapping[Assertion, str] = {each: each.value[:2] for each in Assertion}

_KEYS = {
    "k": "kind",
    "h": "host",
    "m": "mission",
    "d": "date",
    "r": "rank",
    "a": "assertion",
    "e": "envoy",
}
_FIELDS = frozenset({*_KEYS.values(), "control", "stance"})
_PERSON_LETTERS = 5
"""Of a person's code: all fields at once just fit into a button."""
_CONTROLS: Mapping[Control, str] = {each: each.value for each in Control}
_STANCES: Mapping[Stance, str] = {each: each.value for each in Stance}
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://")
_QUOTES = str.maketrans("“”„«»", '"' * 5)
_DATE = re.compile(r"~?\d{4}(-\d{2}){0,2}|~?\d{8}")


@dataclass(frozen=True, slots=True)
class Written:
    """The words after an editor's command, sorted by what they are."""

    words: tuple[str, ...]
    fields: Mapping[str, str]
    urls: tuple[str, ...]

    @property
    def source_url(self) -> str:
        """The first address given; "" without one."""
        return self.urls[0] if self.urls else ""


def read_words(rest: str) -> Written:
    """Sort words into plain ones, `field=value` and addresses; "…" holds words together."""
    words: list[str] = []
    fields: dict[str, str] = {}
    urls: list[str] = []
    for word in _split(rest):
        key, equals, value = word.partition("=")
        name = _KEYS.get(key.lower(), key.lower())
        if _ADDRESS.match(word):
            urls.append(word)
        elif not equals:
            words.append(word)
        elif name not in _FIELDS:
            known = ", ".join(sorted(_FIELDS))
            raise DecisionError(f"there is no field “{key}”; those there are: {known}")
        else:
            fields[name] = value
    return Written(tuple(words), fields, tuple(urls))


class Drafts:
    """Reads fields by the catalogue's names, and writes them for buttons."""

    def __init__(self, catalog: Catalog, places: Places) -> None:
        self._catalog = catalog
        self._places = places
        self._people = _by_name(catalog)

    def read(self, fields: Mapping[str, str], people: Iterable[str] = ()) -> Correction:
        """The fields as values. Raises DecisionError that names the field and the cure.

        `people` are the envoys, as ids or as written, that a code may stand for.
        """
        host, mission = self._host(fields.get("host")), fields.get("mission")
        made = Correction(
            kind=_value(KINDS, fields.get("kind"), "kind"),
            assertion=_value(ASSERTIONS, fields.get("assertion"), "assertion"),
            host=host,
            mission=None if mission is None else self._mission(mission),
            happened=_day(fields.get("date")),
            envoy=self._envoy(fields.get("envoy"), people),
            rank=_value(RANKS, fields.get("rank"), "rank"),
            control=_value(_CONTROLS, fields.get("control"), "control"),
            stance=_value(_STANCES, fields.get("stance"), "stance"),
        )
        if made.mission is None or host is not None:
            return made
        return replace(made, host=self._catalog.missions[made.mission].host)

    def write(self, fields: Correction) -> str:
        """The fields that buttons set, in codes: `k=amb m=1a2b d=20260720 r=cha a=co e=1a2b3`."""
        day = fields.happened
        parts = {
            "k": KINDS.get(fields.kind) if fields.kind else None,
            "h": fields.host,
            "m": code_of(fields.mission, 4) if fields.mission else None,
            "d": _day_code(day) if day else None,
            "r": RANKS.get(fields.rank) if fields.rank else None,
            "a": ASSERTIONS[fields.assertion] if fields.assertion else None,
            "e": code_of(fields.envoy, _PERSON_LETTERS) if fields.envoy else None,
        }
        # A mission says its host: what follows from it needs no room.
        parts |= {"h": None} if fields.mission else {}
        return " ".join(f"{key}={value}" for key, value in parts.items() if value)

    def typed(self, number: int, fields: Correction) -> str:
        """How to go on with a draft by typing a name that no button offers."""
        written = self.write(replace(fields, envoy=None))
        return f'/review {number} edit {written} envoy="…"'.replace("  ", " ")

    def place(self, words: str) -> Correction:
        """The host, and the mission where a city of one is named. Raises DecisionError."""
        found = self._resolved(words)
        is_city = found.kind is PlaceKind.MISSION
        return Correction(host=found.host, mission=found.value if is_city else None)

    def event(self, known: Iterable[Event], word: str) -> Event:
        """The event of that id or code. Raises DecisionError."""
        for event in known:
            if word in {event.id, code_of(event.id)}:
                return event
        raise DecisionError(
            f"there is no event “{word}”; /correct and a country lists its events with their codes"
        )

    def _envoy(self, word: str | None, people: Iterable[str]) -> str | None:
        """Somebody by a code or a name; who is known to nobody is called as written."""
        word = " ".join((word or "").split())
        if not word:
            return None
        for person in people:
            if word in {person, code_of(person, _PERSON_LETTERS)}:
                return person
        return self._people.get(fold_letters(word), word)

    def _host(self, word: str | None) -> str | None:
        if word is None:
            return None
        if word.upper() in self._catalog.countries:
            return word.upper()
        return self._resolved(word).host

    def _mission(self, word: str) -> str:
        for mission in self._catalog.missions.values():
            if word in {mission.id, code_of(mission.id, 4)}:
                return mission.id
        found = self._resolved(word)
        if found.kind is not PlaceKind.MISSION:
            raise DecisionError(f"“{word}” is no mission: write its city or its id")
        return found.value

    def _resolved(self, words: str) -> Place:
        found = self._places.resolve(words)
        if isinstance(found, Place) and found.host is not None:
            return found
        raise DecisionError(f"“{words}” is no country and no city of a mission")


def _by_name(catalog: Catalog) -> Mapping[str, str]:
    """The ids of envoys by their names, but for names that several bear."""
    bearers: dict[str, set[str]] = {}
    for envoy in catalog.envoys.values():
        for name in envoy.names:
            bearers.setdefault(fold_letters(name), set()).add(envoy.id)
    return {name: min(ids) for name, ids in bearers.items() if len(ids) == 1}


def code_of(identity: str, letters: int = 8) -> str:
    """A short stable code for an id, for buttons and for people to type."""
    return f"{zlib.crc32(identity.encode()):08x}"[:letters]


def kind_of(word: str) -> Kind | None:
    """The kind that a word names, by its value (- or _) or its code."""
    wanted = word.lower().replace("-", "_")
    return next((kind for kind, code in KINDS.items() if wanted in {kind.value, code}), None)


def is_day(word: str) -> bool:
    """Whether a word is meant as a date."""
    return _DATE.fullmatch(iso_word(word)) is not None or len(meanings_of(word)) > 1


def _value(codes: Mapping[E, str], word: str | None, field: str) -> E | None:
    if word is None:
        return None
    wanted = word.lower().replace("-", "_")
    for value, code in codes.items():
        if wanted in {value.value, code}:
            return value
    raise DecisionError(f"“{word}” is no {field}: write one of {', '.join(codes)}")


def _day(word: str | None) -> PartialDate | None:
    if word is None:
        return None
    word = iso_word(word)
    try:
        if found := re.fullmatch(r"(~?)(\d{4})(\d\d)(\d\d)", word):
            return PartialDate.read("{}{}-{}-{}".format(*found.groups()))
        return PartialDate.read(word)
    except ValueError:
        if len(meant := meanings_of(word)) > 1:
            raise DecisionError(
                f"“{word}” may be {' or '.join(meant)}: write it in that order"
            ) from None
        raise DecisionError(
            f"“{word}” is no date: write 2026-07-20, 2026-07, 2026, or ~2026-07-20 for about"
        ) from None


def _day_code(day: PartialDate) -> str:
    if day.precision not in {Precision.DAY, Precision.APPROX}:
        return str(day)
    return f"{'~' if day.precision is Precision.APPROX else ''}{day.day:%Y%m%d}"


def _split(rest: str) -> Sequence[str]:
    """Words, where "…" (straight or as phones write them) holds several together."""
    lexer = shlex.shlex(rest.translate(_QUOTES), posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    # An apostrophe is a letter here (d'affaires), and a backslash nothing special.
    lexer.quotes, lexer.escape = '"', ""
    try:
        return list(lexer)
    except ValueError:
        raise DecisionError('a quotation mark (") is not closed') from None
