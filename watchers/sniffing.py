"""Tells what a body is by looking at its beginning, and says why it is not what was promised.

A challenge, a login and a stub are states of a source, never content; the reasons made here are
shown to the operator as they stand.
"""

from __future__ import annotations

import re
from enum import StrEnum

from watchers.cleaning import clean_title
from watchers.errors import ReadError
from watchers.model import PollState


class Shape(StrEnum):
    """What a text is, by its outside."""

    FEED = "feed"
    HTML = "html"
    JSON = "json"
    XML = "xml"
    EMPTY = "empty"
    OTHER = "other"


_HEAD = 4096
_LOOK_AT = 200_000
"""Characters of a page in which it says what it is."""
MAX_DEPTH = 2_000
"""Elements that may stay open at once: parsers take time by the square of it."""
_NESTING = re.compile(
    r"<(/?)(?:div|span|section|article|table|ul|ol|dl|b|i|a|u|em|strong|font|center|blockquote"
    r"|h[1-6]|form|label|small|big|code|nobr|s|tt)(?=[\s>/])",
    re.IGNORECASE,
)
_COUNTED = tuple(f"</{name}>" for name in ("div", "span", "a", "section", "ul", "h3", "table"))
"""Of the closing tags above those that are commonest."""
_WORD = 6
"""Characters of a word with its blank."""
_OPENING = re.compile(r"<(?!(?:br|img|hr|input|wbr|source|param|p|li)\b)[A-Za-z]", re.I)
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_FEED_ROOT = re.compile(r"<(?:[\w-]+:)?(rss|feed|rdf|channel)[\s>/]", re.IGNORECASE)
_SURE_ROOT = re.compile(
    r"""<feed\b[^<>]*xmlns=["']http://www\.w3\.org/2005/Atom|<rss\b[^<>]*version\s*=""",
    re.IGNORECASE,
)
_SKIPPED = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype(?![^<>]*html)[^>\[]*(?:\[.*?\]\s*)?>", re.I | re.S
)
_HTML = re.compile(
    r"<(?:!doctype[^<>]*html|html|head|body|script|div|meta|table|ul|li|p|a|h\d)\b", re.I
)
_ROOT = re.compile(r"<([A-Za-z_][\w:.-]*)")
_TITLE = re.compile(r"<title\b[^<>]*>(.{0,1000}?)</title", re.I | re.S)
_FEED_LINK = re.compile(
    r"<link\b(?=[^<>]*type=[\"']?application/(?:rss|atom)\+xml)[^<>]*href=[\"']?([^\"'\s>]+)", re.I
)
_ARTICLE = re.compile(
    r"""<meta[^<>]*og:type["'][^<>]*content=["']article|"@type"\s*:\s*\[?\s*"(?:\w*Article|NewsArticle|ReportageNewsArticle)"|itemtype=["']https?://schema.org/\w*Article""",
    re.IGNORECASE,
)
_REFRESH = re.compile(
    r"""<meta\b(?=[^<>]*http-equiv=["']?refresh)[^<>]*content=["']?\s*(\d+)\s*[;,]\s*url\s*=\s*['"]?([^"'>\s]+)""",
    re.IGNORECASE,
)
_SCRIPT_REDIRECT = re.compile(r"location(?:\.href|\.replace)?\s*(?:=(?!=)|\()", re.I)
_CHALLENGES = (
    ("bobcmn", "a JavaScript challenge (bobcmn)"),
    ("cf-chl", "a Cloudflare challenge"),
    ("challenge-platform", "a Cloudflare challenge"),
    ("cf_chl_opt", "a Cloudflare challenge"),
    ("<title>just a moment", "a Cloudflare challenge"),
    ("attention required! | cloudflare", "a Cloudflare block"),
    ("_incapsula_resource", "an Incapsula challenge"),
    ("ddos-guard", "a DDoS-Guard challenge"),
    ("checking your browser", "a browser check"),
    ("enable javascript and cookies to continue", "a browser check"),
    ("pardon our interruption", "a bot wall"),
    ("px-captcha", "a captcha"),
    ("g-recaptcha", "a captcha"),
    ("h-captcha", "a captcha"),
    ("<title>access denied", "an access-denied page"),
    ("<title>403 forbidden", "an access-denied page"),
    ("technical difficulties", 'a block page ("technical difficulties")'),
)
_PASSWORD = re.compile(r"<input\b[^<>]*type=[\"']?password", re.I)
_STUB_TEXT = 1500
"""A challenge or a stub has little to read; a page with more that names one is about it."""
_UNSEEN = re.compile(
    r"<(script|style|noscript|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", re.I | re.S
)


