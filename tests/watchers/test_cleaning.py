"""Plain text: no markup, nothing invisible, nothing garbled; and what is fine stays as it is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.charsets import to_text
from watchers.cleaning import MAX_LEAD, MAX_TITLE, clean_lead, clean_title, plain, repaired


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("<b>Bold</b> move", "Bold move"),
        ("New en<b>voy</b>", "New envoy"),
        ("one<br/>two", "one two"),
        ("<p>a</p><p>b</p>", "a b"),
        ("&lt;b&gt;x&lt;/b&gt; y", "x y"),
        ("A &amp;amp; B", "A & B"),
        ("A & B", "A & B"),
        ("AT&T", "AT&T"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("&#8216;q&#8217; &#x0024;5", "‘q’ $5"),
        ("a<script>alert('<b>')</script>b", "a b"),
        ("a<!-- b -->c", "ac"),
        ("<![CDATA[x]]>", "x"),
        ("x\u00a0y\u2003z", "x y z"),
        ("\u202eabc\u202c", "abc"),
        ("می\u200cرود", "میرود"),
        ("\x1b[31mred", "[31mred"),
        ("tab\tand\r\nline", "tab and line"),
        ("", ""),
    ],
)
def test_a_title_is_plain(raw: str, expected: str) -> None:
    assert clean_title(raw) == expected


def test_mojibake_is_repaired_whole_or_not_at_all() -> None:
    good = "Посол вручил грамоты: «да» — 20°"
    garbled = good.encode().decode("latin-1")
    assert repaired(garbled) == good
    assert repaired(garbled + " и") == garbled + " и"
    for fine in ("café Â", "Ã", "naïve — déjà vu", "Türkiye'de Ağustos", "سفير", "100 €"):
        assert repaired(fine) == fine


def test_what_is_too_long_is_cut() -> None:
    assert len(clean_title("word " * 1_000)) <= MAX_TITLE
    assert len(clean_lead("word " * 20_000)) <= MAX_LEAD


@given(st.text())
def test_nothing_invisible_is_left(text: str) -> None:
    for cleaned in (plain(text), clean_title(text), clean_lead(text)):
        assert "\n" not in cleaned
        assert cleaned == cleaned.strip()
        bad = [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs")]
        assert bad == []
        assert not set(cleaned) & set(
            "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\ufeff"
        )


@given(st.text(alphabet=st.characters(categories=("L", "Nd", "Zs")), max_size=60))
def test_words_stay_as_they_are(text: str) -> None:
    assert clean_title(text) == plain(text)
    assert clean_title(clean_title(text)) == clean_title(text)


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "koi8-r", "x-nonsense", "base64"]))
def test_any_bytes_become_text(body: bytes, charset: str | None) -> None:
    assert isinstance(to_text(body, charset), str)


@given(st.text(alphabet="абвгд <>&\u4e00é", max_size=60))
def test_utf_8_is_utf_8_whatever_is_declared(text: str) -> None:
    for declared in (None, "gb2312", "iso-8859-1", "windows-1251"):
        assert to_text(text.encode(), declared) == text
