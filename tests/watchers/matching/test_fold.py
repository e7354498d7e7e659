"""Folding keeps offsets, is idempotent, and makes one form of what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.matching.fold import fold, original_end, starts


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Chargé d’Affaires", "charge d'affaires"),
        ("TÜRKİYE", "turkiye"),
        ("Taliban–run", "taliban-run"),
        ("طالبان‌ي", "طالبانی"),
        ("كابل", "کابل"),
        ("كَابُل", "کابل"),
        ("طالـــبان", "طالبان"),
        ("أفغانستان", "افغانستان"),
        ("ещё", "еще"),
        ("۱۴۰۳ ١٤٠٣", "1403 1403"),
        ("Ａｆｇｈａｎ", "afghan"),
        ("塔利班", "塔利班"),
        ("काबुल", "काबुल"),
        ("soft\u00adhyphen", "softhyphen"),
        ("non\u00a0breaking", "non breaking"),
    ],
)
def test_one_form(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_goes_character_by_character(left: str, right: str) -> None:
    assert fold(left + right) == fold(left) + fold(right)


@given(st.text(min_size=1))
def test_offsets_lead_back_to_the_original(text: str) -> None:
    folded = fold(text)
    start_of = starts(text, folded)
    for at in range(len(folded)):
        first = at if start_of is None else start_of[at]
        end = original_end(start_of, at + 1)
        assert 0 <= first < end <= len(text)
        assert folded[at] in fold(text[first:end])
