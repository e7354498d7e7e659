"""Cuts a tagged text into sentences and clauses.

A clause is what one act is read in: its actors, object and marks are looked for there first. Where
clauses begin is the lexicon's business (`breaks`); those that tell of something earlier are its
`asides`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ahocorasick_rs import AhoCorasick, MatchKind

from config.frozen import frozen
from config.lexicon import Lexicon
from watchers.matching import masks as m
from watchers.matching.fold import fold
from watchers.matching.tags import Folded, Tag

MAX_SENTENCE = 1_500
"""Longer ones are no sentences; the grammar's work grows with the square of their length."""
_UNSPACED = "⺀"
"""The first letter of the scripts that are written without spaces."""


_RESUMED = ", …"
"""What opens a clause that goes on with the one before an insertion."""
_INSERTION = 90
_AT_ONCE = 24
_SHORTEST = 3
"""Tags of an infinitive with its object."""
_FINITE = m.ACTS | m.PLAN | m.MAYBE | m.PASSIVE | m.SAY


def _acts_at_once(tags: Sequence[Tag], comma: int, stop: int) -> bool:
    """Whether a verb follows a comma, before anything that could be its own subject."""
    for tag in tags:
        if comma < tag.start < stop:
            if tag.start - comma > _AT_ONCE or tag.bits & (m.ACTORS | m.MINISTRY | m.AND):
                return False
            if tag.bits & m.ACTS:
                return True
    return False


def _is_infinitive(tags: Sequence[Tag], start: int, stop: int) -> bool:
    """Whether a stretch is an object with 'to' and its verb at the end, and nothing that rules."""
    inner = [tag.bits for tag in tags if start < tag.start < stop]
    if len(inner) < _SHORTEST or not (inner[-1] & m.ACTS and inner[-2] & m.TO_DO):
        return False
    return not any(bits & _FINITE for bits in inner[:-2])


@frozen
class Clause:
    """A stretch of one sentence. `first` and `last` index the sentence's tags."""

    start: int
    end: int
    first: int
    last: int
    is_aside: bool
    is_relative: bool = False
    """It is about the word before it."""
    resumes: tuple[int, int] = (0, 0)
    """The tags it goes on from, past an insertion: 'the embassy, shut since …, reopens'."""


@frozen
class Sentence:
    """A sentence, or the title."""

    index: int
    """0 is the title; 1 the first sentence of the body."""
    start: int
    end: int
    tags: tuple[Tag, ...]
    clauses: tuple[Clause, ...]
    bits: int
    """All concepts of its tags."""

    @property
    def is_title(self) -> bool:
        """Whether it is the item's title."""
        return self.index == 0


@dataclass(frozen=True, slots=True)
class _Mark:
    """A break; where it begins or ends with a blank, a word must not go on."""

    text: str
    is_begun: bool
    is_ended: bool
    is_unspaced: bool
    """Of a script without spaces: it stands behind that script only (folding makes '，' a ',')."""

    @classmethod
    def of(cls, word: str, *, has_spaces: bool) -> _Mark:
        return cls(word.strip(), word.startswith(" "), word.endswith(" "), not has_spaces)

    def stands(self, text: str, start: int, end: int) -> bool:
        if self.is_unspaced and (not start or text[start - 1] < _UNSPACED):
            return False
        if self.is_begun and start and _is_of_word(text[start - 1]):
            return False
        return not (self.is_ended and end < len(text) and _is_of_word(text[end]))


def _is_of_word(char: str) -> bool:
    """A letter, a digit, or a vowel sign of scripts whose signs are no letters."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without a full stop (a table, a list of links), cut where a word ends."""
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + 1, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        yield start, cut
        start = cut
    yield start, end


