"""Entries given at run time: what is written is read back, and every problem is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.catalog import load_catalog
from config.errors import EntryError
from config.source_entries import entry_text, read_sources, without_lines

CATALOG = load_catalog()
ENTRY = """
- id: xx-new
  kind: feed
  url: https://new.example/feed
  publisher: New
  country: RU
  lang: ru
  role: news
  tier: 2
"""


def test_every_shipped_source_is_written_and_read_back() -> None:
    text = "".join(map(entry_text, CATALOG.sources.values()))
    found = read_sources(text, "pasted", CATALOG.countries, {})
    assert {source.id: source for source in found} == dict(CATALOG.sources)


def test_what_looks_like_a_boolean_or_a_number_stays_text() -> None:
    (source,) = read_sources(ENTRY, "pasted", CATALOG.countries, {})
    odd = replace(source, country="NO", lang="no", publisher="2026", notes="true: #x ' \" é")
    assert read_sources(entry_text(odd), "pasted", CATALOG.countries, {}) == (odd,)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("RU", "XX", "pasted:6: xx-new: country: 'XX' is no country code"),
        ("tier: 2", "tier: 9", "tier: '9' is out of bounds. Write a whole number from 1 to 3"),
        ("xx-new", "ru-mid-news", "id: 'ru-mid-news' is a source already. Give it another id"),
        ("role: news", "rolle: news", "rolle: is no field of this file. Did you mean role"),
        ("https://new.example/feed", "ftp://x", "url: 'ftp://x' is no address"),
        ("\n- id", "\n id", "pasted:1: is no list of entries"),
    ],
)
def test_a_problem_names_the_field_and_the_cure(old: str, new: str, told: str) -> None:
    text = ENTRY.replace(old, new)
    if new.startswith("\n"):
        text = text.replace("  ", " ")
    with pytest.raises(EntryError) as raised:
        read_sources(text, "pasted", CATALOG.countries, CATALOG.sources)
    assert told in str(raised.value)
    bare = without_lines(raised.value)
    assert all(problem.line is None for problem in bare.problems)


def test_an_address_that_is_polled_already_is_refused() -> None:
    held = CATALOG.sources["ru-mid-news"]
    text = ENTRY.replace("https://new.example/feed", held.url.upper().replace("HTTPS", "https"))
    with pytest.raises(EntryError, match="belongs to ru-mid-news already"):
        read_sources(text, "pasted", CATALOG.countries, CATALOG.sources)
