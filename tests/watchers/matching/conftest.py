"""One matcher for all tests of matching: it is immutable."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from config.catalog import load_catalog
from config.model import Catalog
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of
from watchers.model import Report, Text

Read = Callable[..., tuple[Report, ...]]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped dossier."""
    return load_catalog()


@pytest.fixture(scope="session")
def matcher(catalog: Catalog) -> Matcher:
    """The English matcher over the shipped dossier, its automaton built: no test waits for it."""
    found = Matcher.build(catalog)
    found.match(a_text("Taliban"))
    return found


@pytest.fixture(scope="session")
def read(matcher: Matcher) -> Read:
    """Reads a title (and a body) into reports."""

    def _read(title: str, body: str = "", published: str | None = None) -> tuple[Report, ...]:
        return matcher.match(a_text(title, body, published))

    return _read


def a_text(title: str, body: str = "", published: str | None = None) -> Text:
    """A text to match."""
    return text_of({"id": "1", "title": title, "text": body, "published": published})
