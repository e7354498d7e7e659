"""Foreign text loses what could act, and keeps what can be read."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.plain import grapheme_ends, plain, safe_href, utf16_units
from tests.bot.chat.samples import HOSTILE, NASTY


@pytest.mark.parametrize("text", HOSTILE)
def test_no_control_bidi_or_surrogate_is_left(text: str) -> None:
    left = plain(text)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} for char in left)
    assert not any(char in left for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069")


def test_an_ansi_sequence_goes_as_a_whole() -> None:
    assert plain("a\x1b[31mb\x1b[0mc \x1b]0;title\x07d") == "abc d"


def test_joiners_that_scripts_need_stay() -> None:
    assert plain("می\u200cخواهد 👩\u200d👧") == "می\u200cخواهد 👩\u200d👧"


@given(NASTY)
def test_plain_is_idempotent_and_on_one_line(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    assert len(once.splitlines()) <= 1


@pytest.mark.parametrize(
    "href",
    [
        None,
        "javascript:alert(1)",
        "ftp://x.org/",
        "//x.org",
        "https://",
        "http://[broken",
        "x.org",
    ],
)
def test_only_web_addresses_become_links(href: str | None) -> None:
    assert safe_href(href) is None


def test_an_address_cannot_leave_its_place() -> None:
    assert safe_href('https://x.org/a|b>c"d e') == "https://x.org/a%7Cb%3Ec%22d%20e"


def test_units_are_utf16() -> None:
    assert [utf16_units(text) for text in ("a", "é", "ک", "👩", "")] == [1, 1, 1, 2, 0]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("ab", [1, 2]),
        ("e\u0301a", [2, 3]),
        ("👩\u200d👧x", [3, 4]),
        ("🇦🇫🇷🇺", [2, 4]),
        ("👍🏽!", [2, 3]),
        ("", []),
    ],
)
def test_text_is_cut_between_visible_characters(text: str, ends: list[int]) -> None:
    assert grapheme_ends(text) == ends


@given(st.text())
def test_the_whole_text_is_always_a_cut(text: str) -> None:
    ends = grapheme_ends(text)
    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == len(text)
