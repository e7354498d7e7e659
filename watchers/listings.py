"""Reads a listing page into items, with no code for any one site.

`read_listing` is pure and picklable, runs in a reader process, and raises `ReadError` only. It
finds the rows by structure (`watchers.rows`), their titles (`watchers.rowtexts`) and their dates
(`watchers.rowdates`); CSS selectors of the source entry override the first step.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from watchers.charsets import to_text
from watchers.cleaning import clean_title
from watchers.errors import ReadError
from watchers.jsonlists import read_embedded_lists, read_json_list
from watchers.layouts import Layout
from watchers.model import Item, PollState, Reading
from watchers.pagekinds import no_list, refuse_articles
from watchers.rowdates import (
    HABIT,
    DateReader,
    Row,
    date_rows,
    date_rows_by_surroundings,
    in_dated_containers,
    is_month_first,
    may_be_marked,
)
from watchers.rows import Group, Relatives, groups_of, rows_of
from watchers.rowtexts import pieces_of, title_of, weight
from watchers.sniffing import Shape, refuse_deep, shape_of, wall
from watchers.spots import Hang, Link, Spot, base_of, item_address, links_of

_BARE_ROWS = re.compile(r"\s*+<(?:tr|td|tbody)\b", re.IGNORECASE)
MAX_ITEMS = 500
"""Rows of a page that are read."""
_CANDIDATES = 4
"""Groups of links that are looked at closely."""
_MIN_TITLE_WEIGHT = 12.0
_CHROME_PENALTY = 0.15
_ADDRESS_PENALTY = 0.6
"""For links that have only their address in common."""
_MAIN_BONUS = 1.5
_DATED_BONUS = 1.0
_TITLE_CAP = 80.0
_HEADLINE = 45.0
"""Letters of an ordinary headline."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What is read once of a page, whichever groups of links are looked at."""

    by_href: dict[str, list[Link]]
    pieces: dict[int, list[str]]
    """Pieces of text by element."""


def read_listing(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    selectors: Mapping[str, str] | None = None,
    timezone: str | None = None,
) -> tuple[Item, ...]:
    """The items of a listing page in its own order. A page without a list raises, with why."""
    return listing_reading(
        body,
        url=url,
        charset=charset,
        fetched_at=fetched_at,
        selectors=selectors,
        timezone=timezone,
    ).items


def listing_reading(
    body: bytes,
    *,
    url: str,
    charset: str | None,
    fetched_at: dt.datetime,
    selectors: Mapping[str, str] | None = None,
    timezone: str | None = None,
) -> Reading:
    """The items of a listing page, and where its rows stand. Raises ReadError."""
    text = to_text(body, charset)
    zone = ZoneInfo(timezone) if timezone else None
    read = DateReader(fetched_at, zone)
    shape = shape_of(text)
    if shape is Shape.EMPTY:
        raise ReadError(PollState.EMPTY, "the body is empty")
    if shape is Shape.JSON:
        found = read_json_list(text, url, read)
        if isinstance(found, tuple):
            return Reading(found)
        text = found
    if blocked := wall(text):
        raise blocked
    refuse_deep(text, Shape.HTML)
    return _read_html(text, url, selectors or {}, read)


def _read_html(text: str, url: str, selectors: Mapping[str, str], read: DateReader) -> Reading:
    tree = LexborHTMLParser(_within_table(text))
    read = replace(read, marked=may_be_marked(text))
    if selectors.get("row"):
        rows = _selected_rows(tree, url, selectors)
        _date_selected(rows, selectors, _with_order(rows, read))
        return Reading(_items(rows))
    rows, path = _found_rows(tree, url, read)
    if not rows:
        if embedded := read_embedded_lists(text, url, read):
            return Reading(embedded)
        raise no_list(tree, text)
    refuse_articles(tree, text, rows)
    return Reading(_items(rows), layout=str(Layout(path, _share(rows))))


