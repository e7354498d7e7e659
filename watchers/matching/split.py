"""Terms of two parts with other words between: 'erkennt … an', 'hands … over', 'به اختیار … داد'.

Each part is found by itself; this module decides which of them belong together. The term then
stands where the language has its verb: at the first part, or at the second where verbs come last.
A 'not' between the parts negates it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from config.lexicon import Lexicon
from config.terms import Term, Terms
from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning
from watchers.matching.masks import AND, BIT, NOT
from watchers.matching.tags import NO_HABITS, Habits, Tag, by_start

_REACH = 120
"""Characters between the parts."""
_BREAKS = frozenset(";:!?\n")
_ENDS = frozenset('.,;:!?)…\n"-–|/')

Half = tuple[str, bool, str]
"""Folded text, whether it is a stem, language."""
Hit = tuple[int, int, int]
"""Start, end, number of the half."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """The second part of a term whose first part is known."""

    bits: int
    habits: Habits
    is_last: bool
    """The second part ends its clause: elsewhere it is another word."""


@dataclass(frozen=True, slots=True)
class Splits:
    """The split terms of some lexicons."""

    halves: tuple[Half, ...]
    pairs: Mapping[int, Mapping[int, _Pair]]
    """By the numbers of first and second part."""

    @classmethod
    def build(cls, meanings: Iterable[Meaning], by_lang: Mapping[str, Lexicon]) -> Splits:
        """The split terms among some meanings; the others are left out."""
        halves: dict[Half, int] = {}
        pairs: dict[int, dict[int, _Pair]] = {}
        habits = {lang: Habits.of(lexicon) for lang, lexicon in by_lang.items()}
        particles = {lang: set(map(fold, each.particles)) for lang, each in by_lang.items()}
        for meaning, term in _split_terms(meanings):
            lang = meaning.lang
            if lang not in by_lang:
                continue
            first = halves.setdefault((fold(term.text), term.is_stem, lang), len(halves))
            behind = fold(term.behind)
            second = halves.setdefault((behind, term.is_behind_stem, lang), len(halves))
            old = pairs.setdefault(first, {}).get(second)
            pairs[first][second] = _Pair(
                BIT[meaning.concept] | (old.bits if old else 0),
                habits.get(lang, NO_HABITS),
                behind in particles[lang],
            )
        return cls(tuple(halves), pairs)

    def join(self, text: str, tags: Sequence[Tag], hits: Sequence[Hit]) -> list[Tag]:
        """The tags of a folded text, with the split terms among them in place of their parts."""
        found = list(tags)
        reached = 0
        for hit in sorted(hits):
            if hit[2] not in self.pairs or hit[0] < reached:
                continue
            seconds = self._partners(text, found, hit, hits)
            if not seconds:
                continue
            joined = self._joined(found, hit, seconds)
            if joined is not None:
                found = joined
                reached = seconds[0][1]
        return found

    def _partners(
        self, text: str, tags: Sequence[Tag], first: Hit, hits: Sequence[Hit]
    ) -> list[Hit]:
        """The nearest second parts, that end together; the longest first."""
        pairs = self.pairs[first[2]]
        near = [
            hit
            for hit in hits
            if hit[2] in pairs
            and first[1] <= hit[0] <= first[1] + _REACH
            and not _is_broken(text, first[1], hit[0])
            and (not pairs[hit[2]].is_last or _ends_clause(text, tags, hit[1]))
        ]
        end = min((hit[1] for hit in near), default=0)
        return sorted(hit for hit in near if hit[1] == end)

    def _joined(self, tags: Sequence[Tag], first: Hit, seconds: Sequence[Hit]) -> list[Tag] | None:
        """The tags with the split one; None where a longer term holds one of its parts."""
        parts = (first, seconds[0])
        inner = [tag for tag in tags if any(tag.start < p[1] and p[0] < tag.end for p in parts)]
        if not all(any(p[0] <= tag.start and tag.end <= p[1] for p in parts) for tag in inner):
            return None
        pairs = [self.pairs[first[2]][second[2]] for second in seconds]
        bits = 0
        for pair in pairs:
            bits |= pair.bits
        # 'erkennt … nicht an' may be a term beside 'erkennt … an': the second one is negated.
        last = max(second[0] for second in seconds)
        negated = any(tag.bits & NOT and first[1] <= tag.start and tag.end <= last for tag in tags)
        start, end, _ = parts[1] if pairs[0].habits.verb_final else first
        tag = Tag(start, end, bits, "", is_negated=negated, habits=pairs[0].habits)
        return sorted([*(each for each in tags if each not in inner), tag], key=by_start)


def _split_terms(meanings: Iterable[Meaning]) -> Iterator[tuple[Meaning, Term]]:
    for meaning in meanings:
        if isinstance(meaning.terms, Terms):
            for term in meaning.terms.split():
                yield meaning, term


def _is_broken(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two parts; a comma may stand there, and '1. July'."""
    between = text[start:end]
    if _BREAKS.intersection(between):
        return True
    at = between.find(". ")
    return at > 0 and not between[at - 1].isdigit()


def _ends_clause(text: str, tags: Sequence[Tag], end: int) -> bool:
    """Nothing of the clause follows: a mark, the text's end, or a word that joins on more."""
    at = end
    while at < len(text) and text[at] == " ":
        at += 1
    if at == len(text) or text[at] in _ENDS:
        return True
    return any(tag.start == at and tag.bits & AND for tag in tags)
