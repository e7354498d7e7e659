"""The links of a page that may lead to items: where they hang, and how their addresses are made.

Every link gets the path of tags and classes it hangs on. Each element around links is looked at
once, however many links it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.links import PAGE_PATH, absolute, is_paging, is_plain_path, without_noise

MAX_LINKS = 4_000
"""A page with more links is read up to here."""
MAX_DEPTH = 60
"""Ancestors looked at: deeper markup is broken markup."""
_UNREAD_TAGS = ["script", "style", "noscript", "svg", "iframe", "select"]
_CHROME = re.compile(
    r"(?:^|[-_])(?:nav|navbar|navigation|menu|submenu|breadcrumbs?|pagination|pager|paging|footer"
    r"|sidebar|social|share|sharing|lang|language|languages|tags?|tagcloud|cookie|related|archive"
    r"|copyright|topbar|login|search|filter|filters)(?:$|[-_])",
    re.IGNORECASE,
)
_MAIN = frozenset({"main", "content", "main-content", "main_content", "maincontent", "contents"})
_CHROME_TAGS = frozenset({"nav", "footer", "aside"})
_PASSING_CLASS = re.compile(
    r"\d|^(?:active|current|first|last|odd|even|new|hot|selected|visible|hidden|clearfix)$"
    r"|[-_](?:active|first|last|odd|even|special|featured)$",
    re.IGNORECASE,
)
_NOT_PAGES = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|css|js|ico|zip|rar|mp[34]|avi|mov|xml|rss|atom)$", re.IGNORECASE
)
_SHARING = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|linkedin|whatsapp|pinterest|vk|instagram|youtube|telegram)\.com$"
    r"|^(?:t\.me|wa\.me|telegram\.me|ok\.ru|connect\.ok\.ru|youtu\.be)$",
    re.IGNORECASE,
)
_SIGNATURE_DEPTH = 7
_ROOTS = frozenset({"html", "-undef", "-document"})
_SETTING = frozenset({"font", "big", "nobr", "tt", "strike"})
"""Elements that only set type: a parser moves them about in broken markup."""
_NUMBER = re.compile(r"\d+")
_LONG = 3
_LONG_NUMBER = re.compile(rf"\d{{{_LONG},}}")
_ONLY_NUMBER = re.compile(r"\D?\d+(?:[_-]\d+)*(?:\.\w+)?\?")


@dataclass(frozen=True, slots=True, eq=False)
class Hang:
    """How elements hang that cannot be told apart: one object for all of them on a page."""

    tag: str
    label: str
    """Tag and lasting classes."""
    in_chrome: bool = False
    """They, or what they stand in, are a menu, a footer or the like."""
    in_main: bool = False
    """They, or what they stand in, are what the page calls its main part."""
    signature: tuple[str, ...] = ()
    """Labels from the element outwards."""


@dataclass(slots=True, eq=False)
class Spot:
    """An element on the way from a link to the root."""

    node: LexborNode
    parent: Spot | None
    hang: Hang

    def chain(self) -> Iterator[Spot]:
        """This element and those around it, inside out."""
        spot: Spot | None = self
        while spot is not None:
            yield spot
            spot = spot.parent


@dataclass(slots=True, eq=False)
class Link:
    """A link of the page that may lead to an item."""

    node: LexborNode
    href: str
    spot: Spot
    shape: str | None = None
    """How its address is made: `address_shape`."""
    text: str = ""
    """All text in it, as it stands."""
    said: float | None = None
    """How much its text says, once that was asked."""
    title: str | None = None
    """The title in it, once that was looked for; "" for none."""


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """What relative links are relative to: `<base href>`, else the page."""
    base = tree.css_first("base[href]")
    return absolute(str(base.attributes.get("href") or ""), url) or url if base else url


def links_of(tree: LexborHTMLParser, url: str) -> list[Link]:
    """The links of a page that may lead to items, in document order."""
    tree.strip_tags(_UNREAD_TAGS, recursive=True)
    base = base_of(tree, url)
    spots = _Spots()
    known: dict[str, tuple[str, str | None] | None] = {}
    plain = PlainAddresses(base, url)
    found = []
    for node in tree.css("a[href]")[:MAX_LINKS]:
        attributes = node.attributes
        raw = attributes["href"] or ""
        if raw not in known:
            known[raw] = plain.place(raw) if plain.fits(raw) else _place(raw, base, url)
        if place := known[raw]:
            spot = spots.of(node, attributes)
            found.append(Link(node, place[0], spot, place[1], node.text(deep=True)))
    return found


def _place(raw: str, base: str, page: str) -> tuple[str, str | None] | None:
    href = item_address(raw, base, page)
    return (href, address_shape(href)) if href else None


class PlainAddresses:
    """The commonest links of a page, `/news/12345/`, read without being taken apart."""

    def __init__(self, base: str, page: str) -> None:
        ours, root = urlsplit(page), urlsplit(base)
        self._origin = f"{root.scheme}://{root.netloc}"
        self._netloc = root.netloc
        self._page = ours.path.rstrip("/")
        self._is_known = bool(root.scheme and root.netloc == ours.netloc)

    def fits(self, raw: str) -> bool:
        """Whether a link is one of these."""
        return self._is_known and is_plain_path(raw)

    def place(self, path: str) -> tuple[str, str | None] | None:
        """Its address and the shape of that, as `item_address` and `address_shape` have them."""
        if path.rstrip("/") in ("", self._page):
            return None
        if PAGE_PATH.search(path) or ("." in path and _NOT_PAGES.search(path)):
            return None
        return self._origin + path, _shape(self._netloc, path, "")


def item_address(href: str, base: str, page: str) -> str | None:
    """The address of a link that can be an item's: not the page itself, paging, or an image."""
    if href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    address = absolute(href, base)
    if address is None or is_paging(address, page):
        return None
    parts = urlsplit(address)
    if _NOT_PAGES.search(parts.path):
        return None
    if _SHARING.search(parts.netloc) and parts.netloc != urlsplit(page).netloc:
        return None
    if parts.path.rstrip("/") == "" and not parts.query and not parts.fragment:
        return None
    return without_noise(address)


