"""A noun phrase around a mission word or a rank: whose it is and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from config.frozen import frozen
from watchers.matching import masks as m
from watchers.matching.tags import Tag


class Owner(StrEnum):
    """Whose mission or envoy it is."""

    CLAIMANT = "claimant"
    PREDECESSOR = "predecessor"
    SENDER = "sender"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"

    @property
    def or_claimant(self) -> Owner:
        """The same; the claimant where it is unknown, as of one whom the capital chose."""
        return Owner.CLAIMANT if self is Owner.UNKNOWN else self

    @property
    def is_sender(self) -> bool:
        """One of the sending state's governments."""
        return self in (Owner.CLAIMANT, Owner.PREDECESSOR, Owner.SENDER)


@frozen
class Phrase:
    """A mission or an envoy as a text names it. Indices are into the sentence's tags."""

    head: int
    tag: Tag
    owner: Owner
    owner_code: str = ""
    """The foreign state that owns it."""
    places: tuple[int, ...] = ()
    """Where it stands, or whom an envoy is sent to."""
    is_home: bool = False
    """It stands in the sending state."""
    link: int | None = None
    """For an envoy: the mission named as his."""
    used: frozenset[int] = frozenset()
    """All tags that belong to the phrase."""
    peers: frozenset[int] = frozenset()
    """States whose envoys stand beside the sending state's: 'the ambassadors of A, B and …'."""
    appointed: int | None = None
    """An act that only says who chose him ('diplomats appointed by the claimant')."""

    @property
    def is_mission(self) -> bool:
        """A mission, not an envoy."""
        return bool(self.tag.bits & m.MISSIONS) and not self.tag.bits & (m.RANKS | m.HEAD)

    @property
    def is_wanted(self) -> bool:
        """The sending state's, and abroad as far as the phrase says."""
        return self.owner.is_sender and not self.is_home

    def is_of_people(self, tags: Sequence[Tag]) -> bool:
        """'The mission of the envoys', among these tags: their term, no post."""
        behind = tags[self.head + 1 : self.head + 4]
        if self.tag.bits & m.EMBASSIES & ~m.MISSION or not behind or not behind[0].bits & m.OF:
            return False
        owners = m.OWNERS | m.FORMER | m.PLACE
        rest = next((tag for tag in behind[1:] if not tag.bits & owners), None)
        return rest is not None and bool(rest.bits & m.RANKS)

    @property
    def is_reciprocal(self) -> bool:
        """A foreign state's, in the sending state."""
        return self.owner is Owner.FOREIGN and self.is_home


def owner_of(tags: Iterable[Tag]) -> Owner:
    """Whose a thing is that carries these tags."""
    bits = 0
    for tag in tags:
        bits |= tag.bits
    if bits & m.PREDECESSOR and not bits & m.CLAIMANT:
        return Owner.PREDECESSOR
    if bits & m.CLAIMANT:
        return Owner.CLAIMANT
    return Owner.SENDER if bits & m.SENDER else Owner.UNKNOWN
