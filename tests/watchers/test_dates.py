"""Dates of every form and calendar that sources print; and what is never a date."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchers.dates import (
    EARLIEST,
    LATEST_AHEAD,
    Dated,
    date_in_url,
    find_date,
    local_day,
    parse_date,
)

FETCHED_AT = dt.datetime(2026, 11, 24, 5, tzinfo=dt.UTC)


def _shown(found: Dated | None) -> str | None:
    if found is None:
        return None
    return found.at.strftime("%Y-%m-%d" if found.is_day else "%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20.11.2026", "2026-11-20"),
        ("20.11.2026 18:05", "2026-11-20T18:05"),
        ("18:05 20.11.2026", "2026-11-20T18:05"),
        ("2 January 2006", "2006-01-02"),
        ("01 Oct 2026", "2026-10-01"),
        ("19 Nov, 2026", "2026-11-19"),
        ("30 September, 2026", "2026-09-30"),
        ("November 20, 2026", "2026-11-20"),
        ("20th November 2026", "2026-11-20"),
        ("Fri Nov 20 15:30:00 GMT 2026", "2026-11-20T15:30"),
        ("2026/10/03", "2026-10-03"),
        ("2020/10/18 - 09:29", "2020-10-18T09:29"),
        ("2026. 11. 20.", "2026-11-20"),
        ("20/11/26", "2026-11-20"),
        ("11/20/2026", "2026-11-20"),
        ("20 Nov '26", "2026-11-20"),
        ("2026-11-20T18:05:00+0530", "2026-11-20T12:35"),
        ("20 ноября 2026 года, 15:30", "2026-11-20T15:30"),
        ("20 листопада 2026 р.", "2026-11-20"),
        ("1 Ekim 2026", "2026-10-01"),
        ("20 Kasım 2026 Cuma", "2026-11-20"),
        ("20 noyabr 2026", "2026-11-20"),
        ("20-noyabr 2026-yil", "2026-11-20"),
        ("20 ноябр 2026", "2026-11-20"),
        ("2026 жылғы 20 қараша", "2026-11-20"),
        ("20 de noviembre de 2026", "2026-11-20"),
        ("20 novembre 2026", "2026-11-20"),
        ("20. November 2026", "2026-11-20"),
        ("Seg, 24 Set 2018", "2018-09-24"),
        ("mer, 16 nov 2022 00:38:15 +0100", "2022-11-15T23:38"),
        ("20 listopada 2026", "2026-11-20"),
        ("ngày 20 tháng 11 năm 2026", "2026-11-20"),
        ("20 نوفمبر 2026", "2026-11-20"),
        ("٢٠ تشرين الثاني ٢٠٢٦", "2026-11-20"),
        ("20 نومبر 2026", "2026-11-20"),
        ("२० नवंबर 2026", "2026-11-20"),
        ("2026年11月20日", "2026-11-20"),
        ("民國115年11月20日", "2026-11-20"),
        ("115-11-20", "2026-11-20"),
        ("令和8年11月20日", "2026-11-20"),
        ("2026년 10월 3일", "2026-10-03"),
        ("10 مهر 1405", "2026-10-02"),
        ("11 مهر 1405", "2026-10-03"),
        ("۱۴۰۵/۸/۲۷", "2026-11-18"),
        ("۱۴۰۵/۸/۲۷ - ۱۴:۳۰", "2026-11-18T14:30"),
        ("پنجشنبه ۲۸ عقرب ۱۴۰۵", "2026-11-19"),
        ("د لړم ۲۶مه ۱۴۰۵", "2026-11-17"),
        ("28 Aqrab 1405", "2026-11-19"),
        ("29 حوت 1404", "2026-03-20"),
        ("1 حمل 1405", "2026-03-21"),
        ("٠٦ جمادى الآخرة ١٤٤٨ هـ", "2026-11-16"),
        ("1448/06/06", "2026-11-16"),
        ("1518478934", "2018-02-12T23:42"),
        ("1518478934000", "2018-02-12T23:42"),
        ("3 days ago", "2026-11-21"),
        ("a day ago", "2026-11-23"),
        ("2 weeks ago", "2026-11-10"),
        ("2 hours ago", "2026-11-24T03:00"),
        ("just now", "2026-11-24T05:00"),
        ("Today, 04:30", "2026-11-24T04:30"),
        ("вчера", "2026-11-23"),
        ("3 дня назад", "2026-11-21"),
        ("3 gün önce", "2026-11-21"),
        ("۳ روز پیش", "2026-11-21"),
        ("منذ 3 أيام", "2026-11-21"),
        ("3日前", "2026-11-21"),
        ("il y a 3 jours", "2026-11-21"),
        ("vor 3 Tagen", "2026-11-21"),
    ],
)
def test_a_date_field_is_read(text: str, expected: str) -> None:
    assert _shown(parse_date(text, fetched_at=FETCHED_AT)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "soon",
        "November",
        "20 November",
        "20 November 15:30",
        "31 Nov 2025",
        "Nov 31, 2025",
        "30 حوت 1405",
        "0000-00-00",
        "2026-13-01",
        "2026-11-26",
        "1994-12-31",
        "20 Nov 1791",
        "1405",
        "2026",
        "Tel. 20-11-2026-77",
        "3 days",
        "May I 2",
        "192.168.10.12",
        "9999999999999",
        "12:30",
    ],
)
def test_what_is_no_date_or_cannot_be_true_is_unknown(text: str) -> None:
    assert parse_date(text, fetched_at=FETCHED_AT) is None


def test_a_day_is_midnight_in_the_zone_of_its_source() -> None:
    found = parse_date("20.11.2026", fetched_at=FETCHED_AT, zone=ZoneInfo("Europe/Moscow"))
    assert found == Dated(dt.datetime(2026, 11, 19, 21, tzinfo=dt.UTC), is_day=True)


def test_the_day_is_that_of_the_source() -> None:
    for text in ("20.11.2026", "20.11.2026 00:30", "20.11.2026 23:59"):
        found = parse_date(text, fetched_at=FETCHED_AT, zone=ZoneInfo("Asia/Kabul"))
        assert found is not None
        assert local_day(found.at, "Asia/Kabul") == dt.date(2026, 11, 20)
    assert local_day(FETCHED_AT, None) == dt.date(2026, 11, 24)


def test_a_named_zone_goes_before_that_of_the_source() -> None:
    kabul = ZoneInfo("Asia/Kabul")
    text = "20 Nov 2026 10:00 {}"
    hours = {"": "05:30", "GMT": "10:00", "MSK": "07:00", "AFT": "05:30", "+0300": "07:00"}
    for zone, utc in hours.items():
        found = parse_date(text.format(zone), fetched_at=FETCHED_AT, zone=kabul)
        assert _shown(found) == f"2026-11-20T{utc}"


def test_an_impossible_time_leaves_the_day() -> None:
    assert _shown(parse_date("2026-11-20T25:00", fetched_at=FETCHED_AT)) == "2026-11-20"


def test_half_past_noon_and_midnight() -> None:
    for text, hour in (("12:30 AM", "00:30"), ("12:30 PM", "12:30"), ("4:42 p.m.", "16:42")):
        found = parse_date(f"Nov 20, 2026 {text}", fetched_at=FETCHED_AT)
        assert _shown(found) == f"2026-11-20T{hour}"


def test_a_page_may_put_the_month_first() -> None:
    assert _shown(parse_date("11/05/2026", fetched_at=FETCHED_AT)) == "2026-05-11"
    found = parse_date("11/05/2026", fetched_at=FETCHED_AT, month_first=True)
    assert _shown(found) == "2026-11-05"


def test_a_title_holds_its_date_anywhere() -> None:
    title = "No: 187, 1 October 2026, Statement on the Presentation of Credentials"
    found = find_date(title, fetched_at=FETCHED_AT)
    assert _shown(found) == "2026-10-01"
    assert found is not None
    assert found.share < 0.5
    assert find_date("Envoy back after 3 days", fetched_at=FETCHED_AT) is None
    assert find_date("Talks planned for 1 May 2027", fetched_at=FETCHED_AT) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://mfa.example/xw/202610/t20261003_12035482.html", "2026-10-03"),
        ("https://mofa.example/news/details/2026/11/20/slug", "2026-11-20"),
        ("https://x.example/2026-11-20-slug", "2026-11-20"),
        ("https://x.example/20-11-2026-slug", "2026-11-20"),
        ("https://x.example/news/20250106547165430057", None),
        ("https://x.example/2026/slug", None),
        ("https://x.example/20271003/", None),
        ("https://2026-11-20.example/slug", None),
        ("https://x.example", None),
    ],
)
def test_a_day_in_an_address(url: str, expected: str | None) -> None:
    assert _shown(date_in_url(url, fetched_at=FETCHED_AT)) == expected


@given(st.dates(min_value=dt.date(1996, 1, 1), max_value=dt.date(2026, 11, 24)))
def test_usual_spellings_come_back_as_the_same_day(day: dt.date) -> None:
    for spelling in ("%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y"):
        found = parse_date(day.strftime(spelling), fetched_at=FETCHED_AT)
        assert found is not None
        assert (found.at.date(), found.is_day) == (day, True)


@given(st.integers(min_value=820_454_400, max_value=1_795_500_000))
def test_iso_times_come_back_to_the_second(seconds: int) -> None:
    written = dt.datetime.fromtimestamp(seconds, dt.UTC)
    found = parse_date(written.isoformat(), fetched_at=FETCHED_AT)
    assert found is not None
    assert (found.at, found.is_day) == (written, False)


_WORDS = st.sampled_from(
    [
        *("20", "11", "2026", "1405", "1448", "115", "99", "0", "31", "'26", "+0300"),
        *(".", "/", "-", ":", ",", "T", "Z", "am", "pm", "th", "de", "ago", "days"),
        *("Nov", "ноября", "مهر", "لړم", "جمادى", "الآخرة", "вчера", "年", "月", "日"),
    ]
)


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=9).map(" ".join)))
def test_any_text_is_a_plausible_date_or_none(text: str) -> None:
    for read in (parse_date, find_date):
        found = read(text, fetched_at=FETCHED_AT)
        if found is not None:
            assert EARLIEST <= found.at <= FETCHED_AT + LATEST_AHEAD
            assert found.at.tzinfo is dt.UTC
            assert 0 < found.share <= 1
    date_in_url(f"https://x.example/{text}", fetched_at=FETCHED_AT)
