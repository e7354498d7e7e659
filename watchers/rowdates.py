"""Which date belongs to which row: in it, in its address, beside it, or in its title.

A page is read one way throughout: the place that dates most rows is the page's habit, so a year
mentioned in one title never dates an item.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from watchers.cleaning import SEPARATOR, plain
from watchers.dates import Dated, date_in_url, find_date, parse_date
from watchers.rowtexts import is_time, pieces_of

HABIT = 0.6
"""A place that dates this share of the rows is where the page keeps its dates."""
_FIELD_SHARE = 0.45
_LINE_SHARE = 0.25
_MAX_LINE = 60
_MAX_FIELD = 120
_MAX_NAMED_DAY = 20
_MAX_AGO = 40
"""A longer text is no age such as "3 days ago"."""
_DIGITS = re.compile(r"\d+")
_BADGE = re.compile(r"\d{1,4}|[^\W\d_]{3,12}\.?,?|\d{1,2}[./]\d{1,2}")
_MAX_BADGE = 14
"""Characters of the longest text that `_BADGE` matches."""
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?!\d)")
_FIELDS = re.compile("[|•·‖]")
"""What stands between the fields of a line such as "Press release | 19.11.2026"."""
_CHANGED = re.compile(r"updated|modified", re.IGNORECASE)
_SAYS_CHANGED = re.compile(
    r"^\W*(?:last )?(?:updated|modified|changed|revised|обновл|измен|оновлен|aktualisiert|geändert"
    r"|mis à jour|modifié|actualizado|modificado|aggiornat|güncel|به ?روز|تحديث|تحدیث|更新)",
    re.IGNORECASE,
)
"""What stands before the day of a change."""
_MARKED = (
    "time[datetime], [data-date], [data-time], [data-timestamp], [data-published], "
    "[itemprop=datePublished][content], abbr[title]"
)
_MARKS = (
    "datetime",
    "data-date",
    "data-time",
    "data-timestamp",
    "data-published",
    "content",
    "title",
)
_MARK = "\ue000"


def may_be_marked(text: str) -> bool:
    """Whether any element of a page can state a date for machines: a look at its source."""
    return any(map(text.__contains__, ("datetime", "data-", "datePublished", "<abbr")))


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of one page: its fetch time, its zone and its order of day and month."""

    fetched_at: dt.datetime
    zone: dt.tzinfo | None = None
    month_first: bool = False
    marked: bool = True
    """False on a page none of whose elements states a date for machines."""

    def parse(self, text: str) -> Dated | None:
        """A date field."""
        return parse_date(
            text, fetched_at=self.fetched_at, zone=self.zone, month_first=self.month_first
        )

    def find(self, text: str) -> Dated | None:
        """A date inside a text."""
        return find_date(
            text, fetched_at=self.fetched_at, zone=self.zone, month_first=self.month_first
        )

    def in_url(self, url: str) -> Dated | None:
        """A day inside an address."""
        return date_in_url(url, fetched_at=self.fetched_at, zone=self.zone)


@dataclass(slots=True, eq=False)
class Row:
    """An item in the making."""

    href: str
    title: str
    nodes: list[LexborNode]
    """The elements that hold it and nothing else."""
    anchors: list[LexborNode]
    container: int = 0
    """What the rows of one list share: the identity of the element around them."""
    dated: Dated | None = None
    pieces: list[str] | None = None
    known: dict[int, list[str]] = dataclasses.field(default_factory=dict)
    """Pieces of the page's elements that were read for another group of links already."""
    field: tuple[Dated | None] | None = None
    """What its date field says, once it was looked at."""
    address: tuple[Dated | None] | None = None
    """The day that its address holds, once it was looked at."""

    def texts(self) -> list[str]:
        """Its pieces of text, read once."""
        if self.pieces is None:
            self.pieces = [piece for node in self.nodes for piece in self._pieces_of(node)]
        return self.pieces

    def _pieces_of(self, node: LexborNode) -> list[str]:
        if (found := self.known.get(node.mem_id)) is None:
            found = self.known[node.mem_id] = pieces_of(node)
        return found


def is_month_first(texts: Sequence[str]) -> bool:
    """Whether `10/20/2026` is how a page writes: some second number is no month, no first is."""
    slashed = {text for text in texts if "/" in text or "-" in text}
    pairs = [(int(m[1]), int(m[2])) for m in _SLASHED.finditer("\n".join(slashed))]
    return any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)


