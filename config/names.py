"""Names of countries in every language that CLDR knows, and our own beside them.

Reads each of Babel's locale files by itself and lets it go again: through `babel.Locale` all
languages would stay in memory (140 MB), and a variant (Dari, Cyrillic Uzbek) would hide what it
shares with its parent. All of them take 0.5 s and leave 8 MB; one language a few milliseconds.
Babel is imported when first asked.
"""

from __future__ import annotations

import pickle
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from config.catalog import load_countries
from config.iso3166 import HOST_CODES
from config.model import Country

_ENGLISH = "en"
_BRACKETED = re.compile(r"\s*[(（].*?[)）]")

Names = Mapping[str, tuple[str, ...]]
"""Host code to names, the usual one first."""


def country_names(lang: str, countries: Mapping[str, Country] | None = None) -> Names:
    """The names of all hosts in a language and its variants (`fa` holds Dari, `zh` both scripts).

    To CLDR's names come the aliases of `countries` (default: the shipped ones): for English those
    in Latin letters, for another language those in its own script. A name that two hosts have in
    one language is left out. A language that CLDR does not know has our own names only, if any.
    """
    ours = load_countries() if countries is None else countries
    found = {code: list(names) for code, names in cldr_names(lang).items()}
    scripts = {_script(names[0]) for names in found.values()} - {"LATIN"}
    for code, country in ours.items():
        own = (country.name, *country.aliases) if lang == _ENGLISH else country.aliases
        wanted = {"LATIN"} if lang == _ENGLISH else scripts
        found.setdefault(code, []).extend(name for name in own if _script(name) in wanted)
    return _unambiguous(found)


@lru_cache(maxsize=32)
def cldr_names(lang: str) -> Names:
    """The names of hosts that CLDR has in a language and its variants."""
    from babel.localedata import locale_identifiers

    ids = sorted(id for id in locale_identifiers() if id == lang or id.startswith(lang + "_"))
    found: dict[str, list[str]] = {}
    for id in ids:
        for code, name in _territories(id).items():
            found.setdefault(code, []).append(name)
    return _unambiguous(found)


def all_cldr_names() -> Iterator[tuple[str, str]]:
    """(host code, name) of every language of CLDR, with repeats."""
    from babel.localedata import locale_identifiers

    for id in sorted(locale_identifiers()):
        yield from _territories(id).items()


def without_brackets(name: str) -> str | None:
    """The name without what it has in brackets (Myanmar (Burma)); None where it has none."""
    shorter = _BRACKETED.sub("", name).strip()
    return shorter if shorter and shorter != name else None


def _territories(id: str) -> dict[str, str]:
    from babel.localedata import resolve_locale_filename

    with open(resolve_locale_filename(id), "rb") as file:
        data = pickle.load(file)  # noqa: S301 - a data file of the installed Babel package
    return {code: name for code, name in data.get("territories", {}).items() if code in HOST_CODES}


def _unambiguous(found: Mapping[str, Iterable[str]]) -> Names:
    """Each name once, and only where it is one host's; then short forms that nothing else has."""
    full = _owned(found)
    short = _owned({code: _shorter(names) for code, names in found.items()})
    taken = {name.casefold() for names in found.values() for name in names}
    result = {
        code: (*full[code], *(name for name in short[code] if name.casefold() not in taken))
        for code in found
    }
    return MappingProxyType({code: names for code, names in result.items() if names})


def _shorter(names: Iterable[str]) -> list[str]:
    return [short for name in names if (short := without_brackets(name))]


def _owned(found: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    owners: dict[str, set[str]] = {}
    for code, names in found.items():
        for name in names:
            owners.setdefault(name.casefold(), set()).add(code)
    return {
        code: tuple(dict.fromkeys(name for name in names if len(owners[name.casefold()]) == 1))
        for code, names in found.items()
    }


def _script(text: str) -> str:
    """The script of the first letter, as Unicode names it."""
    letter = next((char for char in text if char.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0]
