"""The world's view of polls: requests for one source that belong together, and how each ended."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.week.script import SHUTS_OUT, Ill
from tests.week.world import Asked, What

TOGETHER = dt.timedelta(minutes=5)
"""An address and its alternates are asked within this; polls are never so near to each other."""


@dataclass(frozen=True, slots=True)
class Poll:
    """One poll of a source, by what was asked for it."""

    asked: tuple[Asked, ...]

    @property
    def at(self) -> dt.datetime:
        """When it began."""
        return self.asked[0].at

    @property
    def ended_at(self) -> dt.datetime:
        """When its last answer was there."""
        return self.asked[-1].ended_at or self.asked[-1].at

    @property
    def is_good(self) -> bool:
        """Whether there was something to read. Half a feed is a feed."""
        return any(
            each.status in (200, 304) and each.ill in (None, Ill.CUT) for each in self.asked
        )

    @property
    def shuts_out(self) -> bool:
        """Whether what its own address said keeps us out."""
        return self.asked[0].ill in SHUTS_OUT


def polls_of(asked: Iterable[Asked]) -> Mapping[str, Sequence[Poll]]:
    """By source, in order; what was cut off by the process's end is no poll."""
    groups: dict[str, list[list[Asked]]] = defaultdict(list)
    for each in asked:
        if each.what is not What.SOURCE or each.source is None or each.ended_at is None:
            continue
        of = groups[each.source]
        if of and _belongs(each, of[-1]):
            of[-1].append(each)
        else:
            of.append([each])
    return {source: [Poll(tuple(group)) for group in of] for source, of in groups.items()}


def _belongs(asked: Asked, group: Sequence[Asked]) -> bool:
    """Whether a request is of the same poll. None asks an address twice."""
    is_near = asked.at - group[0].at < TOGETHER and asked.life == group[0].life
    return is_near and all(each.url != asked.url for each in group)
