"""When an item is one that was seen before: edits are, second statements are not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchers.identity import ItemKeys, canonical_guid, canonical_link, is_same, item_keys
from watchers.model import Item

DAY = dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC)
ITEM = Item("Statement on the mission", "https://gov.example/s/1", "g-1", published=DAY)


def _same(one: Item, other: Item, publisher: str = "MFA", second: str = "MFA") -> bool:
    keys, others = item_keys(one, publisher), item_keys(other, second)
    assert is_same(keys, others) is is_same(others, keys)
    return is_same(keys, others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://mid.ru/ru/news/1/", "https://www.mid.ru/ru/news/1"),
        ("https://m.example.org/a", "https://example.org/a"),
        ("https://example.org:443/a?utm_source=x&utm_medium=rss", "https://example.org/a"),
        ("https://example.org/a#xtor=RSS-1", "https://example.org/a"),
        ("https://example.org/a?page=3&id=5", "https://example.org/a?id=5"),
        ("https://mofa.example/p/slug?page=1", "https://mofa.example/p/slug"),
        ("https://kln.example/c?p_auth=x&inheritRedirect=true&p_p_id=1", "https://kln.example/c"),
        ("https://x.example/%D0%B0", "https://x.example/а"),
        ("https://x.example/dir/index.html", "https://x.example/dir/"),
        ("HTTPS://X.example/A", "https://x.example/A"),
        ("https://www.google.com/url?rct=j&url=https://x.example/a&ct=ga", "http://x.example/a"),
        ("https://x.example/a;jsessionid=1F?b=1", "https://x.example/a?b=1"),
    ],
)
def test_one_page_has_one_link(one: str, other: str) -> None:
    assert canonical_link(one) == canonical_link(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://mea.example/b?dtl/41211/x", "https://mea.example/b?dtl/41212/x"),
        ("https://mfa.example/en.rss.mfa?ad90", "https://mfa.example/en.rss.mfa?7342"),
        ("https://x.example/p?id=1", "https://x.example/p?id=2"),
        ("https://x.example/slug", "https://x.example/slug-2"),
        ("https://x.example/?p=12", "https://x.example/?p=13"),
        ("https://x.example/index.php?page=12", "https://x.example/index.php?page=13"),
        ("https://x.example/#!/news/1", "https://x.example/#!/news/2"),
        ("https://x.example/A", "https://x.example/a"),
        ("https://a.example/x", "https://b.example/x"),
    ],
)
def test_two_pages_have_two_links(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


def test_a_guid_that_is_an_address_loses_its_edit_stamp() -> None:
    assert canonical_guid("https://gov.example/s/1#2026-11-20T10:00:00Z") == "gov.example/s/1"
    assert canonical_guid("tag:gov.example,2026:1") == "tag:gov.example,2026:1"


def test_an_item_is_itself() -> None:
    assert _same(ITEM, ITEM)


def test_an_edit_is_seen() -> None:
    stamped = replace(ITEM, guid="https://gov.example/s/1#2026-11-20")
    again = replace(stamped, guid="https://gov.example/s/1#2026-11-22", title="Another headline")
    assert _same(stamped, again)
    assert _same(ITEM, replace(ITEM, title="Statement on the embassy"))
    assert _same(ITEM, replace(ITEM, guid="g-2"))
    assert _same(ITEM, replace(ITEM, url="https://gov.example/moved/1"))
    page = replace(ITEM, guid=None)
    assert _same(page, replace(page, title="A corrected headline"))
    assert _same(page, replace(page, published=None))


def test_a_second_statement_under_an_old_headline_is_new() -> None:
    page = replace(ITEM, guid=None)
    assert not _same(page, replace(page, url="https://gov.example/s/1-2"))
    later = DAY + dt.timedelta(days=7)
    assert not _same(page, replace(page, title="The next briefing", published=later))


def test_a_repeated_guid_alone_means_nothing() -> None:
    other = replace(ITEM, url="https://gov.example/s/2", title="Something else")
    assert not _same(ITEM, other)


def test_one_link_for_a_whole_feed_means_nothing() -> None:
    home = replace(ITEM, url="https://gov.example/")
    assert not _same(home, replace(home, guid="g-2", title="Something else"))


def test_an_item_without_link_goes_by_its_guid_or_its_title() -> None:
    bare = replace(ITEM, url=None)
    assert _same(bare, replace(bare, title="Edited"))
    named = replace(bare, guid=None)
    assert _same(named, replace(named, published=DAY + dt.timedelta(days=3)))
    assert not _same(named, replace(named, published=DAY + dt.timedelta(days=4)))
    assert not _same(named, replace(named, title="Another"))


def test_items_with_nothing_to_compare_are_two() -> None:
    assert not is_same(
        ItemKeys("MFA", None, None, None, None), ItemKeys("MFA", None, None, None, None)
    )


def test_publishers_share_a_link_with_a_title_and_nothing_else() -> None:
    assert _same(ITEM, replace(ITEM, guid="x"), "MFA", "Wire")
    assert not _same(ITEM, replace(ITEM, url="https://wire.example/1"), "MFA", "Wire")


_maybe = st.sampled_from
_keys = st.builds(
    ItemKeys,
    publisher=_maybe(["a", "b"]),
    link=_maybe([None, "l1", "l2"]),
    guid=_maybe([None, "g1", "g2"]),
    title=_maybe([None, "t1", "t2"]),
    day=_maybe([None, dt.date(2026, 11, 20), dt.date(2026, 11, 28)]),
)


@given(_keys, _keys)
def test_sameness_is_symmetric_and_needs_a_shared_name(one: ItemKeys, other: ItemKeys) -> None:
    same = is_same(one, other)
    assert same is is_same(other, one)
    shared = [
        mine is not None and mine == theirs
        for mine, theirs in (
            (one.link, other.link),
            (one.guid, other.guid),
            (one.title, other.title),
        )
    ]
    if same:
        assert any(shared)
    if all(shared) and one == other:
        assert same


@given(st.text(max_size=50))
@example("\n#")
@example("a/ #b")
def test_a_canonical_link_is_its_own(path: str) -> None:
    link = canonical_link(f"https://x.example/{path}")
    assert canonical_link(f"https://{link}") == link or "%" in path
