"""One day, written as the sites of some sixty countries write it."""

from __future__ import annotations

import datetime as dt

import pytest

from watchers.dates import date_in_url, find_date, parse_date

FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
WRITTEN = """
20 November 2026 | Friday, November 20, 2026 | Nov 20, 2026 | 20 Nov, 2026 | 20.11.2026 18:05
2026/11/20 - 09:29 | 20/11/26 | 20.11.26
20 novembre 2026 | 20. November 2026 | 20 de noviembre de 2026 | 20 de novembro de 2026
20 ноября 2026 года, 15:30 | 20 листопада 2026 року | 20 ноември 2026 | 20 лістапада 2026 г.
20 Kasım 2026 | 20 noyabr 2026-cı il | 2026-yil 20-noyabr | 20-noyabr, 2026 | 20 ноябр 2026
2026 жылғы 20 қараша | 2026-ж., 20-ноябрь | 20 ноябри соли 2026 | 2026-njy ýylyň 20-nji noýabry
۲۹ عقرب ۱۴۰۵ | 29 آبان 1405 | جمعه، ۲۹ عقرب ۱۴۰۵ خورشیدی | ۱۴۰۵/۸/۲۹ | 1405/08/29
د لړم ۲۹مه ۱۴۰۵ | د ۱۴۰۵ کال د لړم ۲۹ | ۲۰ نومبر، ۲۰۲۶ء | 20 नवंबर 2026 | 20 নভেম্বর 2026
٢٠ نوفمبر ٢٠٢٦ | 20 تشرين الثاني 2026 | 10 جمادى الآخرة 1448
2026年11月20日 | 民國115年11月20日 | 115/11/20 | 115.11.20 | 令和8年11月20日 | 2026년 11월 20일
ngày 20 tháng 11 năm 2026 | 20 พฤศจิกายน 2569 | 20 พ.ย. 2569 | 20 Nopember 2026
20 listopada 2026 | 20. listopadu 2026 | 20 noiembrie 2026 | 2026. november 20. | 20 novembra 2026
20 Νοεμβρίου 2026 | 20 נובמבר 2026 | 20 նոյեմբերի 2026 | 20 ნოემბერი 2026
20. marraskuuta 2026 | 2026 m. lapkričio 20 d. | 2026. gada 20. novembrī
"""
TITLES = (
    "No: 187, 20 November 2026, Press Release Regarding the Appointment",
    "Foreign Ministry Spokesperson's Press Conference on November 20, 2026",
    "2026年11月20日外交部发言人主持例行记者会",
    "Брифинг официального представителя МИД, Москва, 20 ноября 2026 года",
    "1405/08/29 - سخنگو",
)
ADDRESSES = (
    "https://x.example/202611/t20261120_12035482.html",
    "https://x.example/latest-news/details/2026/11/20/slug",
    "https://x.example/2026-11-20-slug",
)


@pytest.mark.parametrize(
    "text", [text.strip() for line in WRITTEN.strip().splitlines() for text in line.split("|")]
)
def test_a_field(text: str) -> None:
    found = parse_date(text, fetched_at=FETCHED_AT)
    assert found is not None
    assert found.at.date() == DAY


@pytest.mark.parametrize("title", TITLES)
def test_a_title(title: str) -> None:
    found = find_date(title, fetched_at=FETCHED_AT)
    assert found is not None
    assert found.at.date() == DAY


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address(address: str) -> None:
    found = date_in_url(address, fetched_at=FETCHED_AT)
    assert found is not None
    assert found.at.date() == DAY


@pytest.mark.parametrize(
    "text",
    ["20 November 2027", "1994-11-20", "31 November 2026", "0000-00-00", "20 ذو القعدة 1449",
     "the 3rd of the 14 missions", "version 2.11.2026.4"],
)  # fmt: skip
def test_what_is_no_day_or_cannot_be_one(text: str) -> None:
    assert parse_date(text, fetched_at=FETCHED_AT) is None


def test_a_lunar_month_of_two_words() -> None:
    found = parse_date("20 ذو القعدة 1447", fetched_at=FETCHED_AT)
    assert found is not None
    assert abs(found.at.date() - dt.date(2026, 5, 7)) <= dt.timedelta(days=1)