def date_rows(rows: list[Row], read: DateReader) -> None:
    """Dates the rows by the page's habit, as far as they hold their dates themselves."""
    places: tuple[Callable[[Row], Dated | None], ...] = (
        lambda row: _in_field(row, read),
        lambda row: _in_address(row, read),
        lambda row: read.find(row.title),
        lambda row: _in_prose(row, read),
    )
    for place in places:
        if _apply(rows, place) >= HABIT:
            break
    else:
        _apply(rows, places[0])
    _fill(rows, read)


def date_rows_by_surroundings(rows: list[Row], read: DateReader, whole: LexborNode) -> None:
    """Dates rows that hold no dates by what stands between them, where that is the habit.

    Marks the page's text: call it last.
    """
    before = [row.dated for row in rows]
    beside = dates_beside(rows, read, whole)
    if _apply(rows, lambda row: beside.get(row.href)) >= HABIT:
        _fill(rows, read)
        return
    for row, dated in zip(rows, before, strict=True):
        row.dated = dated


def in_dated_containers(rows: list[Row], read: DateReader) -> list[Row]:
    """The rows without those of containers that hold no date, where another one's rows do.

    A site may build its menu of sections of the same elements as its list of news.
    """
    by_container: dict[int, list[bool]] = {}
    for row in rows:
        has_date = _in_field(row, read) is not None or _in_address(row, read) is not None
        by_container.setdefault(row.container, []).append(has_date)
    lists = [found for found in by_container.values() if len(found) > 1]
    if not any(sum(found) / len(found) >= HABIT for found in lists):
        return rows
    return [row for row in rows if any(by_container[row.container])]


def _apply(rows: list[Row], place: Callable[[Row], Dated | None]) -> float:
    for row in rows:
        row.dated = place(row)
    return sum(row.dated is not None for row in rows) / max(1, len(rows))


def _fill(rows: list[Row], read: DateReader) -> None:
    """The address, or a short line, dates a row that the page's habit left out."""
    is_habit = any(row.dated for row in rows)
    for row in rows:
        row.dated = row.dated or _in_address(row, read)
        if is_habit and row.dated is None:
            row.dated = _in_line(row, read)


def _in_line(row: Row, read: DateReader) -> Dated | None:
    """A date that is a good part of a short line: what else stands there differs by row."""
    for piece in row.texts():
        if piece != row.title and len(piece) <= _MAX_LINE and _may_date(piece):
            found = read.find(piece)
            if found and found.share >= _LINE_SHARE:
                return found
    return None


def _in_field(row: Row, read: DateReader) -> Dated | None:
    """A date in the markup, or a piece of text that is a date and little else; read once."""
    if row.field is None:
        row.field = (_read_field(row, read),)
    return row.field[0]


def _in_address(row: Row, read: DateReader) -> Dated | None:
    """The day in the address; read once."""
    if row.address is None:
        row.address = (read.in_url(row.href),)
    return row.address[0]


def _read_field(row: Row, read: DateReader) -> Dated | None:
    marked = _marked(row, read)
    written = field_date(row.texts(), read)
    if marked and written and marked.is_day and not written.is_day:
        return written if abs(written.at - marked.at) <= dt.timedelta(days=1) else marked
    return marked or written


def _marked(row: Row, read: DateReader) -> Dated | None:
    """A date that the markup states for machines."""
    if not read.marked:
        return None
    marks = [mark for node in row.nodes for mark in node.css(_MARKED)]
    for mark in sorted(marks, key=_is_of_change) if len(marks) > 1 else marks:
        for name in _MARKS:
            if found := read.parse(str(mark.attributes.get(name) or "")):
                return found
    return None


def _is_of_change(mark: LexborNode) -> bool:
    """Whether a mark says when something was changed, and not that it was published then."""
    around = mark.parent
    if around is not None and _SAYS_CHANGED.match(around.text(deep=True)):
        return True
    named = f"{mark.attributes.get('class') or ''} {mark.attributes.get('itemprop') or ''}"
    return "publish" not in named.lower() and _CHANGED.search(named) is not None


def field_date(pieces: Sequence[str], read: DateReader) -> Dated | None:
    """The first piece that is a date field, with the time that may stand in the next piece."""
    for index, piece in enumerate(pieces):
        if not _may_date(piece):
            continue
        found = _field(piece, read)
        if found:
            following = pieces[index + 1] if index + 1 < len(pieces) else ""
            if found.is_day and is_time(following):
                return read.parse(f"{piece} {following}") or found
            return found
    return _badge_date(pieces, read)


