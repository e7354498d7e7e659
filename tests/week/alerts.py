"""Checks what the readers' chat was told: each story's alerts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tests.week.book import Story
from tests.week.living import READERS, Heard
from tests.week.telling import lines


def mistold(heard: Iterable[Heard], stories: Iterable[Story]) -> list[str]:
    """Alerts that did not come, came twice, or tell of nothing that happened."""
    expected = Counter(f"{story.place}: {each}" for story in stories for each in story.headings)
    told = Counter(lines(each.message)[0] for each in heard if each.chat == READERS)
    wrong = [f"was not told: {heading}" for heading in (expected - told).elements()]
    return wrong + [f"was told in vain: {heading}" for heading in (told - expected).elements()]
