"""The time of day and the zone that stand beside a date in a text."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_TIME = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d|60)(?:[.,]\d+)?)?(?![\d:])"
    r"(?:\s*([ap])\.?m\b\.?)?"
    r"(?:\s*(?:\(?(z|utc|gmt)\b\)?)?\s?([+-](?:0\d|1[0-4]):?(?:[0-5]\d)?)(?![\d/.-])"
    r"|\s*[\[(]?(?:utc|gmt)\s?([+-]\d{1,2}(?::[0-5]\d)?)(?!\d)[\])]?"
    r"|\s*\(?([a-z]{1,5})\b\)?)?"
)
_OFFSETS_MIN = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0,
    "bst": 60, "west": 60, "cet": 60, "met": 60,
    "cest": 120, "mest": 120, "eet": 120, "sast": 120,
    "eest": 180, "msk": 180, "trt": 180, "ast": 180,
    "irst": 210, "gst": 240, "aft": 270, "irdt": 270,
    "pkt": 300, "uzt": 300, "tjt": 300, "tmt": 300, "ist": 330,
    "bdt": 360, "kgt": 360, "wib": 420, "ict": 420,
    "hkt": 480, "myt": 480, "sgt": 480, "jst": 540, "kst": 540,
    "aest": 600, "aedt": 660,
    "edt": -240, "est": -300, "cdt": -300, "cst": -360, "mdt": -360,
    "mst": -420, "pdt": -420, "pst": -480, "brt": -180, "art": -180,
}  # fmt: skip
"""Zone names as feeds use them; those with several meanings by the commonest among sources."""


_MOST_MIN = 14 * 60 + 59


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A time of day found at `start:end`; `zone` is None where none is named."""

    start: int
    end: int
    time: dt.time
    zone: dt.timezone | None


def clock_times(text: str) -> tuple[ClockTime, ...]:
    """The times of day in a folded text, in order."""
    return tuple(_clock_time(match) for match in _TIME.finditer(text))


def blanked(text: str, times: tuple[ClockTime, ...]) -> str:
    """The text with its times made blank, so that no hour is read as a day."""
    for found in times:
        text = text[: found.start] + " " * (found.end - found.start) + text[found.end :]
    return text


def _clock_time(match: re.Match[str]) -> ClockTime:
    hour, minute, second = int(match[1]), int(match[2]), min(int(match[3] or 0), 59)
    if match[4] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[4] == "p" else 0)
    zone, end = _zone(match)
    return ClockTime(match.start(), end, dt.time(hour, minute, second), zone)


def _zone(match: re.Match[str]) -> tuple[dt.timezone | None, int]:
    if written := match[6] or match[7]:
        return _offset(written), match.end()
    if match[8]:
        minutes = _OFFSETS_MIN.get(match[8])
        if minutes is None:
            return None, match.start(8)
        return dt.timezone(dt.timedelta(minutes=minutes)), match.end()
    return None, match.end()


def _offset(written: str) -> dt.timezone | None:
    """`+0430`, `+04:30`, `+04` or `+7`; None for more than a day has."""
    hours, _, rest = (
        written[1:].partition(":") if ":" in written else (written[1:3], "", written[3:])
    )
    minutes = int(hours) * 60 + int(rest or 0)
    if minutes > _MOST_MIN:
        return None
    return dt.timezone(dt.timedelta(minutes=-minutes if written[0] == "-" else minutes))