def _field(text: str, read: DateReader) -> Dated | None:
    """The date that a text, or one of several fields in a line of text, is."""
    found = read.parse(text)
    if found is None or found.share >= _FIELD_SHARE:
        return found
    parts = _FIELDS.split(text) if _FIELDS.search(text) else ()
    for part in parts:
        if (dated := read.parse(part)) and dated.share >= _FIELD_SHARE:
            return dated
    return None


def _may_date(piece: str) -> bool:
    """A cheap look before the real one: a date has a digit, or is a word such as "yesterday"."""
    if len(piece) <= _MAX_NAMED_DAY:
        return True
    if len(piece) > _MAX_FIELD or not _DIGITS.search(piece):
        return False
    if len(piece) <= _MAX_AGO:
        return True
    # In a long one, a date that is nearly half of it has at least a day and a year.
    digits = _DIGITS.findall(piece)
    return len(digits) > 1 and len("".join(digits)) > 2


def _badge_date(pieces: Sequence[str], read: DateReader) -> Dated | None:
    """A date cut in pieces: `20`, `Nov`, `2026`, as calendar badges are."""
    parts = [len(piece) <= _MAX_BADGE and _BADGE.fullmatch(piece) for piece in pieces]
    for size in (3, 2) if any(parts) else ():
        for start in range(len(pieces) - size + 1):
            if all(parts[start : start + size]):
                found = read.parse(" ".join(pieces[start : start + size]))
                if found and found.share >= _FIELD_SHARE:
                    return found
    return None


def _in_prose(row: Row, read: DateReader) -> Dated | None:
    """A date in a line such as "By the press office | 20 November 2026 | Kabul"."""
    for piece in row.texts():
        if piece != row.title and len(piece) <= _MAX_FIELD and (found := read.find(piece)):
            return found
    return None


def dates_beside(rows: list[Row], read: DateReader, whole: LexborNode) -> dict[str, Dated]:
    """Dates that stand between the rows, given to the row before or after, or to all that follow.

    For markup where nothing holds a row together: `dt`/`dd`, flat headings, broken tags; and for
    lists under the headings of their days.
    """
    after: dict[int, Dated] = {}
    before: dict[int, Dated] = {}
    carried: dict[int, Dated] = {}
    current: int | None = None
    waiting: Dated | None = None
    last: Dated | None = None
    for number, pieces in _segments(rows, whole):
        if number is not None and number != current:
            current = number
            if waiting:
                before.setdefault(number, waiting)
            if last:
                carried.setdefault(number, last)
            waiting = None
        if current is not None and (dated := field_date(pieces, read)):
            after.setdefault(current, dated)
        waiting = _last_field(pieces, read) or waiting
        last = waiting or last
    chosen = before if len(before) > len(after) else after
    begins_lists = chosen is before and _begin_lists(before, rows, read)
    if (len(chosen) < HABIT * len(rows) or begins_lists) and 0 in before and _falling(carried):
        chosen = carried
    return {rows[number].href: dated for number, dated in chosen.items()}


def _begin_lists(before: Mapping[int, Dated], rows: list[Row], read: DateReader) -> bool:
    """Whether dates stand before just the first rows of several lists, and no row holds one."""
    firsts: dict[int, int] = {}
    for number, row in enumerate(rows):
        firsts.setdefault(row.container, number)
    several = len(firsts) > 1 and len(rows) > len(before)
    bare = several and not any(_in_field(row, read) for row in rows)
    return bare and all(number in before for number in firsts.values())


def _falling(carried: Mapping[int, Dated]) -> bool:
    """Whether dates stand over their rows like headings: several, each older than the last."""
    moments = [dated.at for _, dated in sorted(carried.items())]
    return len(set(moments)) > 1 and moments == sorted(moments, reverse=True)


def _last_field(pieces: Sequence[str], read: DateReader) -> Dated | None:
    for start in range(len(pieces) - 1, -1, -1):
        if found := field_date(pieces[start : start + 2], read):
            return found
    return None


def _segments(rows: list[Row], whole: LexborNode) -> list[tuple[int | None, list[str]]]:
    """The text between links: (number of the row last linked to, pieces up to the next link)."""
    for number, row in enumerate(rows):
        for anchor in row.anchors:
            anchor.insert_before(f"{_MARK}{number}")
    segments: list[tuple[int | None, list[str]]] = [(None, [])]
    for raw in whole.text(separator=SEPARATOR).split(SEPARATOR):
        piece = plain(raw)
        if piece.startswith(_MARK) and piece[1:].isdecimal():
            segments.append((int(piece[1:]), []))
        elif piece:
            segments[-1][1].append(piece)
    return segments
