"""'Agrees to' an envoy accepts him; 'agrees to' do something only plans it."""

from __future__ import annotations

from collections.abc import Sequence

from watchers.matching import masks as m
from watchers.matching.tags import Tag

_REACH = 6
"""How many words behind it are looked at."""
_FAR = 60
_BESIDE = (
    m.OWNERS | m.CAPITAL | m.PLACE | m.NEW | m.ACTING | m.DESIGNATE | m.FORMER | m.OWN | m.FIRST
)
"""What may stand before the envoy."""


def settled(tags: Sequence[Tag]) -> list[Tag]:
    """The tags of a text, each AGREE made ACCEPT or PLAN by the first thing behind it."""
    return [
        tag._replace(bits=tag.bits & ~m.AGREE | _meaning(tags, index))
        if tag.bits & m.AGREE
        else tag
        for index, tag in enumerate(tags)
    ]


def _meaning(tags: Sequence[Tag], agree: int) -> int:
    for tag in tags[agree + 1 : agree + 1 + _REACH]:
        if tag.start - tags[agree].end > _FAR or tag.bits & m.ACTS:
            break
        if tag.bits & m.RANKS:
            return m.ACCEPT
        if not tag.bits & _BESIDE:
            break
    return m.PLAN
