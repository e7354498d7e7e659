"""Which hosts of the catalogue are not covered: no ministry, or no outlet in their language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from config.model import Catalog, Source
from config.vocabulary import SourceRole
from watchers.gaps import OWN_VOICE

_OUTLETS = frozenset({SourceRole.NEWS, SourceRole.WIRE})


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is missing, as codes of hosts."""

    without_ministry: tuple[str, ...]
    without_outlet: tuple[tuple[str, str], ...]
    """With the language that an outlet is wanted in, ISO 639-1."""


def coverage_of(catalog: Catalog, sources: Iterable[Source]) -> Coverage:
    """The gaps that polled sources leave, over all hosts with a mission or a row of history."""
    polled = [source for source in sources if source.enabled]
    voices = {source.country for source in polled if source.role in OWN_VOICE}
    outlets = {(source.country, source.lang) for source in polled if source.role in _OUTLETS}
    dealt_with = {row.host for row in catalog.history if row.host is not None}
    hosts = sorted({mission.host for mission in catalog.missions.values()} | dealt_with)
    return Coverage(
        tuple(host for host in hosts if host not in voices),
        tuple(
            (host, languages[0])
            for host in hosts
            if (languages := main_languages(host))
            and not any((host, language) in outlets for language in languages)
        ),
    )


@cache
def main_languages(host: str) -> tuple[str, ...]:
    """What most people of a state read, by CLDR: its official language with most speakers.

    Several where one language has several codes (Norwegian); none for a body like the UN.
    """
    # Imported where it runs: few commands ask.
    from babel.languages import get_official_languages, get_territory_language_info

    try:
        speakers = get_territory_language_info(host)
    except KeyError:
        return ()
    official = set(get_official_languages(host)) & speakers.keys()
    shares = {
        code: float(speakers[code]["population_percent"] or 0) for code in official or speakers
    }
    most = max(shares.values(), default=0)
    return tuple(sorted(code for code, share in shares.items() if share == most))
