"""One sentence ready for the grammar: its tags, phrases and the questions asked of them."""

from __future__ import annotations

from config.frozen import frozen
from watchers.matching import masks as m
from watchers.matching.clauses import Clause, Sentence
from watchers.matching.phrase import Phrase
from watchers.matching.phrases import Phraser
from watchers.matching.tags import Tag


@frozen
class Reading:
    """A sentence with its phrases. Tag indices are the sentence's own."""

    sentence: Sentence
    text: str
    """The whole folded text."""
    phraser: Phraser
    phrases: tuple[Phrase, ...]
    tags: tuple[Tag, ...]
    """The sentence's tags."""
    bits: int
    """All concepts of the sentence."""
    located: frozenset[int]
    """Places and owners that belong to a phrase, so are no actors."""
    compared: frozenset[int]
    """Places named only for comparison: 'the second after X', 'like X'."""

    def find(self, clause: Clause, bits: int) -> list[int]:
        """The tags of a clause that carry one of some concepts."""
        if not self.bits & bits:
            return []
        tags = self.tags
        return [i for i in range(clause.first, clause.last) if tags[i].bits & bits]

    def before(self, act: int, clause: Clause, bits: int) -> int | None:
        """The nearest such tag before the act, in its clause."""
        if self.bits & bits:
            for index in range(act - 1, clause.first - 1, -1):
                if self.tags[index].bits & bits:
                    return index
        return None

    def after(self, act: int, clause: Clause, bits: int) -> int | None:
        """The nearest such tag behind the act, in its clause."""
        if self.bits & bits:
            for index in range(act + 1, clause.last):
                if self.tags[index].bits & bits:
                    return index
        return None

    def phrase_of(self, index: int) -> Phrase | None:
        """The phrase that a tag belongs to."""
        return next((phrase for phrase in self.phrases if index in phrase.used), None)

    def distance(self, act: int, index: int) -> int:
        """Characters between an act and another tag; what stands before it counts a bit more."""
        tags = self.tags
        if index > act:
            return tags[index].start - tags[act].end
        return tags[act].start - tags[index].end + 8

    def gap(self, left: int, right: int) -> str:
        """The text between two tags."""
        return self.text[self.tags[left].end : self.tags[right].start]


def read(sentence: Sentence, text: str) -> Reading:
    """A sentence as the grammar wants it."""
    phraser = Phraser(text, sentence.tags)
    bits = sentence.bits
    phrases = phraser.phrases() if bits & (m.MISSIONS | m.RANKS | m.HEAD) else ()
    return Reading(
        sentence=sentence,
        text=text,
        phraser=phraser,
        phrases=phrases,
        tags=sentence.tags,
        bits=bits,
        located=frozenset(i for phrase in phrases for i in phrase.used),
        compared=_compared(sentence, phraser, bits),
    )


def _compared(sentence: Sentence, phraser: Phraser, bits: int) -> frozenset[int]:
    """Places right behind 'after' or 'like', unless a verb follows: then it is a clause."""
    tags = sentence.tags
    if not bits & (m.AFTER | m.LIKE):
        return frozenset()
    found: set[int] = set()
    for index, tag in enumerate(tags[:-1]):
        if not tag.bits & (m.AFTER | m.LIKE) or not tags[index + 1].bits & m.PLACE:
            continue
        if not phraser.near(index, index + 1, 14):
            continue
        series = [i for i in phraser.series(index + 1) if i > index]
        if tag.bits & m.LIKE or not _acts_next(sentence, phraser, series[-1]):
            found.update(series)
    return frozenset(found)


def _acts_next(sentence: Sentence, phraser: Phraser, last: int) -> bool:
    after = last + 1
    if after >= len(sentence.tags) or not phraser.near(last, after, 24):
        return False
    return bool(sentence.tags[after].bits & (m.ACTS & ~m.RECOGNITION | m.ASK | m.SAY | m.NOT))
