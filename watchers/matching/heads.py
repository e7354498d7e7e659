"""Terms by how they begin: only their first letters go into the automaton.

All languages hold 200,000 terms, and a text meets some dozens. So the automaton finds heads, the
first `HEAD` letters of folded terms; which terms begin so is spelled out when a text first does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from config.lexicon import Affixes
from watchers.matching.entries import ANY_ENDING, Entry, Shapes
from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning, PlaceForm
from watchers.matching.tags import NO_HABITS
from watchers.matching.words import HEAD, Names, Words

DEEP = 15
"""Terms from this length on are looked for only where a text goes on as they do up to it."""

Hit = tuple[int, int, int]
"""Number of an entry, where it starts in a folded text, where it ends."""
_ByLength = list[tuple[int, dict[str, list[int]]]]
"""By their length: folded terms, and the numbers of their entries."""
PENDING = Entry(0, "", PlaceForm.COUNTRY, "", False, "", True, Affixes(), NO_HABITS)
"""What a pattern has for an entry until it is known that it is one term and no more."""


class Group:
    """The terms that begin with one head."""

    __slots__ = ("_deep", "_near")

    def __init__(self, terms: Iterable[tuple[str, int]]) -> None:
        near: dict[int, dict[str, list[int]]] = {}
        deep: dict[str, dict[int, dict[str, list[int]]]] = {}
        for folded, number in terms:
            length = len(folded)
            by_length = deep.setdefault(folded[:DEEP], {}) if length >= DEEP else near
            by_length.setdefault(length, {}).setdefault(folded, []).append(number)
        self._near: _ByLength = [*near.items()]
        self._deep: dict[str, _ByLength] = {key: [*found.items()] for key, found in deep.items()}

    def at(self, folded: str, start: int) -> list[Hit]:
        """Those that stand in a text."""
        found: list[Hit] = []
        for length, terms in self._near:
            end = start + length
            if numbers := terms.get(folded[start:end]):
                for number in numbers:
                    found.append((number, start, end))
        if deep := self._deep.get(folded[start : start + DEEP]):
            for length, terms in deep:
                end = start + length
                if numbers := terms.get(folded[start:end]):
                    for number in numbers:
                        found.append((number, start, end))
        return found


class Heads:
    """The heads of some terms, and the entries of those terms that texts have met.

    `search` finds patterns by their numbers: the parts, then the heads. Where a pattern is one
    term, the entry of that number is its own; where it is PENDING, its group is asked for terms,
    and where it has no group yet, `spell`.

    Args:
        parts: folded texts with entries of their own, that are found whole.
    """

    def __init__(
        self,
        meanings: Iterable[Meaning],
        names: Names | None,
        shapes: Shapes,
        parts: Sequence[tuple[str, Entry]],
    ) -> None:
        self._shapes = shapes
        self._words, begins = Words.read(meanings, shapes, names)
        self.search = AhoCorasick(
            [*(text for text, _ in parts), *begins],
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,
        )
        self.entries: list[Entry] = [*(entry for _, entry in parts)]
        """Those of the patterns, then those of the terms that are longer than their heads."""
        self.begins_word = bytearray(entry.is_word for _, entry in parts)
        """For each entry, whether nothing of it may stand inside a word."""
        self.longest_ending = bytearray(entry.longest_ending for _, entry in parts)
        """For each entry, the length of what may stand behind it in its word."""
        self.entries += [PENDING] * len(begins)
        self.begins_word += bytes(begins.values())
        self.longest_ending += bytes([ANY_ENDING]) * len(begins)
        self.groups: dict[int, Group] = {}
        """For patterns that begin several terms, or longer ones."""

    def spell(self, pattern: int, folded: str, start: int, end: int) -> list[Hit]:
        """The terms that stand where a pattern was found for the first time."""
        found = self._spelled(folded[start:end])
        if len(found) == 1 and end - start == len(next(iter(found))[0]):
            (entry,) = found.values()
            self.begins_word[pattern] = entry.is_word
            self.longest_ending[pattern] = entry.longest_ending
            self.entries[pattern] = entry
            return [(pattern, start, end)]
        terms = [(text, number) for number, (text, _) in enumerate(found, len(self.entries))]
        self.begins_word += bytes(entry.is_word for entry in found.values())
        self.longest_ending += bytes(entry.longest_ending for entry in found.values())
        self.entries += found.values()
        group = self.groups[pattern] = Group(terms)
        return group.at(folded, start)

    def _spelled(self, head: str) -> dict[tuple[str, str], Entry]:
        """The terms that begin with a head, by folded text and the case they must be in."""
        found: dict[tuple[str, str], Entry] = {}
        for meaning, term in self._words.terms(head):
            folded = fold(term.text)
            if folded[:HEAD] == head and not term.behind:
                key = (folded, term.text if term.is_exact else "")
                found[key] = self._shapes.entry(meaning, term, folded, found.get(key))
        return found
