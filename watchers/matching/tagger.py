"""One pass over a text: which concepts stand where.

An Aho-Corasick automaton finds every term at once; this module keeps those that stand as words
(or, in scripts without spaces, anywhere) and of overlapping ones the leftmost longest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ahocorasick_rs import AhoCorasick, MatchKind

from config.lexicon import Affixes, Lexicon
from watchers.matching.fold import fold, in_words, starts
from watchers.matching.gazetteer import Meaning, PlaceForm
from watchers.matching.masks import ACTS, BIT, MISSIONS, OWNERS, RANKS
from watchers.matching.split import Half, Hit, Splits
from watchers.matching.tags import NO_HABITS, Folded, Habits, Tag

_NONE = Affixes()
_LAST_LATIN_MARK = "\u036f"
"""Up to here marks are folded away."""
_POSTS = RANKS | MISSIONS
_OBJECTS = _POSTS | OWNERS
"""Nouns that an act's own words may swallow; those of a post may swallow its owner."""


@dataclass(frozen=True, slots=True)
class _Entry:
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
    is_word: bool
    """It begins a word: nothing may stand against it in front."""


class Tagger:
    """The automaton over all terms of some lexicons and of the catalogue."""

    def __init__(self, meanings: Iterable[Meaning], lexicons: Sequence[Lexicon]) -> None:
        by_lang = {lexicon.lang: lexicon for lexicon in reversed(lexicons)}
        every = list(meanings)
        entries = _entries(every, by_lang)
        self._splits = Splits.build(every, by_lang)
        self._whole = len(entries)
        halves = (_half(half, by_lang[half[2]]) for half in self._splits.halves)
        self._entries = (*entries.values(), *halves)
        self._begins_word = bytes(entry.is_word for entry in self._entries)
        self._longest_ending = bytes(map(_longest_ending, self._entries))
        whole = (key if isinstance(key, str) else key[0] for key in entries)
        patterns = [*whole, *(half[0] for half in self._splits.halves)]
        self._all = AhoCorasick(patterns, matchkind=MatchKind.Standard, store_patterns=False)

    def tag(self, text: str) -> tuple[Folded, list[Tag]]:
        """The tags of a text, left to right, none overlapping."""
        folded = fold(text)
        start_of = starts(text, folded)
        found: list[tuple[int, int, int, bool]] = []
        halves: list[Hit] = []
        entries, begins_word, longest = self._entries, self._begins_word, self._longest_ending
        # Most hits are pieces of longer words: they are dropped before anything is called.
        in_word = in_words(folded)
        marked = not folded.isascii()
        for index, start, end in self._all.find_matches_as_indexes(folded, overlapping=True):
            is_joined = start and in_word[start - 1] and in_word[start]
            if begins_word[index] and (is_joined or (marked and _is_behind_mark(folded, start))):
                continue
            if in_word[end] and in_word.startswith(_LONGER[longest[index]], end - 1):
                continue
            entry = entries[index]
            stands: bool | None = False
            if is_joined or in_word[end] or folded.startswith("'", end):
                stands = _stands(folded, start, end, entry)
            if stands is None or (entry.exact and not _is_exact(text, start_of, start, entry)):
                continue
            if index >= self._whole:
                halves.append((start, end, index - self._whole))
            else:
                found.append((start, -end, index, stands))
        found.sort()
        tags = self._leftmost_longest(found)
        if halves:
            tags = self._splits.join(folded, tags, halves)
        return Folded(text, folded, start_of), tags

    def _leftmost_longest(self, found: list[tuple[int, int, int, bool]]) -> list[Tag]:
        tags: list[Tag] = []
        at = reached = 0
        for start, minus_end, index, negated in found:
            if start >= reached:
                at, reached = start, -minus_end
                tags.append(_tag(at, reached, self._entries[index], negated))
            elif start == at and -minus_end == reached:
                tags[-1] = _joined(tags[-1], self._entries[index])
            elif self._entries[index].bits & _OBJECTS and tags[-1].bits & (ACTS | _POSTS):
                self._part(tags, start, -minus_end, index)
        return tags

    def _part(self, tags: list[Tag], start: int, end: int, index: int) -> None:
        """'(Names the ambassador)' as one act: the noun at its edge is read as well."""
        act = tags[-1]
        wanted = OWNERS if act.bits & _POSTS else _OBJECTS
        if act.bits & wanted or not self._entries[index].bits & wanted:
            return
        noun = _tag(start, end, self._entries[index], False)
        if start == act.start:
            tags[-1:] = [noun, replace(act, start=end)]
        elif end == act.end:
            tags[-1:] = [replace(act, end=start), noun]


_ANY = 255
_LONGER = (*(b"\1" * (length + 2) for length in range(_ANY)), b"\2")
"""By the longest ending of a term: how a text goes on from its last letter where it is a longer
word than that; nothing for terms with any ending."""


def _longest_ending(entry: _Entry) -> int:
    affixes = entry.affixes
    if entry.is_stem or affixes.negative_suffixes or not entry.has_spaces:
        return _ANY
    return min(_ANY - 1, max(map(len, affixes.suffixes), default=0))


def _tag(start: int, end: int, entry: _Entry, negated: bool) -> Tag:
    return Tag(start, end, entry.bits, entry.value, entry.form, entry.city, negated, entry.habits)


def _joined(tag: Tag, entry: _Entry) -> Tag:
    """The same words with a second meaning (written differently, or in another language)."""
    value = tag.value or entry.value
    return replace(tag, bits=tag.bits | entry.bits, value=value)


_Key = str | tuple[str, str]
"""A folded term; with it the case it must be written in, where that matters."""


