"""What people type, read as they mean it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.parse import COMMANDS, Asked, Typed, read_asked, read_command, read_count, read_span
from config.partial_date import PartialDate
from config.vocabulary import Precision

TODAY = dt.date(2026, 7, 1)


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("/status", Typed("status")),
        ("status", Typed("status")),
        ("  /STATUS   Russia  2022-04-15 ", Typed("status", "Russia 2022-04-15")),
        ("/status@MissionWatchBot russia", Typed("status", "russia")),
        ("/subscribe\nall", Typed("subscribe", "all")),
        ("/ status x", Typed("status", "x")),
        ("!latest 3", Typed("latest", "3")),
        ("/statsu russia", Typed("statsu", "russia", closest="status")),
        ("/subcribe", Typed("subcribe", "", closest="subscribe")),
        ("/mission", Typed("mission", "", closest="missions")),
        ("/xyzzy", Typed("xyzzy")),
        ("", Typed("")),
        ("/", Typed("")),
        ("42", Typed("")),
        ("\x1b[31m/help", Typed("help")),
    ],
)
def test_commands_are_read(text: str, typed: Typed) -> None:
    assert read_command(text) == typed
    assert typed.is_known == (typed.name in COMMANDS)


@pytest.mark.parametrize(
    ("rest", "asked"),
    [
        ("", Asked("")),
        ("new delhi", Asked("new delhi")),
        ("russia 2022-04-15", Asked("russia", PartialDate(dt.date(2022, 4, 15)))),
        ("2022-04-15 russia", Asked("russia", PartialDate(dt.date(2022, 4, 15)))),
        ("russia ۲۰۲۲-۰۴-۱۵", Asked("russia", PartialDate(dt.date(2022, 4, 15)))),
        ("2022-04", Asked("", PartialDate(dt.date(2022, 4, 1), Precision.MONTH))),
        ("x 2022", Asked("x", PartialDate(dt.date(2022, 1, 1), Precision.YEAR))),
        ("russia 2022-13-45", Asked("russia", bad_date="2022-13-45")),
        ("russia 15.04.2022", Asked("russia", PartialDate(dt.date(2022, 4, 15)))),
        ("russia 4/5/2022", Asked("russia", bad_date="4/5/2022")),
        ("russia april 2022", Asked("russia", PartialDate(dt.date(2022, 4, 1), Precision.MONTH))),
        ("russia in april 2022", Asked("russia", PartialDate.parse("2022-04"))),
        ("in 2022", Asked("in", PartialDate.parse("2022"))),
        ("russia yesterday", Asked("russia", PartialDate(TODAY - dt.timedelta(days=1)))),
        ("russia known april 2022", Asked("russia", known=PartialDate.parse("2022-04"))),
        ("russia 4/15", Asked("russia", bad_date="4/15")),
        ("russia 2022-yesterday", Asked("russia", bad_date="2022-yesterday")),
        (
            "russia 2022-04-15 known 2022-03",
            Asked(
                "russia",
                PartialDate(dt.date(2022, 4, 15)),
                known=PartialDate(dt.date(2022, 3, 1), Precision.MONTH),
            ),
        ),
        ("--known 2022-04-15 russia", Asked("russia", known=PartialDate(dt.date(2022, 4, 15)))),
        ("russia Known", Asked("", bad_date="Known")),
        ("russia known then", Asked("", bad_date="then")),
    ],
)
def test_places_and_days_are_told_apart(rest: str, asked: Asked) -> None:
    assert read_asked(rest, TODAY) == asked


@pytest.mark.parametrize(
    ("rest", "count"),
    [
        ("7", 7),
        ("۷", 7),
        ("0", None),
        ("-1", None),
        ("3.5", None),
        ("x", None),
        ("9" * 9, 1_000_000),
    ],
)
def test_counts(rest: str, count: int | None) -> None:
    assert read_count(rest) == count


@given(st.text())
def test_nothing_typed_breaks_the_reading(text: str) -> None:
    typed = read_command(text)
    read_asked(typed.rest, TODAY)
    read_asked(text, TODAY)
    read_count(text)


def test_a_stretch_of_time() -> None:
    span = read_span("central asia from 2022-04 to today", TODAY)
    assert (span.place, [str(day) for day in span.days]) == (
        "central asia",
        ["2022-04", "2026-07-01"],
    )
    assert read_span("russia 2022-13-45", TODAY).bad_date == "2022-13-45"
    assert read_span("trinidad and tobago", TODAY).days == ()
    spelled = read_span("russia from 1 April 2022 to 30/6/2023", TODAY)
    assert (spelled.place, [str(day) for day in spelled.days]) == (
        "russia",
        ["2022-04-01", "2023-06-30"],
    )
