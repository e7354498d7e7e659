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


_WORDS = st.characters(
    categories=("L", "Nd", "Zs"),
    exclude_characters=[chr(code) for code in range(0xC2, 0xF5)],  # halves of mojibake
)


@given(st.text(alphabet=_WORDS, max_size=60))
def test_words_stay_as_they_are(text: str) -> None:
    assert clean_title(text) == plain(text)
    assert clean_title(clean_title(text)) == clean_title(text)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        (
            "cp1252",
            "O presidente recebeu as credenciais; a cerimônia não foi pública, informação.",
        ),
        (
            "cp1254",
            "Cumhurbaşkanı yeni büyükelçinin güven mektubunu kabul etti, dışişleri açıkladı",
        ),
        (
            "cp1251",
            "Посол республики вручил президенту верительные грамоты на церемонии в столице",
        ),
        (
            "koi8-r",
            "Посол республики вручил президенту верительные грамоты на церемонии в столице",
        ),
        (
            "cp1256",
            "استقبل وزير الخارجية السفير الجديد الذي قدم نسخة من أوراق اعتماده إلى الوزارة",
        ),
        ("gb18030", "外交部长会见新任大使并接受国书副本，双方就两国关系交换了意见。"),
        ("big5", "外交部歡迎新任駐館代表履新並說明領事服務調整情形，雙方就兩國關係交換意見。"),
        ("cp932", "外務大臣は新任の大使から信任状の写しを受け取りました。意見交換を行いました。"),
        (
            "cp949",
            "외교부 장관은 신임 대사로부터 신임장 사본을 받고 양국 관계에 대해 의견을 교환하였다.",
        ),
    ],
)
def test_an_encoding_that_is_not_declared_is_found(encoding: str, text: str) -> None:
    for declaration in ("", ' encoding="utf-8"'):
        xml = f'<?xml version="1.0"{declaration}?><title>{text}</title><p>{text}</p>'
        assert to_text(xml.encode(encoding)) == xml
    assert to_text(text.encode(encoding), encoding) == text


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "koi8-r", "x-nonsense", "base64"]))
def test_any_bytes_become_text(body: bytes, charset: str | None) -> None:
    assert isinstance(to_text(body, charset), str)


@given(st.text(alphabet="абвгд <>&\u4e00é", max_size=60))
def test_utf_8_is_utf_8_whatever_is_declared(text: str) -> None:
    for declared in (None, "gb2312", "iso-8859-1", "windows-1251"):
        assert to_text(text.encode(), declared) == text
