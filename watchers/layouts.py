"""Where a page's rows stood last time, and whether what is found now can be believed.

A fingerprint is the path to the rows, how they are dated, and how many of them are. When it no
longer fits and the rows look wrong, the page was redesigned: nothing of it is taken until the new
layout was seen the same twice. Pure: the state of a source holds the fingerprints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from watchers.model import Item

DATED = 0.6
"""A page on which this share of the rows is dated is one that dates its rows."""
HARDLY = 0.2
"""Fewer dated rows than this, where there were `DATED`, look wrong."""
REPEATED = 0.5
"""One title on so many of the rows is a label and no title."""
MIN_ROWS = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """A fingerprint; kept as one line of text."""

    path: str
    """Labels from the rows outwards."""
    dated: float
    """Share of the rows that have a date."""

    def __str__(self) -> str:
        return f"{self.path}|{self.dated:.2f}"

    @classmethod
    def parse(cls, text: str) -> Layout:
        """The fingerprint that `str` wrote."""
        path, _, dated = text.rpartition("|")
        return cls(path, float(dated))


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a reading is taken; `reason` says why not."""

    is_believed: bool
    reason: str = ""


def judge(
    known: str | None, odd: str | None, found: str | None, items: Sequence[Item]
) -> Judgement:
    """Whether the rows of a page can be believed.

    Args:
        known: the fingerprint that was learnt; None: nothing yet.
        odd: what a page that was not believed looked like at the last poll.
        found: what it looks like now; None for pages that are read by selectors.
    """
    if known is None or found is None:
        return Judgement(is_believed=True)
    before, now = Layout.parse(known), Layout.parse(found)
    reason = _wrong(before, now, items)
    if not reason or (before.path == now.path and "title" not in reason and now.dated > 0):
        return Judgement(is_believed=True)
    if odd is not None and Layout.parse(odd).path == now.path and "title" not in reason:
        return Judgement(is_believed=True)
    return Judgement(is_believed=False, reason=f"the page's layout changed: {reason}")


def _wrong(before: Layout, now: Layout, items: Sequence[Item]) -> str:
    """What looks wrong about the rows, if anything does."""
    if len(items) >= MIN_ROWS:
        titles = [item.title for item in items]
        most = max(titles.count(title) for title in set(titles))
        if most > REPEATED * len(items):
            return f"one title stands on {most} of {len(items)} rows"
    if before.dated >= DATED and now.dated < HARDLY:
        return f"its {len(items)} rows have lost their dates"
    return ""
