"""Days as people write them become ISO words; what may be two days stays as typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.days import day_words, iso_word, meanings_of
from config.catalog import load_catalog


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("15.4.2022", "2022-04-15"),
        ("4.5.2022", "2022-05-04"),
        ("2022/04/15", "2022-04-15"),
        ("2022.4.15", "2022-04-15"),
        ("2022-4-5", "2022-04-05"),
        ("15/4/2022", "2022-04-15"),
        ("4/15/2022", "2022-04-15"),
        ("4/4/2022", "2022-04-04"),
        ("04/2022", "2022-04"),
        ("04.2022", "2022-04"),
        ("2022/04", "2022-04"),
        ("april 2022", "2022-04"),
        ("2022 April", "2022-04"),
        ("Sept. 2022", "2022-09"),
        ("15 April 2022", "2022-04-15"),
        ("April 15, 2022", "2022-04-15"),
        ("the 15th of April 2022", "the 2022-04-15"),
        ("15 de abril de 2022", "2022-04-15"),
        ("15 апреля 2022", "2022-04-15"),
        ("Апрель 2022", "2022-04"),
        ("۱۵ آوریل ۲۰۲۲", "2022-04-15"),
        ("۱۵ اپریل ۲۰۲۲", "2022-04-15"),
    ],
)
def test_what_can_only_mean_one_day_is_read(typed: str, read: str) -> None:
    assert " ".join(day_words(f"russia {typed}")) == f"russia {read}"


@pytest.mark.parametrize(
    "typed",
    [
        "4/5/2022",
        "4-5-2022",
        "31.2.2022",
        "15.4.22",
        "15.4/2022",
        "31 April 2022",
        "april",
        "15 april",
        "april 1022",
        "MAR 2022",
        "CZE 2022",
        "bonn consulate general 2022",
        "marshall 2022",
        "of april 2022 2023 de",
        "1 2 april 2022",
    ],
)
def test_what_is_unclear_or_no_day_stays(typed: str) -> None:
    words = day_words(typed)
    assert typed.split()[0] == words[0]
    assert not any(re.fullmatch(r"\d{4}-\d\d-\d\d", word) for word in words[:1])


def test_two_meanings_are_both_told() -> None:
    assert meanings_of("4/5/2022") == ["2022-05-04", "2022-04-05"]
    assert meanings_of("31/31/2022") == []


def test_no_name_of_a_host_is_taken_for_a_month() -> None:
    catalog = load_catalog("afghanistan")
    for country in catalog.countries.values():
        name = f"{country.name} 2022"
        assert " ".join(day_words(name)) == name


@given(st.text(alphabet="0123456789-/. aprilmy,thof", max_size=40))
def test_reading_again_changes_nothing_in_a_day(text: str) -> None:
    for word in day_words(text):
        assert iso_word(word) == word or len(meanings_of(word)) == 1
