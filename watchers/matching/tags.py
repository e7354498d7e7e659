"""What is found in a text: which concepts stand where, and what the text's folded form is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from config.concepts import Concept
from config.frozen import frozen
from config.lexicon import Lexicon, Tense
from watchers.matching.fold import fold, original_end
from watchers.matching.gazetteer import PlaceForm
from watchers.matching.masks import BIT

_NO_FORMS = Tense()


@dataclass(frozen=True, slots=True)
class Habits:
    """What the grammar must know of the language a term belongs to."""

    marks_passive: bool = False
    """It marks passives: what stands before an unmarked verb is no object."""
    negation_follows: bool = False
    """'Not' stands behind the verb."""
    verb_final: bool = False
    """The verb that rules an act stands behind it."""
    owner_follows: bool = False
    """A state right behind a post is whose it is, with no word between."""
    present: Tense = _NO_FORMS
    """What a verb in the present looks like."""
    where: tuple[str, ...] = ()
    """Folded endings of a place that say where the noun behind it stands."""
    actor_marks: frozenset[str] = frozenset()
    """Folded words behind who acts: no noun phrase goes past them."""
    anterior: Tense = _NO_FORMS
    """What a verb looks like that tells of what went before."""

    @classmethod
    def of(cls, lexicon: Lexicon) -> Habits:
        """The habits of a lexicon's language."""
        return cls(
            marks_passive=Concept.PASSIVE in lexicon.terms,
            negation_follows=lexicon.negation_follows,
            verb_final=lexicon.verb_final,
            owner_follows=lexicon.owner_follows,
            present=lexicon.present,
            where=tuple(map(fold, lexicon.where)),
            actor_marks=frozenset(map(fold, lexicon.actor_marks)),
            anterior=lexicon.anterior,
        )


NO_HABITS = Habits()


@frozen
class Tag:
    """A term found: folded offsets, its concepts as bits, and what it names."""

    start: int
    end: int
    bits: int
    value: str
    """Host code of a place, id of an envoy."""
    form: PlaceForm = PlaceForm.COUNTRY
    city: str = ""
    """A city's English name, folded."""
    is_negated: bool = False
    """By an affix of its own word."""
    habits: Habits = NO_HABITS

    @property
    def is_city(self) -> bool:
        """A place where things stand; a seat of government may yet stand for its state."""
        return self.form is not PlaceForm.COUNTRY

    @property
    def can_act(self) -> bool:
        """A state, or the seat of one."""
        return self.form is not PlaceForm.CITY


by_start = attrgetter("start")
"""The order of tags in a text; no two begin at one place."""


@frozen
class Folded:
    """A text and its searched form."""

    text: str
    folded: str
    start_of: tuple[int, ...] | None
    """Original offset of each folded one; None where they are the same."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of a folded span."""
        first = start if self.start_of is None else self.start_of[start]
        return first, original_end(self.start_of, end)


@cache
def concept_of(bits: int) -> Concept:
    """The concept to show for a tag: the first of its meanings."""
    return next(concept for concept, bit in BIT.items() if bits & bit)
