"""Whatever our models hold comes back from JSON as it was."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import codec
from bot.model import Alert, Block, Change, ChangeKind, Event, Line, Message, Origin, Span
from config.model import Citation
from config.partial_date import PartialDate
from config.vocabulary import (
    Announcer,
    Assertion,
    Control,
    Evidence,
    Kind,
    Precision,
    Rank,
    RankFlag,
    Stance,
)
from watchers.model import Item

TEXT = st.text(max_size=20)
DAY = st.dates()
TIME = st.datetimes(timezones=st.just(dt.UTC))

MESSAGES = st.builds(
    Message,
    blocks=st.lists(
        st.builds(
            Block,
            lines=st.lists(
                st.builds(
                    Line,
                    spans=st.lists(
                        st.builds(Span, TEXT, st.booleans(), st.none() | TEXT), max_size=3
                    ).map(tuple),
                ),
                max_size=3,
            ).map(tuple),
        ),
        max_size=3,
    ).map(tuple),
    more=TEXT,
)

EVENTS = st.builds(
    Event,
    id=TEXT,
    dossier=TEXT,
    kind=st.sampled_from(Kind),
    assertion=st.sampled_from(Assertion),
    host=st.none() | TEXT,
    mission=st.none() | TEXT,
    happened=st.builds(PartialDate, DAY, st.sampled_from(Precision)),
    known_at=TIME,
    announced_by=st.sampled_from(Announcer),
    evidence=st.sampled_from(Evidence),
    envoy=st.none() | TEXT,
    rank=st.none() | st.sampled_from(Rank),
    rank_flags=st.lists(st.sampled_from(RankFlag), max_size=2).map(tuple),
    control=st.none() | st.sampled_from(Control),
    stance=st.none() | st.sampled_from(Stance),
    citations=st.lists(
        st.builds(Citation, TEXT, TEXT, st.none() | DAY, st.none() | TEXT), max_size=2
    ).map(tuple),
    publishers=st.lists(TEXT, max_size=2).map(tuple),
    origin=st.sampled_from(Origin),
    revision=st.integers(1, 99),
)


@given(MESSAGES)
def test_messages_round_trip(message: Message) -> None:
    assert codec.loads(Message, codec.dumps(message)) == message


@given(EVENTS, st.none() | EVENTS, TIME)
def test_events_and_alerts_round_trip(event: Event, before: Event | None, at: dt.datetime) -> None:
    assert codec.loads(Event, codec.dumps(event)) == event
    alert = Alert("a", "act", 2, (Change(ChangeKind.RAISED, event, before),), at)
    assert codec.loads(Alert, codec.dumps(alert)) == alert


@given(TEXT, st.none() | TIME)
def test_items_round_trip(title: str, published: dt.datetime | None) -> None:
    item = Item(title, None, guid=title, lead=title, published=published)
    assert codec.loads(Item, codec.dumps(item)) == item


def test_what_equals_its_default_is_left_out() -> None:
    assert json.loads(codec.dumps(Span("x"))) == {"text": "x"}


def test_a_field_of_a_later_version_is_passed_over() -> None:
    assert codec.loads(Span, '{"text": "x", "colour": "red"}') == Span("x")


@pytest.mark.parametrize("broken", ["{}", '{"bold": true}'])
def test_a_missing_field_is_named(broken: str) -> None:
    with pytest.raises(ValueError, match="Span without text"):
        codec.loads(Span, broken)


def test_other_zones_become_utc() -> None:
    tehran = dt.timezone(dt.timedelta(hours=3, minutes=30))
    at = dt.datetime(2026, 3, 1, 1, 0, tzinfo=tehran)
    item = codec.loads(Item, codec.dumps(Item("t", None, published=at)))
    assert item.published == at
    assert item.published is not None
    assert item.published.tzinfo is dt.UTC


def test_an_unknown_value_is_refused() -> None:
    event: dict[str, Any] = {"id": "x"}
    with pytest.raises(ValueError, match="Event without"):
        codec.loads(Event, json.dumps(event))
