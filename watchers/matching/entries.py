"""What a term stands for, and how it may stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config.lexicon import Affixes, Lexicon
from config.terms import Term
from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning, PlaceForm
from watchers.matching.masks import BIT
from watchers.matching.split import Half
from watchers.matching.tags import NO_HABITS, Habits

ANY_ENDING = 255
_NONE = Affixes()
_UNSPACED = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one folded term can stand for, and how it may stand."""

    bits: int
    value: str
    form: PlaceForm
    city: str
    is_stem: bool
    exact: str
    """The case it must be written in; empty for any."""
    has_spaces: bool
    affixes: Affixes
    habits: Habits
    is_word: bool = field(init=False)
    """It begins a word: nothing may stand against it in front."""
    longest_ending: int = field(init=False)
    """In characters; `ANY_ENDING` where it has no bound."""

    def __post_init__(self) -> None:
        affixes = self.affixes
        is_word = self.has_spaces and not (affixes.prefixes or affixes.negative_prefixes)
        longest = min(ANY_ENDING - 1, max(map(len, affixes.suffixes), default=0))
        if self.is_stem or affixes.negative_suffixes or not self.has_spaces:
            longest = ANY_ENDING
        object.__setattr__(self, "is_word", is_word)
        object.__setattr__(self, "longest_ending", longest)


class Shapes:
    """Entries by all that they hold: thousands of terms share one."""

    def __init__(self, by_lang: Mapping[str, Lexicon]) -> None:
        self._by_lang = by_lang
        self._affixes = {lang: _folded(lexicon.affixes) for lang, lexicon in by_lang.items()}
        self._shared = _shared_affixes(self._affixes.values())
        self._habits = {lang: Habits.of(lexicon) for lang, lexicon in by_lang.items()}
        self._known: dict[tuple[object, ...], Entry] = {}

    def begin_words(self, lang: str) -> bool:
        """Whether the terms of a language begin words; for "" names, but for unspaced ones."""
        affixes = self._affixes.get(lang, self._shared)
        lexicon = self._by_lang.get(lang)
        has_spaces = lexicon is None or lexicon.has_spaces
        return has_spaces and not (affixes.prefixes or affixes.negative_prefixes)

    def entry(self, meaning: Meaning, term: Term, folded: str, old: Entry | None) -> Entry:
        """The entry of a term that may have meanings already."""
        lexicon = self._by_lang.get(meaning.lang)
        affixes = self._affixes[meaning.lang] if lexicon else self._shared
        if meaning.is_bare:
            affixes = _NONE
        if old is not None:
            affixes = _either(old.affixes, affixes)
        has_spaces = lexicon.has_spaces if lexicon else not is_unspaced(folded)
        habits = self._habits.get(meaning.lang, NO_HABITS)
        exact = term.text if term.is_exact else ""
        fields = (*_named(meaning, term.is_stem, old), exact, has_spaces)
        shape = (*fields, id(affixes), id(habits))
        if (entry := self._known.get(shape)) is None:
            entry = self._known[shape] = Entry(*fields, affixes, habits)
        return entry


def _named(
    meaning: Meaning, is_stem: bool, old: Entry | None
) -> tuple[int, str, PlaceForm, str, bool]:
    """Concepts, value, form, city and "is a stem" of a term that may have meanings already."""
    bit = BIT[meaning.concept]
    if old is None:
        return bit, meaning.value, meaning.form, meaning.city, is_stem
    bits, is_stem = bit | old.bits, is_stem or old.is_stem
    if old.value:
        return bits, old.value, old.form, old.city, is_stem
    return bits, meaning.value, meaning.form, meaning.city, is_stem


def half_entry(half: Half, lexicon: Lexicon) -> Entry:
    """A part of a split term: found like a term of its own, but tagged only beside the other."""
    text, is_stem, _ = half
    affixes = _folded(lexicon.affixes)
    return Entry(
        bits=0,
        value="",
        form=PlaceForm.COUNTRY,
        city="",
        is_stem=is_stem,
        exact="",
        has_spaces=lexicon.has_spaces and not is_unspaced(text),
        affixes=Affixes(prefixes=affixes.prefixes),
        habits=NO_HABITS,
    )


def _either(one: Affixes, other: Affixes) -> Affixes:
    """A word of two languages takes the endings of both."""
    if one == other:
        return one
    return Affixes(
        *(
            tuple(dict.fromkeys((*getattr(one, name), *getattr(other, name))))
            for name in Affixes.__dataclass_fields__
        )
    )


def _folded(affixes: Affixes) -> Affixes:
    return Affixes(
        prefixes=tuple(map(fold, affixes.prefixes)),
        suffixes=tuple(map(fold, affixes.suffixes)),
        negative_prefixes=tuple(map(fold, affixes.negative_prefixes)),
        negative_suffixes=tuple(map(fold, affixes.negative_suffixes)),
    )


def _shared_affixes(all_affixes: Iterable[Affixes]) -> Affixes:
    """Names of the catalogue belong to no language: any lexicon's endings may follow them."""
    every = tuple(all_affixes)
    suffixes = dict.fromkeys(suffix for affixes in every for suffix in affixes.suffixes)
    prefixes = dict.fromkeys(prefix for affixes in every for prefix in affixes.prefixes)
    return Affixes(tuple(prefixes), tuple(suffixes))


def is_unspaced(text: str) -> bool:
    return bool(_UNSPACED.search(text))