def shape_of(text: str) -> Shape:
    """What a text is, judged by its first element."""
    head = _beginning(text)
    if not head:
        return Shape.EMPTY
    if head[0] in "{[":
        return Shape.JSON
    if _FEED_ROOT.match(head) or _SURE_ROOT.search(text[:_HEAD]):
        return Shape.FEED
    if _HTML.match(head):
        return Shape.HTML
    if _HTML.search(head) and not text.lstrip().startswith("<?xml"):
        return Shape.HTML
    return Shape.XML if _ROOT.match(head) else Shape.OTHER


def not_a_feed(text: str) -> ReadError:
    """Why this is no feed, for a text whose shape is anything else."""
    shape = shape_of(text)
    if shape is Shape.EMPTY:
        return ReadError(PollState.EMPTY, "the body is empty")
    if shape is Shape.JSON:
        return ReadError(PollState.NOT_A_FEED, "JSON where a feed was promised")
    if shape is Shape.XML:
        root = _ROOT.match(_beginning(text))
        name = root[1] if root else "?"
        return ReadError(PollState.NOT_A_FEED, f"XML, but no feed: its root element is <{name}>")
    if shape is Shape.OTHER:
        return ReadError(PollState.UNREADABLE, "neither XML nor HTML where a feed was promised")
    return wall(text) or ReadError(PollState.NOT_A_FEED, _html_reason(text))


def wall(text: str) -> ReadError | None:
    """The challenge, login or redirecting stub that an HTML page is, if it is one."""
    readable = _readable(text[:_LOOK_AT])
    if readable > _STUB_TEXT:
        return None
    lower = text[:60_000].lower()
    for sign, name in _CHALLENGES:
        if sign in lower:
            return ReadError(PollState.BLOCKED, f"{name} instead of the content")
    if _PASSWORD.search(lower):
        return ReadError(PollState.BLOCKED, "a login page instead of the content")
    return _stub(text, readable)


def _readable(text: str) -> int:
    """Characters that can be read in a page, about; counted until there are enough for content."""
    words = at = 0
    for unseen in _UNSEEN.finditer(text):
        words += len(text[at : unseen.start()].split())
        at = unseen.end()
        if words * _WORD > _STUB_TEXT:
            return words * _WORD
    return (words + len(text[at:].split())) * _WORD


def refuse_deep(text: str, shape: Shape) -> None:
    """Raises for markup nested so deep that parsing it would not end in time."""
    if text.count("<") < MAX_DEPTH:
        return
    if shape is Shape.FEED:
        bare = _CDATA.sub("", text)
        depth = len(_OPENING.findall(bare)) - bare.count("</") - bare.count("/>")
    else:
        # Marked tags that are open cannot be more than all that are open; that is counted first.
        most = text.count("<") - text.count("</")
        for closing in _COUNTED:
            if most <= MAX_DEPTH:
                return
            most -= text.count(closing)
        if most <= MAX_DEPTH:
            return
        marks = _NESTING.findall(text)
        depth = len(marks) - 2 * marks.count("/")
    if depth > MAX_DEPTH:
        raise ReadError(PollState.UNREADABLE, f"over {MAX_DEPTH} elements are left open")


def is_article(text: str) -> bool:
    """Whether an HTML page says of itself that it is one article."""
    return _ARTICLE.search(text[:_LOOK_AT]) is not None


def page_title(text: str) -> str:
    """The title an HTML page gives itself, shortened."""
    found = _TITLE.search(text[:_LOOK_AT])
    return clean_title(found[1])[:80] if found else ""


def _beginning(text: str) -> str:
    at = 0
    while found := _SKIPPED.match(text, at):
        at = found.end()
    return text[at : at + _HEAD].lstrip("\ufeff")


def _stub(text: str, readable: int) -> ReadError | None:
    if found := _REFRESH.search(text[:_LOOK_AT]):
        if int(found[1]) <= 5:
            reason = f"a page that only redirects (meta refresh) to {found[2][:200]}"
            return ReadError(PollState.NOT_A_FEED, reason)
    elif readable < 200 and _SCRIPT_REDIRECT.search(text[:_LOOK_AT]):
        return ReadError(PollState.NOT_A_FEED, "a page that only redirects by script")
    return None


def _html_reason(text: str) -> str:
    kind = "an article page" if is_article(text) else "an HTML page"
    title = page_title(text)
    named = f" (“{title}”)" if title else ""
    hint = _FEED_LINK.search(text[:_LOOK_AT])
    offered = f"; it offers a feed at {hint[1][:200]}" if hint else ""
    return f"{kind}{named} where a feed was promised{offered}"
