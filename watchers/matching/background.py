"""News told from what is only recalled: old dates, words for 'earlier', clauses about before.

Dates are measured against the item's own `published`, never against today.
"""

from __future__ import annotations

from collections.abc import Sequence

from config.frozen import frozen
from config.partial_date import PartialDate
from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.assertion import Mood
from watchers.matching.frames import Frame
from watchers.matching.reading import Reading
from watchers.matching.tags import Folded
from watchers.matching.when import When, is_anterior, is_limit

_NEWS_DAYS = 45
"""What happened longer before publication is recalled, not reported."""
_AT_ONCE = 3
"""Characters between an act and the aside that says since when."""
_ASIDE_DAYS = 25
"""Below the lead a date needs to be less old to tell of what went before the news."""


@frozen
class Recalled:
    """Why a frame is background (empty: it is news), and when it was, where told."""

    reason: str = ""
    happened: PartialDate | None = None
    is_past: bool = False
    """It lies long before the news, by its date or a word for it."""


def recalled(
    reading: Reading,
    frame: Frame,
    times: Sequence[When],
    published: PartialDate | None,
    folded: Folded,
) -> Recalled:
    """Whether a frame only recalls, by the marks, the dates and the tense in its own clause."""
    clause = frame.clause
    happened: PartialDate | None = None
    is_planned = frame.mood in (Mood.PLANNED, Mood.PURPOSE, Mood.ASKED, Mood.MAYBE)
    for at, date in ((when.at, when.date) for when in times):
        if date is None or not clause.start <= at < clause.end or is_limit(reading, at):
            continue
        happened = happened or date
        if published is None or is_planned or _is_awaited(reading, at):
            continue
        days = _NEWS_DAYS if reading.sentence.index < 2 else _ASIDE_DAYS
        if (published.earliest - date.latest).days > days:
            return Recalled(f"dated {date}, long before publication", date, is_past=True)
    if _lasts(reading, frame, times, published):
        return Recalled("so since long before publication", happened, is_past=True)
    if _is_old(reading, frame):
        return Recalled("marked as earlier", happened, is_past=True)
    if reading.sentence.index and is_anterior(reading, clause, frame.act, folded):
        return Recalled("told as what was before", happened)
    return Recalled(_marked(reading, frame), happened)


def _is_awaited(reading: Reading, at: int) -> bool:
    """'…, arrival expected in' a month: it is to come, whatever the act."""
    before = [tag for tag in reading.tags if tag.end <= at and not tag.bits & m.IN]
    return bool(before) and bool(before[-1].bits & (m.PLAN | m.SOON))


def _lasts(
    reading: Reading, frame: Frame, times: Sequence[When], published: PartialDate | None
) -> bool:
    """'Has been closed since' a day long ago: the aside right behind the act tells it."""
    own = reading.sentence.clauses.index(frame.clause)
    if published is None or own + 1 >= len(reading.sentence.clauses):
        return False
    aside, end = reading.sentence.clauses[own + 1], reading.tags[frame.act].end
    if not aside.is_aside or aside.start - end > _AT_ONCE or frame.act + 1 < frame.clause.last:
        return False
    if reading.before(frame.act, frame.clause, m.PASSIVE | m.OWN) is None:
        return False
    dates = [w.date for w in times if w.date is not None and aside.start <= w.at < aside.end]
    return any((published.earliest - date.latest).days > _NEWS_DAYS for date in dates[:1])


def _is_old(reading: Reading, frame: Frame) -> bool:
    return any(
        (index not in reading.located or index == frame.clause.first)
        and _reaches(reading, index, frame.act)
        and not (
            frame.mood is Mood.PLANNED and index > frame.act
        )  # 'will open: X is there already'
        for index in reading.find(frame.clause, m.OLD)
    )


def _marked(reading: Reading, frame: Frame) -> str:
    clause, act = frame.clause, frame.act
    had = reading.before(act, clause, m.ANTERIOR)
    if had is not None and frame.mood is Mood.PLANNED and reading.tags[had + 1].bits & m.SAY:
        return "a plan told before"
    if had is not None and _is_adjacent(reading, had, act) and not _is_told(reading):
        return "told as what was before"
    if clause.is_aside:
        return "told beside the news"
    if reading.sentence.index and _is_question(reading):
        return "asked, not told"
    places = {host.code for host in frame.hosts}
    listed = len(places) >= 3 and reading.sentence.index > 1
    if listed and frame.kind is not Kind.SERVICES_CHANGED:
        return "one of a list"
    return ""


def _is_question(reading: Reading) -> bool:
    """What a question of the body takes for granted is not what the text tells."""
    start, end = reading.sentence.start, reading.sentence.end
    return reading.text[max(start, end - 6) : end].rstrip(" \n\"')»」”").endswith("?")


def _reaches(reading: Reading, mark: int, act: int) -> bool:
    """A mark rules the act behind it, or the one right before it."""
    if mark < act:
        return True
    return len(reading.gap(act, mark)) < 40


def _is_adjacent(reading: Reading, mark: int, act: int) -> bool:
    return len(reading.gap(mark, act)) < 24


def _is_told(reading: Reading) -> bool:
    """'Said (claimed, denied) that it had …': the tense is that of speech, not of long before."""
    if reading.bits & (m.SAY | m.DENY):
        return True
    claims = (i for i, tag in enumerate(reading.tags) if tag.bits & m.CLAIM)
    return any(not i or not reading.tags[i - 1].bits & m.ANTERIOR for i in claims)