def _entries(meanings: Iterable[Meaning], by_lang: Mapping[str, Lexicon]) -> dict[_Key, _Entry]:
    """What each term stands for, split ones left out."""
    entries: dict[_Key, _Entry] = {}
    shapes = _Shapes(by_lang)
    for meaning in meanings:
        # Most terms of a meaning differ in their text alone: they share one entry.
        shared: dict[tuple[int, bool], _Entry] = {}
        has_language = meaning.lang in by_lang
        for text, is_stem, is_exact, behind, _ in meaning.terms:
            folded = fold(text)
            if behind or not folded:
                continue
            if is_exact or not (has_language or folded.isascii()):
                key = (folded, text) if is_exact else folded
                exact = text if is_exact else ""
                entries[key] = shapes.entry(meaning, is_stem, exact, folded, entries.get(key))
                continue
            old = entries.get(folded)
            like = (id(old), is_stem)
            if (entry := shared.get(like)) is None:
                entry = shared[like] = shapes.entry(meaning, is_stem, "", folded, old)
            entries[folded] = entry
    return entries


class _Shapes:
    """Entries by all that they hold: thousands of terms share one."""

    def __init__(self, by_lang: Mapping[str, Lexicon]) -> None:
        self._by_lang = by_lang
        self._affixes = {lang: _folded(lexicon.affixes) for lang, lexicon in by_lang.items()}
        self._shared = _shared_affixes(self._affixes.values())
        self._habits = {lang: Habits.of(lexicon) for lang, lexicon in by_lang.items()}
        self._known: dict[tuple[object, ...], _Entry] = {}

    def entry(
        self, meaning: Meaning, is_stem: bool, exact: str, folded: str, old: _Entry | None
    ) -> _Entry:
        """The entry of a term that may have meanings already."""
        lexicon = self._by_lang.get(meaning.lang)
        affixes = self._affixes[meaning.lang] if lexicon else self._shared
        if meaning.is_bare:
            affixes = _NONE
        if old is not None:
            affixes = _either(old.affixes, affixes)
        has_spaces = lexicon.has_spaces if lexicon else not _is_unspaced(folded)
        habits = self._habits.get(meaning.lang, NO_HABITS)
        fields = (*_named(meaning, is_stem, old), exact, has_spaces)
        shape = (*fields, id(affixes), id(habits))
        if (entry := self._known.get(shape)) is None:
            is_word = has_spaces and not (affixes.prefixes or affixes.negative_prefixes)
            entry = self._known[shape] = _Entry(*fields, affixes, habits, is_word)
        return entry


def _named(
    meaning: Meaning, is_stem: bool, old: _Entry | None
) -> tuple[int, str, PlaceForm, str, bool]:
    """Concepts, value, form, city and "is a stem" of a term that may have meanings already."""
    bit = BIT[meaning.concept]
    if old is None:
        return bit, meaning.value, meaning.form, meaning.city, is_stem
    bits, is_stem = bit | old.bits, is_stem or old.is_stem
    if old.value:
        return bits, old.value, old.form, old.city, is_stem
    return bits, meaning.value, meaning.form, meaning.city, is_stem


def _half(half: Half, lexicon: Lexicon) -> _Entry:
    """A part of a split term: found like a term of its own, but tagged only beside the other."""
    text, is_stem, _ = half
    affixes = _folded(lexicon.affixes)
    return _Entry(
        bits=0,
        value="",
        form=PlaceForm.COUNTRY,
        city="",
        is_stem=is_stem,
        exact="",
        has_spaces=lexicon.has_spaces and not _is_unspaced(text),
        affixes=Affixes(prefixes=affixes.prefixes),
        habits=NO_HABITS,
        is_word=lexicon.has_spaces and not affixes.prefixes,
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


_REST = re.compile(r"(?:[^\W_]|')*")
"""What is left of a word; an apostrophe ends none."""
_UNSPACED = re.compile(r"[぀-ヿ㐀-鿿豈-﫿]")


def _is_unspaced(text: str) -> bool:
    return bool(_UNSPACED.search(text))


def _is_exact(text: str, start_of: tuple[int, ...] | None, start: int, entry: _Entry) -> bool:
    first = start if start_of is None else start_of[start]
    return text.startswith(entry.exact, first)


def _stands(folded: str, start: int, end: int, entry: _Entry) -> bool | None:
    """None where the term is only a part of a word; else whether an affix negates it."""
    if not entry.has_spaces:
        return False
    negated = False
    affixes = entry.affixes
    if start and folded[start - 1].isalnum() and folded[start].isalnum():
        if entry.is_word:
            return None
        prefix = _word_before(folded, start)
        negated = prefix in affixes.negative_prefixes
        if not negated and prefix not in affixes.prefixes:
            return None
    if end < len(folded) and _goes_on(folded, end):
        suffix = _word_after(folded, end)
        if suffix.startswith(affixes.negative_suffixes):
            return True
        if not entry.is_stem and suffix not in affixes.suffixes:
            return None
    return negated


def _is_behind_mark(folded: str, start: int) -> bool:
    """A vowel sign before it, as in Indic scripts: the word has begun earlier."""
    before = folded[start - 1] if start else " "
    return before > _LAST_LATIN_MARK and unicodedata.category(before)[0] == "M"


def _goes_on(folded: str, end: int) -> bool:
    char = folded[end]
    if char == "'":
        return end + 1 < len(folded) and folded[end + 1].isalnum()
    return char.isalnum() and folded[end - 1].isalnum()


def _word_before(folded: str, start: int) -> str:
    first = start
    while first and folded[first - 1].isalnum():
        first -= 1
    return folded[first:start]


def _word_after(folded: str, end: int) -> str:
    rest = _REST.match(folded, end)
    return (rest.group().rstrip("'") if rest else "") or "'"
