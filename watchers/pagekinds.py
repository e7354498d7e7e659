"""Why a page yields no list: an article, a shell without text, or simply nothing repeated."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.errors import ReadError
from watchers.model import PollState
from watchers.rowdates import Row
from watchers.rowtexts import most_weight, weight
from watchers.sniffing import is_article, page_title

_PARAGRAPH = 60
"""Letters of a paragraph that is prose."""
_ARTICLE_PROSE = 700
"""Letters of prose in one piece, for a page that calls itself an article."""
_ANY_PROSE = 1_000
"""The same for a page that does not say what it is."""
_PROSE_TO_TITLES = 2.5
"""A list has more to say in its titles than in one piece of prose; an article has not."""
_SHELL = 200


def no_list(tree: LexborHTMLParser, text: str) -> ReadError:
    """The reason for a page in which no rows were found."""
    body = tree.body
    visible = " ".join(body.text(separator=" ").split()) if body is not None else ""
    if len(visible) < _SHELL and "<script" in text.lower():
        reason = "the page has no text without JavaScript"
        return ReadError(PollState.EMPTY, reason)
    if is_article(text) or _longest_prose(tree, frozenset()) > _ANY_PROSE:
        return _an_article(text)
    return ReadError(PollState.EMPTY, f"no list of items is found in the page{_named(text)}")


def refuse_articles(tree: LexborHTMLParser, text: str, rows: list[Row]) -> None:
    """Raises where the rows are the "more on this" of an article rather than a list."""
    if _most_prose(tree, rows) <= _ARTICLE_PROSE:
        return
    prose = _longest_prose(tree, _anchors_of(rows))
    titles = sum(weight(row.title) for row in rows)
    if prose > _ARTICLE_PROSE and is_article(text):
        raise _an_article(text)
    if prose > _ANY_PROSE and prose > _PROSE_TO_TITLES * titles:
        raise _an_article(text)


def _an_article(text: str) -> ReadError:
    reason = f"an article page{_named(text)} where a list was promised"
    return ReadError(PollState.NOT_A_FEED, reason)


def _named(text: str) -> str:
    title = page_title(text)
    return f" (“{title}”)" if title else ""


def _most_prose(tree: LexborHTMLParser, rows: list[Row]) -> float:
    """What `_longest_prose` is not over: a cheap look, that most lists end with."""
    if tree.css_first("p") is None:
        return 0.0
    most = run = 0.0
    anchors: frozenset[int] | None = None
    for node in tree.css("p, a[href]"):
        if node.tag != "a":
            letters = most_weight(node.text(deep=True))
            if letters >= _PARAGRAPH:
                run += letters
                most = max(most, run)
        elif run:
            anchors = _anchors_of(rows) if anchors is None else anchors
            if node.mem_id in anchors and not _in_paragraph(node):
                run = 0.0
    return most


def _anchors_of(rows: list[Row]) -> frozenset[int]:
    return frozenset(anchor.mem_id for row in rows for anchor in row.anchors)


def _longest_prose(tree: LexborHTMLParser, anchors: frozenset[int]) -> float:
    """Letters of the longest piece of prose that no row stands in: leads of a list are short."""
    longest = run = 0.0
    for node in tree.css("p, a[href]"):
        if node.tag == "a":
            is_row = node.mem_id in anchors and not _in_paragraph(node)
            run = 0.0 if is_row else run
            continue
        letters = weight(node.text(deep=True))
        has_parts = next(node.iter(), None) is not None
        links = node.css("a") if has_parts else ()
        linked = sum(weight(a.text(deep=True)) for a in links if a.mem_id in anchors)
        if linked > letters / 2:
            run = 0.0
        elif letters >= _PARAGRAPH:
            run += letters
            longest = max(longest, run)
    return longest


def _in_paragraph(node: LexborNode) -> bool:
    parent = node.parent
    above = parent.parent if parent is not None else None
    return any(spot is not None and spot.tag == "p" for spot in (parent, above))
