"""Words whose meaning hangs on what stands beside them, settled before the grammar looks.

'Agrees to' an envoy accepts him; 'agrees to' do something only plans it. A month that is written
like a word of doubt ('May') is a month beside a number. A city that is called like a weekday is
one where no other state has been named before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from watchers.matching import masks as m
from watchers.matching.tags import Tag

_OPEN = m.AGREE | m.WHEN
_REACH = 6
"""How many words behind it are looked at."""
_FAR = 60
_BESIDE = (
    m.OWNERS | m.CAPITAL | m.PLACE | m.NEW | m.ACTING | m.DESIGNATE | m.FORMER | m.OWN | m.FIRST
)
"""What may stand before the envoy."""


def settled(tags: Sequence[Tag], text: str) -> list[Tag]:
    """The tags of a text (`text` is the folded one), none of them open to two readings."""
    return [
        tag if not tag.bits & _OPEN else _settled(tags, index, text)
        for index, tag in enumerate(tags)
    ]


def _settled(tags: Sequence[Tag], index: int, text: str) -> Tag:
    tag = tags[index]
    if tag.bits & m.AGREE:
        return replace(tag, bits=tag.bits & ~m.AGREE | _meaning(tags, index))
    if tag.bits & m.PLACE and tag.bits & m.WHEN and _is_elsewhere(tags, index):
        return replace(tag, bits=tag.bits & ~m.PLACE, value="", city="")
    if tag.bits & m.MAYBE and tag.bits & m.WHEN and _is_dated(text, tag):
        return replace(tag, bits=tag.bits & ~m.MAYBE)
    return tag


def _is_elsewhere(tags: Sequence[Tag], index: int) -> bool:
    """Whether the story is of another state: then a city called like a weekday is the day."""
    named = {tag.value for tag in tags[:index] if tag.bits & m.PLACE and not tag.bits & m.WHEN}
    return bool(named) and tags[index].value not in named


def _is_dated(text: str, tag: Tag) -> bool:
    """Whether a number stands right before or behind."""
    before = text[max(0, tag.start - 2) : tag.start].strip()
    behind = text[tag.end : tag.end + 2].strip()
    return before.isdecimal() or behind.isdecimal()


def _meaning(tags: Sequence[Tag], agree: int) -> int:
    for tag in tags[agree + 1 : agree + 1 + _REACH]:
        if tag.start - tags[agree].end > _FAR or tag.bits & m.ACTS:
            break
        if tag.bits & m.RANKS:
            return m.ACCEPT
        if not tag.bits & _BESIDE:
            break
    return m.PLAN
