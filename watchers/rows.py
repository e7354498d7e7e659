"""Finds the repeated rows of a listing page by its structure, knowing no site.

Every link gets the path of tags and classes it hangs on; links that hang alike, or whose
addresses are made alike, are one group. A row is the largest element that holds one item's links
and no other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.links import PAGE_PATH, PLAIN_PATH, absolute, is_paging, without_noise

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
_NUMBER = re.compile(r"\d+")
_LONG_NUMBER = re.compile(r"\d{3,}")
_ONLY_NUMBER = re.compile(r"\D?\d+(?:[_-]\d+)*(?:\.\w+)?\?")


@dataclass(slots=True, eq=False)
class Spot:
    """An element on the way from a link to the root."""

    node: LexborNode
    parent: Spot | None
    tag: str
    label: str
    """Tag and lasting classes."""
    in_chrome: bool
    """It, or what it stands in, is a menu, a footer or the like."""
    in_main: bool = False
    """It, or what it stands in, is what the page calls its main part."""
    hrefs: set[str] = field(default_factory=set)
    signature: tuple[str, ...] = ()
    """How it hangs: labels from itself outwards."""

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
    spots: dict[int, Spot] = {}
    known: dict[str, tuple[str, str | None] | None] = {}
    plain = PlainAddresses(base, url)
    found = []
    for node in tree.css("a[href]")[:MAX_LINKS]:
        raw = str(node.attrs.get("href") or "")
        if raw not in known:
            known[raw] = plain.place(raw) if plain.fits(raw) else _place(raw, base, url)
        if place := known[raw]:
            found.append(Link(node, place[0], _spot(node, spots), place[1]))
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
        return self._is_known and PLAIN_PATH.fullmatch(raw) is not None

    def place(self, path: str) -> tuple[str, str | None] | None:
        """Its address and the shape of that, as `item_address` and `address_shape` have them."""
        bare = path.rstrip("/")
        if bare in ("", self._page) or PAGE_PATH.search(path) or _NOT_PAGES.search(path):
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


def _spot(node: LexborNode, spots: dict[int, Spot], depth: int = 0) -> Spot:
    known = spots.get(node.mem_id)
    if known:
        return known
    parent = node.parent
    above = None
    if (
        parent is not None
        and parent.tag not in ("html", "-undef", "-document")
        and depth < MAX_DEPTH
    ):
        above = _spot(parent, spots, depth + 1)
    tag = node.tag or ""
    attrs = node.attrs
    label, is_chrome, is_main = _about(
        tag, str(attrs.get("class") or ""), str(attrs.get("id") or "")
    )
    spot = Spot(node, above, tag, label, is_chrome, is_main, signature=(label,))
    if above is not None:
        spot.in_chrome = is_chrome or above.in_chrome
        spot.in_main = is_main or above.in_main
        spot.signature = (label, *above.signature[: _SIGNATURE_DEPTH - 1])
    spots[node.mem_id] = spot
    return spot


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


@dataclass(eq=False)
class Group:
    """Links that belong together: a list, or a menu; judged by `watchers.listings`."""

    links: list[Link]
    by_address: bool = False
    """Its links have addresses made alike, wherever they hang."""

    @cached_property
    def hrefs(self) -> dict[str, list[Link]]:
        """The links of each address, in document order."""
        found: dict[str, list[Link]] = {}
        for link in self.links:
            found.setdefault(link.href, []).append(link)
        return found


def groups_of(links: Sequence[Link], page: str) -> list[Group]:
    """Links grouped by how they hang, and by how their addresses are made."""
    hanging: dict[tuple[str, ...], list[Link]] = {}
    addressed: dict[str, list[Link]] = {}
    for link in links:
        hanging.setdefault(link.spot.signature, []).append(link)
        if link.shape:
            addressed.setdefault(link.shape, []).append(link)
    groups = [Group(found) for found in hanging.values()]
    known = {frozenset(map(id, group.links)) for group in groups}
    return groups + [
        Group(found, by_address=True)
        for found in addressed.values()
        if frozenset(map(id, found)) not in known
    ]


def common_of(links: Sequence[Link]) -> Spot | None:
    """The innermost element that holds all of some links."""
    if not links:
        return None
    common = list(links[0].spot.chain())
    for around in dict.fromkeys(link.spot.parent for link in links):
        chain = set(around.chain()) if around is not None else set()
        common = [spot for spot in common if spot in chain]
    return common[0] if common else None


def with_relatives(group: Group, links: Sequence[Link]) -> Group:
    """A group and the links beside it whose addresses are made alike: a featured first row."""
    common = common_of(group.links)
    if group.by_address or common is None or common.tag == "body":
        return group
    shapes = {link.shape for link in group.links} - {None}
    relatives = [
        link
        for link in links
        if link.shape in shapes
        and not link.spot.in_chrome
        and any(spot is common for spot in link.spot.chain())
    ]
    members = {id(link) for link in (*group.links, *relatives)}
    return Group([link for link in links if id(link) in members])


def address_shape(href: str) -> str | None:
    """An address with its numbers made one; None where no number tells items apart."""
    if not _LONG_NUMBER.search(href):
        return None
    parts = urlsplit(href)
    return _shape(parts.netloc, parts.path, parts.query)


def _shape(netloc: str, whole: str, query: str) -> str | None:
    path, last_slash, tail = whole.rpartition("/")
    mark = f"{tail}?{query}"
    if not _LONG_NUMBER.search(mark):
        return None
    folders = _NUMBER.sub("9", path)
    kind = "9" if _ONLY_NUMBER.fullmatch(mark) else "s9"
    return f"{netloc}{folders}{last_slash}{kind}{'?' if query else ''}"


def rows_of(group: Group) -> dict[str, list[Spot]]:
    """For each address of a group, the largest elements that hold its links and no other's."""
    spots = {id(spot): spot for link in group.links for spot in link.spot.chain()}
    for spot in spots.values():
        spot.hrefs = set()
    for link in group.links:
        for spot in link.spot.chain():
            spot.hrefs.add(link.href)
    return {
        href: list({id(row): row for row in map(_largest, links)}.values())
        for href, links in group.hrefs.items()
    }


def _largest(link: Link) -> Spot:
    row = link.spot
    for spot in link.spot.chain():
        if len(spot.hrefs) > 1 or spot.tag == "body":
            break
        row = spot
    return row