def _within_table(text: str) -> str:
    """A fragment of a table's rows with its table: outside one their tags count for nothing."""
    return f"<table>{text}" if _BARE_ROWS.match(text) else text


def _items(rows: list[Row]) -> tuple[Item, ...]:
    return tuple(
        Item(
            title=row.title,
            url=row.href,
            published=row.dated.at if row.dated else None,
            published_is_day=row.dated is not None and row.dated.is_day,
        )
        for row in rows[:MAX_ITEMS]
    )


def _with_order(rows: list[Row], read: DateReader) -> DateReader:
    texts = [piece for row in rows for piece in row.texts() if len(piece) < 40]
    return replace(read, month_first=is_month_first(texts))


def _found_rows(tree: LexborHTMLParser, url: str, read: DateReader) -> tuple[list[Row], str]:
    """The rows of the best group of links, dated and without promos; and where they stand."""
    links = links_of(tree, url)
    page = _Page(Group(links).hrefs, {})
    groups = groups_of(links)
    relatives = Relatives(links, groups)
    telling = sorted(groups, key=_first_impression, reverse=True)[:_CANDIDATES]
    best = _best(telling, relatives, page, read)
    if best is None:
        # Where no link says anything (pictures, times of day), the rows around them may.
        untelling = sorted(groups, key=lambda group: len(group.hrefs), reverse=True)
        best = _best(untelling[:_CANDIDATES], relatives, page, read)
    if best is None:
        return [], ""
    group, rows, read = best
    if _share(rows) < HABIT and (around := group.common):
        date_rows_by_surroundings(rows, read, around.node)
    return _without_promos(rows), _path(group)


def _path(group: Group) -> str:
    """Where most links of a group hang: labels from the link outwards."""
    commonest = Counter(link.spot.hang.signature for link in group.links).most_common(1)
    return " < ".join(commonest[0][0]) if commonest else ""


def _best(
    candidates: list[Group], relatives: Relatives, page: _Page, read: DateReader
) -> tuple[Group, list[Row], DateReader] | None:
    """The group that looks most like the page's list, with its rows and what reads their dates."""
    found: list[tuple[float, Group, list[Row], DateReader]] = []
    seen: set[frozenset[str]] = set()
    highest = 0.0
    for candidate in candidates:
        if frozenset(candidate.hrefs) in seen:
            continue  # What it would be joined with was looked at.
        group = relatives.join(candidate)
        addresses = frozenset(group.hrefs)
        if addresses in seen or _most(group) < highest:
            continue
        seen.add(addresses)
        rows, theirs = _rows(group, page, read)
        score = _score(rows, _share(rows), group)
        found.append((score, group, rows, theirs))
        highest = max(highest, score)
    best = max(found, key=lambda each: each[0], default=None)
    return best[1:] if best and best[0] > 0 else None


def _most(group: Group) -> float:
    """What a group would score if all its titles were long and dated: often too little."""
    return 2 * _TITLE_CAP * len(group.hrefs) * (1 + _DATED_BONUS) * _standing(group)


def _share(rows: list[Row]) -> float:
    return sum(row.dated is not None for row in rows) / max(1, len(rows))


def _first_impression(group: Group) -> float:
    """A cheap score: how much the links of a group say, before their rows are looked at."""
    best: dict[str, float] = {}
    for link in group.links:
        if link.said is None:
            link.said = _telling(weight(link.text))
        if link.said >= best.get(link.href, 0.0):
            best[link.href] = link.said
    if sum(said > 0 for said in best.values()) < 2:
        return 0.0
    return sum(best.values()) * _standing(group)


@lru_cache(maxsize=512)
def _telling(letters: float) -> float:
    """What a title of so many letters counts: a headline in full, a menu's word hardly."""
    said = min(letters, _TITLE_CAP)
    return said * min(1.0, (said / _HEADLINE) ** 3)


