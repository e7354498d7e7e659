"""Whether a text matters at all: does it name the sending state, its governments, its cities or
a known envoy, in any language?

Wide on purpose: a name inside a longer word counts, since endings and fused articles differ by
language. What passes is read; what does not is dropped at the cost of one search.
"""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning
from watchers.matching.masks import BIT, CAPITAL, ENVOY_NAME, HOME_CITY, OWNERS

NAMES = OWNERS | CAPITAL | HOME_CITY | ENVOY_NAME
WIDE = 5
"""Names from this length on count inside a word as well."""


class Gate:
    """One small automaton over the names of a dossier."""

    def __init__(self, meanings: Iterable[Meaning]) -> None:
        # A short name in its own case (an acronym) alone does not make a text matter.
        names = {
            term.text
            for each in meanings
            if BIT[each.concept] & NAMES
            for term in each.terms
            if not term.is_exact
        }
        folded = set(fold("\n".join(names)).split("\n"))
        self._search = AhoCorasick(sorted(folded - {""}))

    def opens(self, folded: str) -> bool:
        """Whether a folded text names the dossier."""
        return any(
            end - start >= WIDE or _stands_alone(folded, start, end)
            for _, start, end in self._search.find_matches_as_indexes(folded, overlapping=True)
        )


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """A short name must not be a piece of a Latin, Cyrillic … word; scripts without spaces may."""
    if not folded[start].isascii() and _is_unspaced(folded[start]):
        return True
    before = start > 0 and folded[start - 1].isalnum()
    after = end < len(folded) and folded[end].isalnum()
    return not before and not after


def _is_unspaced(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff"
