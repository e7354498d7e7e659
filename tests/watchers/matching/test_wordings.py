"""Words whose meaning hangs on their neighbours, and sentences that go on past an insertion."""

from __future__ import annotations

import pytest

from config.vocabulary import Assertion, Kind
from tests.watchers.matching.conftest import Read


@pytest.mark.parametrize(
    ("title", "kind", "assertion"),
    [
        ("Chile agrees to Taliban's new ambassador", Kind.AMBASSADOR_ACCEPTED, "confirmed"),
        ("Chile agrees to accept Taliban ambassador", Kind.AMBASSADOR_ACCEPTED, "planned"),
        (
            "Chile agrees to Taliban taking over Afghan embassy",
            Kind.MISSION_HANDED_OVER,
            "planned",
        ),
    ],
)
def test_agreeing_to_an_envoy_accepts_him(
    read: Read, title: str, kind: Kind, assertion: str
) -> None:
    first = read(title)[0]
    assert (first.kind, first.assertion.value, first.host) == (kind, assertion, "CL")


@pytest.mark.parametrize(
    "title",
    [
        "Afghan embassy in Lima opens photo exhibition",
        "Afghan embassy in Lima closes inquiry",
        "Afghan embassy in Lima closed for Eid holidays",
        "Afghan consulate in Dubai to close on Thursday for Independence Day",
        "Afghan embassy in Lima closed for one day",
        "No Afghan ambassador to Peru has been dismissed",
        "Peru recalls ambassador from Berlin",
    ],
)
def test_what_is_no_event(read: Read, title: str) -> None:
    assert not [report for report in read(title) if report.alert]


def test_a_shuttered_embassy_that_reopens_does_not_close(read: Read) -> None:
    kinds = {report.kind for report in read("Peru reopens shuttered Afghan embassy in Lima")}
    assert kinds == {Kind.MISSION_OPENED}


def test_a_sentence_goes_on_past_an_insertion(read: Read) -> None:
    body = "The embassy of Afghanistan, closed since 2024, has resumed work, Lima said."
    alerts = [report for report in read("Peru and Kabul", body, "2026-05-02") if report.alert]
    assert [(report.kind, report.host) for report in alerts] == [(Kind.MISSION_OPENED, "PE")]


@pytest.mark.parametrize(
    "body",
    [
        "President Boric of Chile received credentials of the ambassadors of Peru, Mali, "
        "Afghanistan and Togo.",
        "Chile's president took credentials from nine envoys, among them Afghanistan's.",
    ],
)
def test_states_whose_envoys_stand_beside_are_no_hosts(read: Read, body: str) -> None:
    alerts = [report for report in read("New ambassadors", body) if report.alert]
    assert [(report.kind, report.host) for report in alerts] == [(Kind.AMBASSADOR_ACCEPTED, "CL")]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("No, Chile has not recognised the Taliban", Kind.RECOGNIZED),
        (
            "Reports that Chile has recognised the Taliban are untrue, ministry says",
            Kind.RECOGNIZED,
        ),
        ("Chile denies that it has expelled Taliban envoy", Kind.ACCREDITATION_REFUSED),
        ("Taliban deny appointing ambassador to Chile", Kind.ENVOY_NAMED),
    ],
)
def test_denials(read: Read, title: str, kind: Kind) -> None:
    first = read(title)[0]
    assert (first.kind, first.assertion) == (kind, Assertion.DENIED)


def test_may_is_a_month_beside_a_number(read: Read) -> None:
    title = "Taliban on 12 May appointed ambassador to Chile"
    assert read(title, published="2026-05-13")[0].assertion is Assertion.CONFIRMED
    assert not read("Taliban may appoint ambassador to Chile")[0:1] or not any(
        report.alert for report in read("Taliban may appoint ambassador to Chile")
    )


def test_services_of_a_mission_stop_not_the_mission(read: Read) -> None:
    title = "Passport services of Afghan embassy in Lima suspended"
    assert [report.kind for report in read(title)] == [Kind.SERVICES_CHANGED]


def test_a_plan_told_long_before_yields_to_what_was_done(read: Read) -> None:
    body = "The embassy had announced in March that it would cease operations."
    first = read("Afghan embassy in Lima closes", body, "2026-05-02")[0]
    assert (first.kind, first.assertion) == (Kind.MISSION_CLOSED, Assertion.CONFIRMED)


def test_a_title_that_looks_back_tells_no_news(read: Read) -> None:
    body = "Mullah Zaeef was accredited as ambassador of the Taliban in Pakistan."
    assert not [r for r in read("On this day in 1997: Chile and the Taliban", body) if r.alert]
