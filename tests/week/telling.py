"""Checks what operators were told: each change of a source once, and nothing that was none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.model import Message
from tests.week.changes import WELL, Change
from tests.week.living import OPERATORS, STEP, Heard
from tests.week.script import NETWORK, Script, Trouble

SETTLE = dt.timedelta(minutes=10)
LONGEST_WAIT = dt.timedelta(hours=2)
"""docs/watchers.md: a change waits so long for others that would make it an outage."""
SLACK = 3 * STEP
AFTERMATH = dt.timedelta(hours=14)
"""The longest back-off: then all are back."""
SHARE = {NETWORK: 0.8}
LEAST_SHARE = 0.5
_HEADINGS = (
    (re.compile(r"Trouble with (\d+) sources?"), False, ""),
    (re.compile(r"Readable again: (\d+) sources?"), True, ""),
    (re.compile(r"Outage: (\d+) sources? (.+) went silent together"), False, None),
    (re.compile(r"Outage over: (\d+) sources? (.+) can be read again"), True, None),
    (re.compile(r"Nearly all sources fail together \((\d+)\): our own network\?"), False, NETWORK),
    (re.compile(r"The network is back: (\d+) sources? can be read again"), True, NETWORK),
)
_NAMED = re.compile(r"(\S+) \(.*\): (\w+)")
_STILL = "Not readable yet, and told apart from now on:"


@dataclass(frozen=True, slots=True)
class Notice:
    """A message to the operators, taken apart."""

    at: dt.datetime
    is_over: bool
    count: int
    outage: str
    """"": none."""
    named: tuple[tuple[str, str], ...]
    """Sources and how they stand; a long list is cut."""

    @property
    def unnamed(self) -> int:
        """How many it tells of without naming them."""
        return self.count - len(self.named)


def untold(
    heard: Iterable[Heard], changes: Mapping[str, Sequence[Change]], script: Script, sources: int
) -> list[str]:
    """Whatever was told wrongly, twice, or not at all."""
    notices, wrong = _notices(heard)
    wrong += _unprovoked(changes, script)
    left = {each: list(of) for each, of in changes.items()}
    for trouble in script.troubles:
        if trouble.outage is not None:
            wrong += _outage(trouble, notices, left, sources)
    wrong += _singles(notices, left)
    return wrong


def lines(message: Message) -> list[str]:
    """The lines of a message."""
    return [
        "".join(s.text for s in line.spans) for block in message.blocks for line in block.lines
    ]


def _notices(heard: Iterable[Heard]) -> tuple[list[Notice], list[str]]:
    notices, wrong = [], []
    for each in heard:
        if each.chat != OPERATORS:
            continue
        notice = _notice(each)
        if notice is None:
            wrong.append(f"operators were told at {each.at}: {lines(each.message)[0]}")
        else:
            notices.append(notice)
    return notices, wrong


def _notice(heard: Heard) -> Notice | None:
    heading, *rest = lines(heard.message)
    rest = rest[: rest.index(_STILL)] if _STILL in rest else rest
    named = tuple((m[1], m[2]) for line in rest if (m := _NAMED.fullmatch(line)))
    for pattern, is_over, outage in _HEADINGS:
        if found := pattern.fullmatch(heading):
            where = found[2] if outage is None else outage
            return Notice(heard.at, is_over, int(found[1]), where, named)
    return None


def _unprovoked(changes: Mapping[str, Sequence[Change]], script: Script) -> Iterable[str]:
    """Each trouble that lasts must have been noticed: else nothing was tested."""
    for trouble in script.troubles:
        if trouble.polls is not None or trouble.own_address_only or trouble.outage == NETWORK:
            continue
        for source in trouble.sources:
            fell = [c for c in changes.get(source, ()) if c.state != WELL]
            if not any(trouble.start <= c.since <= trouble.end for c in fell):
                yield f"{source} never fell in {trouble.ill} from {trouble.start}"


def _outage(
    trouble: Trouble,
    notices: Sequence[Notice],
    left: dict[str, list[Change]],
    sources: int,
) -> Iterable[str]:
    """One notice of an outage and one of its end; each of its sources is told to be back once.

    Takes the changes that belong to it out of `left`.
    """
    fell = {each: change for each in trouble.sources if (change := _fall(trouble, left, each))}
    told = [n for n in notices if n.outage == trouble.outage and not n.is_over]
    if len(told) != 1:
        yield f"the outage {trouble.outage} was told {len(told)} times"
        return
    (notice,) = told
    began = min(change.since for change in fell.values())
    if not began + SETTLE <= notice.at <= trouble.end + SLACK:
        yield f"the outage {trouble.outage} of {began} was told at {notice.at}"
    of = sources if trouble.outage == NETWORK else len(trouble.sources)
    share = SHARE.get(trouble.outage or "", LEAST_SHARE)
    if notice.count > len(fell) or len(fell) < share * of:
        yield f"the outage {trouble.outage} was told of {notice.count}: {len(fell)} fell of {of}"
    yield from (f"{s} was told out, and is not" for s, _ in notice.named if s not in fell)
    yield from _ends(trouble, notices, left, fell)


def _fall(trouble: Trouble, left: Mapping[str, list[Change]], source: str) -> Change | None:
    falls = [c for c in left.get(source, ()) if c.state != WELL]
    return next((c for c in falls if trouble.start <= c.since <= trouble.end), None)


def _ends(
    trouble: Trouble,
    notices: Sequence[Notice],
    left: dict[str, list[Change]],
    fell: Mapping[str, Change],
) -> Iterable[str]:
    over = [n for n in notices if n.outage == trouble.outage and n.is_over]
    if len(over) != 1:
        yield f"the end of the outage {trouble.outage} was told {len(over)} times"
        return
    back = [source for source, _ in over[0].named]
    unnamed = over[0].unnamed + sum(
        n.unnamed
        for n in notices
        if n.is_over and not n.outage and over[0].at < n.at < trouble.end + AFTERMATH
    )
    for source, fall in fell.items():
        mine = left[source]
        place = mine.index(fall)
        mine.pop(place)
        returned = mine[place] if place < len(mine) else None
        if returned is None or returned.state != WELL:
            yield f"{source} never came back from the outage {trouble.outage}"
        elif back.count(source) == 1:
            mine.pop(place)
            yield from _in_time(source, returned, over[0].at, LONGEST_WAIT)
        elif not _is_told_apart(source, returned, notices):
            mine.pop(place)
            unnamed -= 1
    if unnamed < 0:
        yield f"{-unnamed} sources are not told to be back from the outage {trouble.outage}"


def _is_told_apart(source: str, change: Change, notices: Iterable[Notice]) -> bool:
    """What an outage's end names as not readable yet is told like any other."""
    return any(
        not notice.outage
        and notice.is_over
        and change.since <= notice.at <= change.by + SETTLE + SLACK
        and source in dict(notice.named)
        for notice in notices
    )


def _in_time(source: str, change: Change, at: dt.datetime, most: dt.timedelta) -> Iterable[str]:
    if not change.since <= at <= change.by + most + SETTLE + SLACK:
        yield f"{source} is {change.state} since {change.since}, and it was told at {at}"


def _singles(notices: Sequence[Notice], left: Mapping[str, list[Change]]) -> Iterable[str]:
    """All other changes: each in one message, the first of a message after it has settled."""
    waiting = {each: list(of) for each, of in left.items()}
    for notice in notices:
        if notice.outage:
            continue
        first: dt.datetime | None = None
        for source, state in notice.named:
            expected = waiting.get(source, [])
            told = WELL if notice.is_over else state
            if not expected or expected[0].state != told:
                yield f"{source} was told to be {told} at {notice.at}, and nothing had changed"
                continue
            change = expected.pop(0)
            yield from _in_time(source, change, notice.at, dt.timedelta())
            first = min(first or change.since, change.since)
        if first is not None and notice.at - first < SETTLE:
            yield f"it was told at {notice.at} what is so since {first} only"
    for source, untold_ones in waiting.items():
        yield from (f"{source}: {c.state} since {c.since} was not told" for c in untold_ones)