def _standing(group: Group) -> float:
    """A factor for where a group stands: menus count little, the main part more."""
    factor = _ADDRESS_PENALTY if group.by_address else 1.0
    if group.is_chrome:
        factor *= _CHROME_PENALTY
    if group.is_main:
        factor *= _MAIN_BONUS
    return factor


def _rows(group: Group, page: _Page, read: DateReader) -> tuple[list[Row], DateReader]:
    """The rows of a group, and a reader of dates that knows their order of day and month."""
    rows = []
    for href, spots in rows_of(group).items():
        links = page.by_href[href]
        title = title_of(links, spots[0].node)
        if title:
            nodes = [spot.node for spot in spots]
            around = spots[0].parent
            anchors = [link.node for link in links]
            container = around.node.mem_id if around else 0
            rows.append(Row(href, title, nodes, anchors, container, known=page.pieces))
    read = _with_order(rows, read)
    rows = in_dated_containers(rows, read)
    date_rows(rows, read)
    return rows, read


def _score(rows: list[Row], share: float, group: Group) -> float:
    """How much a group looks like the page's list: telling titles, dates, not in a menu."""
    if len(rows) < 2:
        return 0.0
    weights = [weight(row.title) for row in rows]
    if sum(weights) / len(weights) < _MIN_TITLE_WEIGHT and share < HABIT:
        return 0.0
    # A short title with a date beside it is a title all the same.
    said = sum(_telling(found) + share * min(found, _TITLE_CAP) for found in weights)
    return said * (1 + _DATED_BONUS * share) * _standing(group)


def _without_promos(rows: list[Row]) -> list[Row]:
    """Rows without a date go, where their siblings have one."""
    if len(rows) > 2 and _share(rows) >= HABIT:
        return [row for row in rows if row.dated is not None]
    return rows


def _selected_rows(tree: LexborHTMLParser, url: str, selectors: Mapping[str, str]) -> list[Row]:
    base = base_of(tree, url)
    found: dict[str, Row] = {}
    for node in _select(tree, selectors["row"]):
        row = _selected_row(node, base, url, selectors)
        if row is not None and row.href not in found:
            found[row.href] = row
    if not found:
        reason = f"the selector {selectors['row']!r} finds no row: the page has changed"
        raise ReadError(PollState.EMPTY, reason)
    return list(found.values())


def _selected_row(
    node: LexborNode, base: str, url: str, selectors: Mapping[str, str]
) -> Row | None:
    wanted = selectors.get("link", "a[href]")
    anchors = [node] if node.tag == "a" else _select(node, wanted)
    links = [
        Link(anchor, href, Spot(anchor, None, Hang("a", "a")), text=anchor.text(deep=True))
        for anchor in anchors
        if (href := item_address(str(anchor.attributes.get("href") or ""), base, url))
    ]
    if not links:
        return None
    title = _selected_title(node, selectors) or title_of(links, node)
    return Row(links[0].href, title, [node], [link.node for link in links]) if title else None


def _selected_title(node: LexborNode, selectors: Mapping[str, str]) -> str:
    wanted = selectors.get("title")
    found = _select(node, wanted) if wanted else []
    return clean_title(" ".join(pieces_of(found[0]))) if found else ""


def _date_selected(rows: list[Row], selectors: Mapping[str, str], read: DateReader) -> None:
    if wanted := selectors.get("date"):
        for row in rows:
            row.nodes = [
                found for node in row.nodes for found in _select(node, wanted)
            ] or row.nodes
            row.pieces = None
    date_rows(rows, read)


def _select(node: LexborHTMLParser | LexborNode, selector: str) -> list[LexborNode]:
    try:
        return list(node.css(selector))
    except (SelectolaxError, ValueError) as error:
        reason = f"the selector {selector!r} of the source entry is not valid CSS"
        raise ReadError(PollState.UNREADABLE, reason) from error
