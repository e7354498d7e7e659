"""When two items are one: the properties the rule must have."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.store.identity import ItemKeys, Known, is_same

NAMES = st.sampled_from(["a", "b", "c"])
KNOWN = st.builds(
    Known,
    keys=st.builds(ItemKeys, link=st.none() | NAMES, guid=st.none() | NAMES, title=NAMES),
    publisher=NAMES,
    day=st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 9)),
)


@given(KNOWN)
def test_an_item_is_itself(one: Known) -> None:
    assert is_same(one, one)


@given(KNOWN, KNOWN)
def test_sameness_goes_both_ways(one: Known, other: Known) -> None:
    assert is_same(one, other) == is_same(other, one)


@given(KNOWN, KNOWN)
def test_nothing_in_common_is_never_the_same(one: Known, other: Known) -> None:
    shares = (
        one.keys.link is not None and one.keys.link == other.keys.link,
        one.keys.guid is not None and one.keys.guid == other.keys.guid,
        one.keys.title == other.keys.title and one.publisher == other.publisher,
    )
    assert any(shares) or not is_same(one, other)
