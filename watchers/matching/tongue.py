"""What reading a text takes of its language: automaton, breaks, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from config.lexicon import Lexicon
from config.model import Catalog
from watchers.matching.clauses import Cutter
from watchers.matching.fold import fold
from watchers.matching.gazetteer import meanings
from watchers.matching.tagger import Tagger
from watchers.matching.words import Names


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language, or several at once for texts whose language is not known."""

    tagger: Tagger
    cutter: Cutter
    titles: frozenset[str]
    home: str
    """ISO code of the state whose ministry needs no country in this language, or ''."""

    @classmethod
    def build(cls, catalog: Catalog, lexicons: Sequence[Lexicon], names: Names) -> Tongue:
        """The tools of some lexicons over a catalogue's names, which are the same for all."""
        return cls(
            tagger=Tagger(meanings(catalog, lexicons, ()), lexicons, names),
            cutter=Cutter(lexicons),
            titles=frozenset(fold(word) for lexicon in lexicons for word in lexicon.titles),
            home=_home(lexicons),
        )


def _home(lexicons: Sequence[Lexicon]) -> str:
    """The home of one language; none where several languages are read at once."""
    homes = {lexicon.home for lexicon in lexicons if lexicon.home}
    return homes.pop() if len(homes) == 1 and len({each.lang for each in lexicons}) == 1 else ""
