"""Reports of an act that somebody rejects, where the verb stands last: 'the report … denied'."""

from __future__ import annotations

from watchers.matching import masks as m
from watchers.matching.clauses import Clause
from watchers.matching.reading import Reading


def is_reported(reading: Reading, clause: Clause, act: int) -> bool:
    """'The report of accepting …': the word for it stands right before the act."""
    before = act - 1
    is_near = before >= clause.first and len(reading.gap(before, act)) <= 3
    return is_near and bool(reading.tags[before].bits & m.SAY)


def is_rejected(reading: Reading, clause: Clause, report: int) -> bool:
    """'… the report rejected', the verb last."""
    after = report + 1
    if after >= clause.last or len(reading.gap(report, after)) > 24:
        return False
    return bool(reading.tags[after].bits & (m.DENY | m.REFUSE))
