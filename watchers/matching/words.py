"""The words of lexicons and names by how they begin, so that those a text may have are found.

A head is the first `HEAD` letters of a folded term. A word has one, or several where its first
letters hold a choice. Heads are cut from all words of a language at once; what a word stands for
is spelled out when a text has one of its heads.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from config.terms import CHOICE, EXACT, STEM, Term, Terms, spell
from watchers.matching.entries import Shapes, is_unspaced
from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning

HEAD = 10
"""Shorter heads are quicker to load, longer ones have fewer terms each to look through."""
_SIGNS = "={|}~"


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a catalogue, which are the same for all languages."""

    meanings: tuple[Meaning, ...]
    first: tuple[int, ...]
    """For each meaning, the number of its first name."""
    heads: tuple[str, ...]
    unspaced: bytes
    """For each name, whether it may stand inside a word: its script has no spaces."""

    @classmethod
    def of(cls, meanings: Iterable[Meaning]) -> Names:
        """The names that some meanings have."""
        every = tuple(meanings)
        terms = [tuple(meaning.terms) for meaning in every]
        folded = [fold(term.text).replace("\n", " ") for each in terms for term in each]
        return cls(
            every,
            tuple(accumulate(map(len, terms), initial=0))[:-1],
            tuple(text[:HEAD] for text in folded),
            bytes(map(is_unspaced, folded)),
        )


class Words:
    """The words of some meanings, which `terms` finds by their heads."""

    def __init__(self, heads: Sequence[str], numbers: array[int], meanings: _Meanings) -> None:
        self._lines = "\n".join(["", *heads, ""])
        self._numbers = numbers
        """For each line, the number of the word whose head it is."""
        self._meanings = meanings

    @classmethod
    def read(
        cls, meanings: Iterable[Meaning], shapes: Shapes, names: Names | None = None
    ) -> tuple[Words, dict[str, bool]]:
        """Words, and for each of their heads whether all terms that it begins begin words.

        Args:
            names: those of the catalogue, where they are not among the meanings.
        """
        every = [*meanings]
        if names is None:
            names = Names.of(each for each in every if not isinstance(each.terms, Terms))
        numbered = _Meanings()
        inside = bytearray()
        written = []
        begin_words = {meaning.lang: shapes.begin_words(meaning.lang) for meaning in every}
        for meaning in every:
            if isinstance(meaning.terms, Terms) and meaning.terms:
                numbered.every.append(meaning)
                numbered.first.append(len(inside))
                lines = meaning.terms.lines
                written.append(lines)
                inside += bytes([not begin_words[meaning.lang]]) * (lines.count("\n") + 1)
        heads, more = _heads("\n".join(written)) if written else ([], [])
        numbers = array("i", range(len(heads)))
        count = len(heads)
        for number, head in more:
            heads.append(head)
            numbers.append(number)
            inside.append(inside[number])
        numbered.every += names.meanings
        numbered.first.extend(count + first for first in names.first)
        heads += names.heads
        numbers.extend(range(count, count + len(names.heads)))
        inside += names.unspaced if shapes.begin_words("") else b"\1" * len(names.heads)
        begins = dict.fromkeys(heads, True)
        begins.update(dict.fromkeys(compress(heads, inside), False))
        begins.pop("", None)
        return cls(heads, numbers, numbered), begins

    def terms(self, head: str) -> Iterator[tuple[Meaning, Term]]:
        """What the words with a head stand for, in their order; some have other heads as well."""

        def fits(begun: str) -> bool:
            text = " ".join(fold(begun).split()).removeprefix(EXACT).removesuffix(STEM)
            return text.startswith(head) or head.startswith(text)

        for number in sorted(self._with(head)):
            meaning, index = self._meanings.of(number)
            if isinstance(meaning.terms, Terms):
                for term in spell(meaning.terms.words[index], fits):
                    yield meaning, term
            else:
                yield meaning, meaning.terms[index]

    def _with(self, head: str) -> Iterator[int]:
        line = f"\n{head}\n"
        counted, passed = 0, -1
        at = self._lines.find(line)
        while at >= 0:
            passed += self._lines.count("\n", counted, at + 1)
            counted = at + 1
            yield self._numbers[passed]
            at = self._lines.find(line, counted)


class _Meanings:
    """Meanings, by the numbers of their words."""

    def __init__(self) -> None:
        self.every: list[Meaning] = []
        self.first = array("i")
        """For each meaning, the number of its first word."""

    def of(self, number: int) -> tuple[Meaning, int]:
        """The meaning of a word, and which of its words it is."""
        at = bisect_right(self.first, number) - 1
        return self.every[at], number - self.first[at]


def _heads(written: str) -> tuple[list[str], list[tuple[int, str]]]:
    """The first head of each word (one a line), and further ones with their words' numbers."""
    folded = fold(written)
    lines, words = folded.split("\n"), written.split("\n")
    heads = [line[:HEAD] for line in lines]
    odd = {head for head in set(heads) if not _is_plain(head)}
    # Some letters become signs when folded: such words cannot be taken by their looks.
    is_clear = all(folded.count(sign) == written.count(sign) for sign in _SIGNS)
    more: list[tuple[int, str]] = []
    for number in compress(range(len(heads)), map(odd.__contains__, heads)):
        line = lines[number]
        if "{" in heads[number] or line[:1] in "= ":
            is_seen = is_clear and "  " not in line
            found = _first_letters(line) if is_seen else _of_each(words[number])
            heads[number], *others = found
            more.extend((number, other) for other in others)
        elif len(line) <= HEAD:
            heads[number] = line.rstrip().removesuffix(STEM)
    return heads, more


def _of_each(word: str) -> list[str]:
    return sorted({fold(term.text)[:HEAD] for term in spell(word)})


def _is_plain(head: str) -> bool:
    """Whether the first letters of a word are the head of its one term, for sure."""
    return bool(head) and head[-1] not in "~ " and head[0] not in "= " and "{" not in head


def _first_letters(line: str) -> list[str]:
    """The heads of all that a folded word stands for: spelled out only as far as they reach."""
    reach = HEAD + len(EXACT)
    found = {""}
    for number, part in enumerate(CHOICE.split(line)):
        ways = part.split("|") if number % 2 else (part,)
        joined = (begun + way for begun in found for way in ways)
        found = {each.lstrip().replace("  ", " ")[: reach + 1] for each in joined}
        if min(map(len, found)) > reach:
            break
    texts = [each.rstrip().removeprefix(EXACT).removesuffix(STEM) for each in found]
    return sorted({text[:HEAD] for text in texts})