class Cutter:
    """The breaks of some languages, compiled once."""

    def __init__(self, lexicons: Sequence[Lexicon]) -> None:
        ends = "".join(dict.fromkeys(fold("".join(x.sentence_ends for x in lexicons))))
        spaced = "".join(char for char in ends if char < _UNSPACED)
        unspaced = "".join(char for char in ends if char >= _UNSPACED)
        # A set in front of all is what `re` skips through fastest.
        more = re.escape(spaced)
        marks = [rf"[\n{more}](?:(?<=\n)|[{more}]*[\"')\]]*(?=\s|$))"] if spaced else [r"\n"]
        marks += [rf"[{re.escape(unspaced)}]+"] if unspaced else []
        if unspaced and "?" in spaced:
            marks.append(rf"(?<=[{_UNSPACED}-\uffff])[?!]+")  # folding makes '？' a '?'
        self._ends = re.compile("|".join(marks))
        self._stops = frozenset(
            fold(word) for lexicon in lexicons for word in lexicon.abbreviations
        )
        self._longest_stop = max(map(len, self._stops), default=0)
        self._asides = frozenset(
            fold(word).strip() for lexicon in lexicons for word in lexicon.asides
        )
        self._relatives = frozenset(
            fold(word).strip() for lexicon in lexicons for word in lexicon.relatives
        )
        breaks = {
            fold(word): lexicon.has_spaces
            for lexicon in lexicons
            for word in (*lexicon.breaks, *lexicon.asides, *lexicon.relatives)
        }
        self._marks = tuple(
            _Mark.of(word, has_spaces=has_spaces)
            for word, has_spaces in breaks.items()
            if word.strip()
        )
        self._breaks = AhoCorasick(
            [mark.text for mark in self._marks], matchkind=MatchKind.LeftmostLongest
        )

    def cut(self, folded: Folded, title_end: int, tags: Sequence[Tag]) -> tuple[Sentence, ...]:
        """The sentences of a text whose title ends at the folded offset `title_end`."""
        title = min(title_end, MAX_SENTENCE)
        bounds = [(0, title), *self._bounds(folded, title)]
        breaks = self._find_breaks(folded.folded)
        sentences: list[Sentence] = []
        at = 0
        for index, (start, end) in enumerate(bounds):
            first = at
            while at < len(tags) and tags[at].start < end:
                at += 1
            own = tuple(tags[first:at])
            bits = 0
            for tag in own:
                bits |= tag.bits
            clauses = self._clauses(folded.folded, start, end, own, breaks)
            sentences.append(Sentence(index, start, end, own, clauses, bits))
        return tuple(sentences)

    def _find_breaks(self, text: str) -> list[tuple[int, str]]:
        return [
            (start, self._marks[index].text)
            for index, start, end in self._breaks.find_matches_as_indexes(text)
            if self._marks[index].stands(text, start, end)
        ]

    def _bounds(self, folded: Folded, title_end: int) -> list[tuple[int, int]]:
        text = folded.folded
        points = [title_end]
        ends = (m.end() for m in self._ends.finditer(text, title_end) if self._is_end(text, m))
        points.extend(ends)
        points.append(len(text))
        whole = ((a, b) for a, b in pairwise(points) if text[a:b].strip())
        return [part for a, b in whole for part in _short(text, a, b)]

    def _is_end(self, text: str, match: re.Match[str]) -> bool:
        """A full stop after an abbreviation or a single letter ends nothing."""
        if match.group()[0] != ".":
            return True
        at = match.start()
        if text[max(0, at - self._longest_stop - 1) : at].isalpha() and at > self._longest_stop:
            return True  # a longer word than any abbreviation
        first = max(text.rfind(" ", 0, at), text.rfind("\n", 0, at)) + 1
        word = text[first:at].lstrip("(\"'")
        is_initial = len(word) == 1 and word.isalpha()
        return not is_initial and word not in self._stops

    def _clauses(
        self,
        text: str,
        start: int,
        end: int,
        tags: tuple[Tag, ...],
        breaks: Sequence[tuple[int, str]],
    ) -> tuple[Clause, ...]:
        low = bisect_left(breaks, (start, ""))
        cuts = list(breaks[low : bisect_left(breaks, (end, ""))])
        if any(word in self._relatives for _, word in cuts):
            cuts = list(self._without_infinitives(cuts, end, tags))
        if not cuts:
            return (Clause(start, end, 0, len(tags), is_aside=False),)
        if not text[start : cuts[0][0]].strip():
            comma = text.find(",", cuts[0][0] + len(cuts[0][1]), end)
            later = [at for at, _ in cuts[1:]]
            if comma >= 0 and (not later or comma < later[0]):
                cuts.insert(1, (comma, ","))
            elif not later:
                # 'After three years the embassy works again': all of it is the main clause.
                cuts[0] = (cuts[0][0], "")
        edges = [(start, ""), *self._closed(text, start, end, tags, cuts)]
        ends = [at for at, _ in edges[1:]] + [end]
        clauses: list[Clause] = []
        at = 0
        for (begin, word), stop in zip(edges, ends, strict=True):
            first = at
            while at < len(tags) and tags[at].start < stop:
                at += 1
            resumes = (0, 0)
            if word == _RESUMED:
                resumes = (clauses[-2].first, clauses[-2].last)
            clauses.append(
                Clause(
                    begin, stop, first, at, word in self._asides, word in self._relatives, resumes
                )
            )
        return tuple(clauses)

    def _without_infinitives(
        self, cuts: Sequence[tuple[int, str]], end: int, tags: tuple[Tag, ...]
    ) -> Iterator[tuple[int, str]]:
        """'No plans, the embassy to cede': one clause, where an article is a relative too."""
        for index, (at, word) in enumerate(cuts):
            stop = cuts[index + 1][0] if index + 1 < len(cuts) else end
            if word not in self._relatives or not _is_infinitive(tags, at, stop):
                yield at, word

    def _closed(
        self,
        text: str,
        start: int,
        end: int,
        tags: tuple[Tag, ...],
        cuts: Sequence[tuple[int, str]],
    ) -> Iterator[tuple[int, str]]:
        """The cuts, and one more where a comma closes an insertion and a verb follows."""
        begins = start
        for index, (at, word) in enumerate(cuts):
            yield at, word
            stop = cuts[index + 1][0] if index + 1 < len(cuts) else end
            is_inserted = word.startswith(",") or "," in text[begins:at]
            begins = at
            if not is_inserted or word not in self._asides | self._relatives:
                continue
            comma = text.find(",", at + len(word), min(stop, at + _INSERTION))
            if comma >= 0 and _acts_at_once(tags, comma, stop):
                yield comma, _RESUMED
                begins = comma
