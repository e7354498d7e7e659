"""The words of lexicons and names by how they begin, so that those a text may have are found.

A head is the first `HEAD` letters of a folded term. A word has one, or several where its first
letters hold a choice. Heads are cut from all words of a language at once; what a word stands for
is spelled out when a text has one of its heads.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import compress

from config.terms import CHOICE, EXACT, STEM, Term, Terms, spell
from watchers.matching.entries import is_unspaced
from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning

HEAD = 10
"""Shorter heads are quicker to load, longer ones have fewer terms each to look through."""
_SIGNS = "={|}~"


class Words:
    """The words of some meanings, which `terms` finds by their heads."""

    def __init__(self, heads: Sequence[str], numbers: array[int], meanings: _Meanings) -> None:
        self._lines = "\n".join(["", *heads, ""])
        self._numbers = numbers
        """For each line, the number of the word whose head it is."""
        self._meanings = meanings

    @classmethod
    def read(
        cls, meanings: Iterable[Meaning], begin_words: Callable[[Meaning], bool]
    ) -> tuple[Words, dict[str, bool]]:
        """Words, and for each of their heads whether all terms that it begins begin words."""
        every = [*meanings]
        numbered = _Meanings()
        inside = bytearray()
        written = []
        for meaning in every:
            if isinstance(meaning.terms, Terms) and meaning.terms:
                numbered.add(meaning, len(inside))
                written.append(meaning.terms.lines)
                count = meaning.terms.lines.count("\n") + 1
                inside += bytes([not begin_words(meaning)]) * count
        heads, more = _heads("\n".join(written)) if written else ([], [])
        numbers = array("i", range(len(heads)))
        named_from = len(heads)
        for number, head in more:
            heads.append(head)
            numbers.append(number)
            inside.append(inside[number])
        for meaning in every:
            if not isinstance(meaning.terms, Terms):
                numbered.add(meaning, named_from)
                is_inside = not begin_words(meaning)
                for term in meaning.terms:
                    head, stands_inside = _head(term.text)
                    heads.append(head)
                    numbers.append(named_from)
                    inside.append(is_inside or stands_inside)
                    named_from += 1
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
        self._every: list[Meaning] = []
        self._first = array("i")

    def add(self, meaning: Meaning, first: int) -> None:
        """The meaning whose words begin with a number."""
        self._every.append(meaning)
        self._first.append(first)

    def of(self, number: int) -> tuple[Meaning, int]:
        """The meaning of a word, and which of its words it is."""
        at = bisect_right(self._first, number) - 1
        return self._every[at], number - self._first[at]


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
    found = [""]
    for number, part in enumerate(CHOICE.split(line)):
        ways = part.split("|") if number % 2 else (part,)
        joined = [begun + way for begun in found for way in ways]
        found = [*{each.lstrip().replace("  ", " ")[: reach + 1] for each in joined}]
        if min(map(len, found)) > reach:
            break
    texts = [each.rstrip().removeprefix(EXACT).removesuffix(STEM) for each in found]
    return sorted({text[:HEAD] for text in texts})


@lru_cache(maxsize=4096)
def _head(name: str) -> tuple[str, bool]:
    """The head of a name, which all languages share, and whether the name is unspaced."""
    folded = fold(name).replace("\n", " ")
    return folded[:HEAD], is_unspaced(folded)
