"""Finds the repeated rows of a listing page by its structure, knowing no site.

Links that hang alike, or whose addresses are made alike, are one group. A row is the largest
element that holds one item's links and no other's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from watchers.spots import Link, Spot

_PROMO = re.compile(r"(?:^|[-_])(?:ads?|advert|banner|promo|sponsored)(?:$|[-_])", re.IGNORECASE)


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
            if (known := found.get(link.href)) is None:
                found[link.href] = [link]
            else:
                known.append(link)
        return found

    @cached_property
    def members(self) -> frozenset[Link]:
        """The links as a set."""
        return frozenset(self.links)

    @cached_property
    def common(self) -> Spot | None:
        """The innermost element that holds all its links."""
        return _common_of(self.links)

    @cached_property
    def is_chrome(self) -> bool:
        """Whether most of its links stand in menus and the like."""
        return 2 * sum(link.spot.hang.in_chrome for link in self.links) > len(self.links)

    @cached_property
    def is_main(self) -> bool:
        """Whether most of its links stand in the page's main part."""
        return 2 * sum(link.spot.hang.in_main for link in self.links) > len(self.links)


def groups_of(links: Sequence[Link]) -> list[Group]:
    """Links grouped by how they hang, and by how their addresses are made."""
    hanging: dict[tuple[str, ...], list[Link]] = {}
    addressed: dict[str, list[Link]] = {}
    for link in links:
        hanging.setdefault(link.spot.hang.signature, []).append(link)
        if link.shape:
            addressed.setdefault(link.shape, []).append(link)
    groups = [Group(found) for found in hanging.values()]
    return groups + [
        Group(found, by_address=True)
        for found in addressed.values()
        if not any(found == group.links for group in groups)
    ]


def _common_of(links: Sequence[Link]) -> Spot | None:
    """The innermost element that holds all of some links."""
    if not links:
        return None
    # Places of the elements around the first link, inside out; the common ones are a tail of it.
    places = {spot: place for place, spot in enumerate(links[0].spot.chain())}
    common = 0
    for around in dict.fromkeys(link.spot.parent for link in links):
        spot = around
        while spot is not None and spot not in places:
            spot = spot.parent
        if spot is None:
            return None
        common = max(common, places[spot])
    return next((spot for spot, place in places.items() if place == common), None)


class Relatives:
    """The links of a page that belong to a group: a featured first row, several links a row."""

    def __init__(self, links: Sequence[Link], groups: Sequence[Group]) -> None:
        self._links = links
        self._groups = [group for group in groups if not group.by_address]
        self._alike: dict[tuple[Spot, frozenset[str | None]], Group] = {}

    def join(self, group: Group) -> Group:
        """A group with the links beside it that have addresses made alike, or hang nearly so."""
        common = group.common
        if group.by_address or common is None or common.hang.tag == "body":
            return group
        alike = self._alike_in(common, group)
        kin = self._kin_in(common, group)
        if group.members >= alike.members and not kin:
            return group
        if alike.members >= group.members and not kin:
            return alike
        members = group.members.union(alike.members, kin)
        return Group([link for link in self._links if link in members])

    def _alike_in(self, common: Spot, group: Group) -> Group:
        """Links of one element with addresses of the group's shapes, menus aside."""
        shapes = frozenset(link.shape for link in group.links) - {None}
        key = (common, shapes)
        if shapes and key not in self._alike:
            found = [
                link
                for link in self._links
                if link.shape in shapes
                and not link.spot.hang.in_chrome
                and (link in group.members or _is_within(link.spot, common))
            ]
            self._alike[key] = Group(found)
        return self._alike[key] if shapes else group

    def _kin_in(self, common: Spot, group: Group) -> list[Link]:
        """Links of one element in rows that only bear a class more, or less, than the group's."""
        link = group.links[0]
        row = next(place for place, spot in enumerate(link.spot.chain()) if spot is common) - 1
        own = link.spot.hang.signature
        if not 0 < row < len(own):
            return []
        return [
            link
            for other in self._groups
            if _is_kin(own, other.links[0].spot.hang.signature, row)
            for link in other.links
            if _is_within(link.spot, common)
        ]


def _is_kin(own: tuple[str, ...], other: tuple[str, ...], row: int) -> bool:
    """Whether links hang alike but for the classes of their rows, of which one has all."""
    if len(own) != len(other) or own[:row] != other[:row] or own[row + 1 :] != other[row + 1 :]:
        return False
    (tag, *classes), (their_tag, *theirs) = own[row].split("."), other[row].split(".")
    some, more = sorted((set(classes), set(theirs)), key=len)
    return tag == their_tag and some < more and not any(map(_PROMO.search, more - some))


def _is_within(spot: Spot | None, common: Spot) -> bool:
    """Whether an element stands in another one, or is it."""
    while spot is not None:
        if spot is common:
            return True
        spot = spot.parent
    return False


_OTHERS = object()
"""In place of an address: an element holds links to several."""


def rows_of(group: Group) -> dict[str, list[Spot]]:
    """For each address of a group, the largest elements that hold its links and no other's."""
    held: dict[Spot, object] = {}
    for link in group.links:
        spot: Spot | None = link.spot
        while spot is not None:
            holds = held.get(spot)
            if holds is None:
                held[spot] = link.href
            elif holds is _OTHERS:
                break  # What stands around it does so too.
            elif holds != link.href:
                held[spot] = _OTHERS
            spot = spot.parent
    return {
        href: list(dict.fromkeys(_largest(link, held) for link in links))
        for href, links in group.hrefs.items()
    }


def _largest(link: Link, held: Mapping[Spot, object]) -> Spot:
    row = link.spot
    spot: Spot | None = row
    while spot is not None and held[spot] is not _OTHERS and spot.hang.tag != "body":
        row = spot
        spot = spot.parent
    return row