class _Spots:
    """The elements around the links of a page, each looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, Spot] = {}
        self._hangs: dict[tuple[Hang | None, str | None, str | None, str | None], Hang] = {}

    def of(self, link: LexborNode, attributes: Mapping[str, str | None]) -> Spot:
        """The element of a link, with those around it."""
        parent = link.parent
        above = None
        if parent is not None:
            above = self._known.get(parent.mem_id) or self._climbed(parent)
        spot = Spot(link, above, self._hang(link.tag, attributes, above))
        self._known[link.mem_id] = spot
        return spot

    def _climbed(self, node: LexborNode) -> Spot | None:
        known = self._known
        way: list[LexborNode] = []
        around: LexborNode | None = node
        spot = None
        while around is not None and around.tag not in _ROOTS and len(way) < MAX_DEPTH:
            if spot := known.get(around.mem_id):
                break
            if around.tag not in _SETTING:
                way.append(around)
            around = around.parent
        for element in reversed(way):
            hang = self._hang(element.tag, element.attributes, spot)
            spot = known[element.mem_id] = Spot(element, spot, hang)
        return spot

    def _hang(
        self, tag: str | None, attributes: Mapping[str, str | None], above: Spot | None
    ) -> Hang:
        upper = above.hang if above else None
        key = (upper, tag, attributes.get("class"), attributes.get("id"))
        if (found := self._hangs.get(key)) is None:
            _, _, classes, name = key
            about = _about(tag or "", classes or "", name or "")
            found = self._hangs[key] = _hung(upper, *about)
        return found


def _hung(above: Hang | None, label: str, is_chrome: bool, is_main: bool) -> Hang:
    tag = label.partition(".")[0]
    if above is None:
        return Hang(tag, label, is_chrome, is_main, (label,))
    signature = (label, *above.signature[: _SIGNATURE_DEPTH - 1])
    return Hang(tag, label, is_chrome or above.in_chrome, is_main or above.in_main, signature)


@lru_cache(maxsize=4096)
def _about(tag: str, classes: str, name: str) -> tuple[str, bool, bool]:
    """An element's label, and whether it is a menu or the like, or the main part."""
    names = classes.split()
    lasting = [c for c in names if not _PASSING_CLASS.search(c)][:2]
    names.append(name)
    is_main = tag == "main" or bool(_MAIN.intersection(names))
    return ".".join([tag, *lasting]), _is_chrome(tag, names), is_main


def _is_chrome(tag: str, names: Iterable[str]) -> bool:
    if tag in ("body", "html", "main", "article"):
        return False
    return tag in _CHROME_TAGS or any(_CHROME.search(name) for name in names)


def address_shape(href: str) -> str | None:
    """An address with its numbers made one; None where no number tells items apart."""
    if not _LONG_NUMBER.search(href):
        return None
    parts = urlsplit(href)
    return _shape(parts.netloc, parts.path, parts.query)


def _shape(netloc: str, whole: str, query: str) -> str | None:
    path, last_slash, tail = whole.rpartition("/")
    if query or not tail.isdecimal():
        mark = f"{tail}?{query}"
        if not _LONG_NUMBER.search(mark):
            return None
        kind = "9" if _ONLY_NUMBER.fullmatch(mark) else "s9"
    elif len(tail) < _LONG:
        return None
    else:
        kind = "9"
    return f"{netloc}{_NUMBER.sub('9', path)}{last_slash}{kind}{'?' if query else ''}"
