"""Telegram previews, sitemaps and JSON: samples with the expected items beside them."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.vocabulary import SourceKind
from tests.watchers.test_listings import FETCHED_AT, shown
from watchers.errors import ReadError
from watchers.model import Item, PollState
from watchers.preview import guess_kind
from watchers.reading import Reader
from watchers.sitemaps import MAX_ITEMS, MAX_UNPACKED, title_of_address
from watchers.telegrampages import MAX_HEADLINE, headline

KINDS = Path(__file__).resolve().parents[1] / "data" / "kinds"
EXPECTED = sorted(KINDS.glob("*.expected.json"))
NEW_KINDS = (SourceKind.TELEGRAM, SourceKind.SITEMAP, SourceKind.JSON)


def _sample(expected: Path) -> tuple[SourceKind, bytes, dict[str, Any]]:
    name = expected.name.removesuffix(".expected.json")
    path = next(path for path in KINDS.glob(f"{name}.*") if path != expected)
    return (
        SourceKind(path.suffix[1:]),
        path.read_bytes(),
        json.loads(expected.read_text(encoding="utf-8")),
    )


def _shown(item: Item, wanted: dict[str, Any]) -> dict[str, Any]:
    found = {"title": item.title, "url": item.url, "published": shown(item, None)}
    return found | ({"lead": item.lead} if "lead" in wanted else {})


@pytest.mark.parametrize("expected", EXPECTED, ids=lambda path: path.name.split(".")[0])
def test_sample_is_read_as_expected(expected: Path) -> None:
    kind, body, wanted = _sample(expected)
    reader = Reader(kind, wanted["url"], FETCHED_AT, fields=wanted.get("fields", {}))
    if "error" in wanted:
        with pytest.raises(ReadError) as raised:
            reader(body)
        assert raised.value.state is PollState(wanted["error"]["state"])
        assert wanted["error"]["reason"] in raised.value.reason
        return
    items = reader(body)
    assert [_shown(i, w) for i, w in zip(items, wanted["items"], strict=True)] == wanted["items"]


@pytest.mark.parametrize("kind", NEW_KINDS)
@given(
    body=st.one_of(
        st.binary(max_size=300), st.sampled_from([p.read_bytes() for p in KINDS.iterdir()])
    ),
    cut=st.integers(0, 3_000),
)
def test_nothing_but_a_read_error_leaves_a_reader(kind: SourceKind, body: bytes, cut: int) -> None:
    reader = pickle.loads(pickle.dumps(Reader(kind, "https://x.example/a", FETCHED_AT)))
    try:
        items = reader(body[:cut] + body[cut + 1 :])
    except ReadError:
        return
    assert all(item.title and (item.url or item.guid) for item in items)


def test_a_sitemaps_newest_are_read_wherever_they_stand() -> None:
    start = dt.date(2010, 1, 1)
    pages = "".join(
        f"<url><loc>https://x.example/the-news-number-{n}</loc>"
        f"<lastmod>{start + dt.timedelta(days=n)}</lastmod></url>"
        for n in range(MAX_ITEMS + 500)
    )
    reader = Reader(SourceKind.SITEMAP, "https://x.example/s.xml", FETCHED_AT)
    items = reader(f"<urlset>{pages}</urlset>".encode())
    assert len(items) == MAX_ITEMS
    assert items[-1].url == f"https://x.example/the-news-number-{MAX_ITEMS + 499}"


def test_a_packed_sitemap_is_unpacked_within_bounds() -> None:
    body = b"<urlset><url><loc>https://x.example/an-envoy-is-received</loc></url></urlset>"
    reader = Reader(SourceKind.SITEMAP, "https://x.example/s.xml.gz", FETCHED_AT)
    assert [item.title for item in reader(gzip.compress(body))] == ["An envoy is received"]
    with pytest.raises(ReadError, match="unpacked") as raised:
        reader(gzip.compress(body + b" " * (MAX_UNPACKED + 1)))
    assert raised.value.state is PollState.TOO_LARGE
    with pytest.raises(ReadError, match="gzip"):
        reader(b"\x1f\x8b broken")


def test_an_address_without_words_has_no_title() -> None:
    assert title_of_address("https://x.example/") == ""
    assert title_of_address("https://x.example/2026/11/20/") == ""
    assert title_of_address("https://x.example/news/envoy_received-99.php") == "Envoy received"


def test_a_long_first_line_is_cut_at_a_sentence_or_a_word() -> None:
    sentence = "The envoy was received by the minister today."
    assert headline(f"{sentence} {'And more. ' * 30}", "") == sentence
    words = headline("word " * 100, "")
    assert words.endswith("word…")
    assert len(words) <= MAX_HEADLINE + 1


def test_kinds_are_guessed_from_body_and_address() -> None:
    assert guess_kind(b"<urlset><url/></urlset>") is SourceKind.SITEMAP
    assert guess_kind(b"<html></html>", url="https://t.me/s/mfa_example") is SourceKind.TELEGRAM
