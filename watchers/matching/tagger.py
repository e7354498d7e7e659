"""One pass over a text: which concepts stand where.

An Aho-Corasick automaton finds every term at once; this module keeps those that stand as words
(or, in scripts without spaces, anywhere) and of overlapping ones the leftmost longest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from config.lexicon import Lexicon
from watchers.matching.entries import ANY_ENDING, Entry, Shapes, half_entry
from watchers.matching.fold import fold, goes_on, in_words, starts
from watchers.matching.gazetteer import Meaning
from watchers.matching.heads import PENDING, Heads, Hit
from watchers.matching.masks import ACTS, MISSIONS, OWNERS, RANKS
from watchers.matching.split import Splits
from watchers.matching.tags import Folded, Tag
from watchers.matching.words import Names

_LAST_LATIN_MARK = "\u036f"
"""Up to here marks are folded away."""
_POSTS = RANKS | MISSIONS
_OBJECTS = _POSTS | OWNERS
"""Nouns that an act's own words may swallow; those of a post may swallow its owner."""


class Tagger:
    """The automaton over all terms of some lexicons and of the catalogue.

    Args:
        names: the catalogue's names, where they are not among the meanings.
    """

    def __init__(
        self,
        meanings: Iterable[Meaning],
        lexicons: Sequence[Lexicon],
        names: Names | None = None,
    ) -> None:
        by_lang = {lexicon.lang: lexicon for lexicon in reversed(lexicons)}
        every = list(meanings)
        self._splits = Splits.build(every, by_lang)
        halves = [(half[0], half_entry(half, by_lang[half[2]])) for half in self._splits.halves]
        self._halves = len(halves)
        self._heads = Heads(every, names, Shapes(by_lang), halves)
        self._entries = self._heads.entries

    def tag(self, text: str, folded: str | None = None) -> tuple[Folded, list[Tag]]:
        """The tags of a text, left to right, none overlapping; `folded` where it is known."""
        folded = fold(text) if folded is None else folded
        start_of = starts(text, folded)
        found: list[tuple[int, int, int, bool]] = []
        halves: list[Hit] = []
        heads, entries = self._heads, self._entries
        begins_word, longest, groups = heads.begins_word, heads.longest_ending, heads.groups
        # Most hits are pieces of longer words: they are dropped before anything is called.
        in_word = in_words(folded)
        joined = goes_on(in_word)
        marked, quoted = not folded.isascii(), "'" in folded
        longer: list[Hit] = []
        hits = heads.search.find_matches_as_indexes(folded, overlapping=True)
        for index, start, end in chain(hits, longer):
            is_joined = joined[start]
            if begins_word[index] and (is_joined or (marked and _is_behind_mark(folded, start))):
                continue
            if in_word[end] and in_word.startswith(_LONGER[longest[index]], end - 1):
                continue
            entry = entries[index]
            if entry is PENDING:
                group = groups.get(index)
                longer += (
                    group.at(folded, start) if group else heads.spell(index, folded, start, end)
                )
                continue
            stands: bool | None = False
            if is_joined or in_word[end] or (quoted and folded.startswith("'", end)):
                stands = _stands(folded, start, end, entry)
            if stands is None or (entry.exact and not _is_exact(text, start_of, start, entry)):
                continue
            if index < self._halves:
                halves.append((start, end, index))
            else:
                found.append((start, -end, index, stands))
        found.sort()
        tags = self._leftmost_longest(found)
        if halves:
            tags = self._splits.join(folded, tags, halves)
        return Folded(text, folded, start_of), tags

    def _leftmost_longest(self, found: list[tuple[int, int, int, bool]]) -> list[Tag]:
        tags: list[Tag] = []
        entries = self._entries
        at = reached = 0
        for start, minus_end, index, negated in found:
            if start >= reached:
                at, reached = start, -minus_end
                it = entries[index]
                tags.append(
                    Tag(at, reached, it.bits, it.value, it.form, it.city, negated, it.habits)
                )
            elif start == at and -minus_end == reached:
                tags[-1] = _joined(tags[-1], entries[index])
            elif entries[index].bits & _OBJECTS and tags[-1].bits & (ACTS | _POSTS):
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


_LONGER = (*(b"\1" * (length + 2) for length in range(ANY_ENDING)), b"\2")
"""By the longest ending of a term: how a text goes on from its last letter where it is a longer
word than that; nothing for terms with any ending."""


def _tag(start: int, end: int, entry: Entry, negated: bool) -> Tag:
    return Tag(start, end, entry.bits, entry.value, entry.form, entry.city, negated, entry.habits)


def _joined(tag: Tag, entry: Entry) -> Tag:
    """The same words with a second meaning (written differently, or in another language)."""
    value = tag.value or entry.value
    return replace(tag, bits=tag.bits | entry.bits, value=value)


_REST = re.compile(r"(?:[^\W_]|')*")
"""What is left of a word; an apostrophe ends none."""


def _is_exact(text: str, start_of: tuple[int, ...] | None, start: int, entry: Entry) -> bool:
    first = start if start_of is None else start_of[start]
    return text.startswith(entry.exact, first)


def _stands(folded: str, start: int, end: int, entry: Entry) -> bool | None:
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
