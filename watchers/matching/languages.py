"""Which language a text is read in: the one it is said to be in, else the one it looks like.

Lexicons are read when the first text of their language comes: a command that reads one English
text need not load twenty languages.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from config.collector import uncollected
from config.lexicon import Lexicon
from config.model import Catalog
from watchers.matching.gate import Gate
from watchers.matching.gazetteer import meanings, names_of
from watchers.matching.masks import CLAIMANT, ENVOY_NAME, PLACE
from watchers.matching.tongue import Tongue
from watchers.matching.words import Names

LOOKED_AT = 800
"""Characters of a text that tell its language."""
SURE = 0.3
"""English, tried first in Latin letters, is taken at once when it explains this share of them."""

NAMES = PLACE | ENVOY_NAME | CLAIMANT
"""What every language of a script may share."""

Read = Callable[[str], Sequence[Lexicon]]


class Languages:
    """The languages of a matcher, and the tools of each.

    Args:
        own: the dossier's own words by language: what the gate looks for.
        read: the general lexicons of a language; raises `config.lexicon.LexiconError`.
    """

    def __init__(self, catalog: Catalog, own: Mapping[str, Sequence[Lexicon]], read: Read) -> None:
        self._catalog = catalog
        self._names = Names.of(names_of(catalog))
        self._own = {lang: tuple(lexicons) for lang, lexicons in own.items()}
        self._read = read
        self._tongues: dict[str, Tongue] = {}
        self._all: Tongue | None = None
        self._written = {lang: _scripts_of(lexicons) for lang, lexicons in self._own.items()}
        every = [lexicon for lexicons in self._own.values() for lexicon in lexicons]
        self.gate = Gate(meanings(catalog, every, self._names.meanings))

    def load(self) -> None:
        """Read every lexicon now: for a process that goes on, and wants to hear of errors."""
        for lang in self._own:
            self._tongue(lang)

    def tongue_of(self, lang: str | None, text: str) -> Tongue:
        """The tools to read a text with."""
        if len(self._own) == 1:
            return self._tongue(*self._own)
        code = (lang or "").lower().partition("-")[0]
        if code not in self._own:
            code = self.guess(text) or ""
        return self._tongue(code) if code else self._together()

    def guess(self, text: str) -> str | None:
        """The language whose words explain most of a text; None where none does."""
        start = text[:LOOKED_AT]
        best, most = None, 0.0
        for lang in self._candidates(start):
            share = self._explained(lang, start)
            if share > most:
                best, most = lang, share
            if lang == "en" and share >= SURE:
                break
        return best

    def _explained(self, lang: str, text: str) -> float:
        """The share of a text's letters that stand in words of a language, names left out."""
        _, tags = self._tongue(lang).tagger.tag(text)
        words = sum(tag.end - tag.start for tag in tags if not tag.bits & NAMES)
        return words / max(1, sum(map(str.isalpha, text)))

    def _candidates(self, text: str) -> list[str]:
        """Languages written in the text's script, English first: most texts are in it."""
        wanted = scripts(text).most_common(1)
        if not wanted:
            return []
        found = [lang for lang in self._own if wanted[0][0] in self._written[lang]]
        return sorted(found, key=lambda lang: (lang != "en", lang))

    def _tongue(self, lang: str) -> Tongue:
        if lang not in self._tongues:
            with uncollected():
                self._tongues[lang] = Tongue.build(
                    self._catalog, self._lexicons(lang), self._names
                )
        return self._tongues[lang]

    def _together(self) -> Tongue:
        if self._all is None:
            every = [lexicon for lang in self._own for lexicon in self._lexicons(lang)]
            self._all = Tongue.build(self._catalog, every, self._names)
        return self._all

    def _lexicons(self, lang: str) -> list[Lexicon]:
        return [*self._read(lang), *self._own[lang]]


def _scripts_of(lexicons: Iterable[Lexicon]) -> frozenset[str]:
    letters = {char for each in lexicons for terms in each.terms.values() for char in terms.lines}
    return frozenset(map(script, filter(str.isalpha, letters)))


def scripts(text: Iterable[str]) -> Counter[str]:
    """How many letters of a text belong to each script: LATIN, CYRILLIC, ARABIC, CJK …"""
    return Counter(script(char) for char in text if char.isalpha())


@cache
def script(char: str) -> str:
    """The script of a letter, as its Unicode name begins."""
    return unicodedata.name(char, "?").partition(" ")[0]
