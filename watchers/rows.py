"""Finds the repeated rows of a listing page by its structure, knowing no site.

Every link gets the path of tags and classes it hangs on; links that hang alike, or whose
addresses are made alike, are one group. A row is the largest element that holds one item's links
and no other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.links import absolute, is_paging, without_noise

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


@dataclass(slots=True, eq=False)
class Spot:
    """An element on the way from a link to the root."""

    node: LexborNode
    parent: Spot | None
    tag: str
    label: str
    """Tag and lasting classes."""
    is_chrome: bool
    is_main: bool = False
    hrefs: set[str] = field(default_factory=set)

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

    @property
    def signature(self) -> tuple[str, ...]:
        """How it hangs: labels from itself outwards."""
        labels = [
            spot.label for spot, _ in zip(self.spot.chain(), range(_SIGNATURE_DEPTH), strict=False)
        ]
        return tuple(labels)

    @property
    def in_chrome(self) -> bool:
        """Whether it stands in a menu, a footer or the like."""
        return any(spot.is_chrome for spot in self.spot.chain())

    @property
    def in_main(self) -> bool:
        """Whether it stands in what the page calls its main part."""
        return any(spot.is_main for spot in self.spot.chain())


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """What relative links are relative to: `<base href>`, else the page."""
    base = tree.css_first("base[href]")
    return absolute(str(base.attributes.get("href") or ""), url) or url if base else url


def links_of(tree: LexborHTMLParser, url: str) -> list[Link]:
    """The links of a page that may lead to items, in document order."""
    tree.strip_tags(_UNREAD_TAGS, recursive=True)
    base = base_of(tree, url)
    spots: dict[int, Spot] = {}
    found = []
    for node in tree.css("a[href]")[:MAX_LINKS]:
        href = item_address(str(node.attributes.get("href") or ""), base, url)
        if href:
            found.append(Link(node, href, _spot(node, spots), address_shape(href)))
    return found


def item_address(href: str, base: str, page: str) -> str | None:
    """The address of a link that can be an item's: not the page itself, paging, or an image."""
    if href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    address = absolute(href, base)
    if address is None or is_paging(address, page):
        return None
    parts = urlsplit(address)
    foreign = parts.netloc != urlsplit(page).netloc
    if _NOT_PAGES.search(parts.path) or (foreign and _SHARING.search(parts.netloc)):
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
    classes = str(node.attributes.get("class") or "").split()
    name = str(node.attributes.get("id") or "")
    lasting = [c for c in classes if not _PASSING_CLASS.search(c)][:2]
    names = [*classes, name]
    is_main = tag == "main" or bool(_MAIN.intersection(names))
    spot = Spot(node, above, tag, ".".join([tag, *lasting]), _is_chrome(tag, names), is_main)
    spots[node.mem_id] = spot
    return spot


def _is_chrome(tag: str, names: Iterable[str]) -> bool:
    if tag in ("body", "html", "main", "article"):
        return False
    return tag in _CHROME_TAGS or any(_CHROME.search(name) for name in names)


@dataclass(slots=True, eq=False)
class Group:
    """Links that belong together: a list, or a menu; judged by `watchers.listings`."""

    links: list[Link]
    by_address: bool = False
    """Its links have addresses made alike, wherever they hang."""

    @property
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
        hanging.setdefault(link.signature, []).append(link)
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
    common: dict[int, Spot] | None = None
    for link in links:
        chain = {id(spot): spot for spot in link.spot.chain()}
        common = chain if common is None else {k: v for k, v in common.items() if k in chain}
    return next(iter(common.values()), None) if common else None


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
        and any(spot is common for spot in link.spot.chain())
        and not link.in_chrome
    ]
    members = {id(link) for link in (*group.links, *relatives)}
    return Group([link for link in links if id(link) in members])


def address_shape(href: str) -> str | None:
    """An address with its numbers made one; None where no number tells items apart."""
    parts = urlsplit(href)
    path, last_slash, tail = parts.path.rpartition("/")
    mark = f"{tail}?{parts.query}"
    if not re.search(r"\d{3,}", mark):
        return None
    folders = re.sub(r"\d+", "9", path)
    kind = "9" if re.fullmatch(r"\D?\d+(?:[_-]\d+)*(?:\.\w+)?\?", mark) else "s9"
    return f"{parts.netloc}{folders}{last_slash}{kind}{'?' if parts.query else ''}"


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
