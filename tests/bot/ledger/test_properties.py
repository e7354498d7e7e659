"""What holds for all reports: order of arrival, telling twice, and knowing more with time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from hypothesis import given, settings
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
    Kind.MISSION_HANDED_OVER,
    Kind.MISSION_OPENED,
    Kind.MISSION_CLOSED,
    Kind.ENVOY_NAMED,
    Kind.ENVOY_DEPARTED,
    Kind.SERVICES_CHANGED,
    Kind.RECIPROCAL,
]

_ONE_ACT = {Kind.MISSION_HANDED_OVER, Kind.MISSION_OPENED}
_SAID_BY = [Announcer.MEDIA, Announcer.HOST_MFA, Announcer.CLAIMANT_MFA]
_DAYS = st.integers(0, 6)
"""Within a week everything may come in any order."""
_ENVOYS = st.none() | st.just("Gul Agha")


def _told_of(kinds: list[Kind]) -> st.SearchStrategy[Told]:
    return st.builds(
        _told,
        st.sampled_from(kinds),
        st.sampled_from(list(Assertion)),
        st.none(),
        st.sampled_from(_SAID_BY),
        _DAYS,
        st.booleans(),
        _ENVOYS,
    )


def _ranked(kinds: list[Kind]) -> st.SearchStrategy[Told]:
    """Ranks contradict each other; of whose word a rank was the event does not keep."""
    return st.builds(
        _told,
        st.sampled_from(kinds),
        st.just(Assertion.CONFIRMED),
        st.none() | st.sampled_from([Rank.AMBASSADOR, Rank.CHARGE, Rank.FIRST_SECRETARY]),
        st.sampled_from([Announcer.MEDIA, Announcer.CLAIMANT_MFA]),
        _DAYS,
        st.booleans(),
        _ENVOYS,
    )


# Of few kinds at a time, so that most reports meet what another one told.
FEW_KINDS = st.just(sorted(_ONE_ACT)) | st.lists(
    st.sampled_from(_KINDS), min_size=1, max_size=2, unique=True
)
TOLD = FEW_KINDS.flatmap(lambda kinds: st.lists(_told_of(kinds), max_size=6))
RANKED = FEW_KINDS.flatmap(lambda kinds: st.lists(_ranked(kinds), max_size=6))
ORDERS = (TOLD | RANKED).flatmap(lambda told: st.tuples(st.just(told), st.permutations(told)))


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


@settings(max_examples=1_000)
@given(ORDERS)
def test_the_order_of_arrival_does_not_change_the_status(
    orders: tuple[list[Told], list[Told]],
) -> None:
    one, other = (status_of(ledger_of(told)) for told in orders)
    assert shown(one) == shown(other)


@given(TOLD | RANKED)
def test_telling_it_again_says_nothing(told: list[Told]) -> None:
    once = ledger_of(told)
    again = ledger_of(told, once)
    assert {event.id for event in again} == {event.id for event in once}
    assert sorted(ledger_of(told, again), key=_by_id) == sorted(again, key=_by_id)
    for report, facts in told:
        change = change_of(report, again, facts)
        if change is None:
            assert report.assertion is Assertion.DENIED
            assert report.announced_by is not Announcer.HOST_MFA
        else:
            assert change.kind is ChangeKind.CORROBORATED


@given(st.permutations(events_of(shipped())[:120]))
def test_the_order_of_rows_does_not_change_the_fold(rows: list[Event]) -> None:
    day = dt.date(2023, 6, 1)
    missions = shipped().missions.values()
    assert fold_all(rows, missions, day) == fold_all(sorted(rows, key=_by_id), missions, day)


def _by_id(event: Event) -> str:
    return event.id
