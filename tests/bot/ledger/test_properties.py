"""What holds for all reports: order of arrival, telling twice, and knowing more with time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.ledger import ItemFacts, events_of, fold, fold_all
from bot.model import ChangeKind, Event, HostStatus
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Kind, Rank
from tests.bot.ledger.conftest import change_of, shipped
from watchers.model import Report

HOST, MISSION = "UZ", "uz-tashkent-embassy"
FIRST = dt.date(2026, 11, 2)
LATER = dt.date(2027, 6, 1)

Told = tuple[Report, ItemFacts]


def _told(
    kind: Kind,
    assertion: Assertion,
    rank: Rank | None,
    says: Announcer,
    at: int,
    names: bool,
    envoy: str | None = None,
) -> Told:
    report = Report(
        kind,
        assertion,
        HOST,
        MISSION if names else None,
        envoy=envoy,
        rank=rank,
        announced_by=says,
        confidence=0.9,
        alert=True,
    )
    day = FIRST + dt.timedelta(days=at)
    fetched = dt.datetime.combine(day, dt.time(9), dt.UTC)
    url = f"https://news.example/{kind}/{at}/{assertion}/{says}/{rank}/{names}/{envoy}"
    return report, ItemFacts(PartialDate(day), fetched, f"Herald {at}", url, "A headline")


_KINDS = [
    Kind.RECOGNIZED,
    Kind.AMBASSADOR_ACCEPTED,
    Kind.ENVOY_ACCREDITED,
    Kind.MISSION_CLOSED,
    Kind.ENVOY_NAMED,
    Kind.ENVOY_DEPARTED,
    Kind.SERVICES_CHANGED,
    Kind.RECIPROCAL,
]

# Turns of one mission (opened, closed) need days between them to be told apart, and a denial
# speaks of what came before it: both are left out. Within a week everything else may come in
# any order.
TOLD = st.builds(
    _told,
    st.sampled_from(_KINDS),
    st.sampled_from([Assertion.CONFIRMED, Assertion.CLAIMED, Assertion.PLANNED]),
    st.just(None),
    st.sampled_from([Announcer.MEDIA, Announcer.HOST_MFA, Announcer.CLAIMANT_MFA]),
    st.integers(0, 6),
    st.booleans(),
    st.none() | st.just("Gul Agha"),
)

# Ranks contradict each other; of whose word a rank was the event does not keep.
RANKED = st.builds(
    _told,
    st.sampled_from(_KINDS),
    st.just(Assertion.CONFIRMED),
    st.none() | st.sampled_from([Rank.AMBASSADOR, Rank.CHARGE, Rank.FIRST_SECRETARY]),
    st.sampled_from([Announcer.MEDIA, Announcer.CLAIMANT_MFA]),
    st.integers(0, 6),
    st.booleans(),
    st.none() | st.just("Gul Agha"),
)


def ledger_of(told: Iterable[Told], held: Sequence[Event] = ()) -> list[Event]:
    events = {event.id: event for event in held}
    for report, facts in told:
        change = change_of(report, events.values(), facts)
        if change is not None:
            events[change.event.id] = change.event
    return list(events.values())


def shown(status: HostStatus) -> tuple[object, ...]:
    return (
        status.stance,
        status.stance_since,
        [(each.control, each.control_since, each.papers) for each in status.missions],
        sorted((each.kind, each.happened) for each in status.events),
        sorted(each.kind for each in status.claims),
        sorted(each.kind for each in status.plans),
        [each.head for each in status.missions],
    )


def status_of(events: Iterable[Event], day: dt.date = LATER) -> HostStatus:
    return fold(events, shipped().missions.values(), HOST, day)


@given(
    (st.lists(TOLD, max_size=6) | st.lists(RANKED, max_size=6)).flatmap(
        lambda told: st.tuples(st.just(told), st.permutations(told))
    )
)
def test_the_order_of_arrival_does_not_change_the_status(
    orders: tuple[list[Told], list[Told]],
) -> None:
    one, other = (status_of(ledger_of(told)) for told in orders)
    assert shown(one) == shown(other)


@given(st.lists(TOLD | RANKED, max_size=6))
def test_telling_it_again_says_nothing(told: list[Told]) -> None:
    once = ledger_of(told)
    again = ledger_of(told, once)
    assert {event.id for event in again} == {event.id for event in once}
    assert sorted(ledger_of(told, again), key=_by_id) == sorted(again, key=_by_id)
    for report, facts in told:
        change = change_of(report, again, facts)
        assert change is not None
        assert change.kind is ChangeKind.CORROBORATED


@given(st.permutations(events_of(shipped())[:120]))
def test_the_order_of_rows_does_not_change_the_fold(rows: list[Event]) -> None:
    day = dt.date(2023, 6, 1)
    missions = shipped().missions.values()
    assert fold_all(rows, missions, day) == fold_all(sorted(rows, key=_by_id), missions, day)


def _by_id(event: Event) -> str:
    return event.id
