"""Is a report about an event that the ledger holds? The predicates and the windows.

All pure. `merge` asks these and decides what follows.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.ledger.denials import course_of, is_told
from bot.ledger.fold import about_mission, control_of
from bot.ledger.rows import FOLLOWS_CLAIMANT, control_said, effective_day, in_order, stance_said
from bot.model import Event
from config.model import Catalog
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Control, Kind, Rank, Stance
from watchers.model import Report

WINDOW_DAYS = {
    Kind.RECOGNIZED: 60,
    Kind.AMBASSADOR_ACCEPTED: 30,
    Kind.ENVOY_ACCREDITED: 45,
    Kind.MISSION_HANDED_OVER: 45,
    Kind.MISSION_OPENED: 45,
    Kind.ENVOY_NAMED: 45,
    Kind.ACCREDITATION_REFUSED: 30,
    Kind.MISSION_CLOSED: 60,
    Kind.ENVOY_DEPARTED: 45,
    Kind.SERVICES_CHANGED: 21,
    Kind.RECIPROCAL: 30,
}
"""How far apart the dates of one event's reports lie: outlets follow for weeks, and the same
envoy's next step (copies of the credentials, then the ceremony) came after 60 days at the
soonest. Kinds not named here are no events of the watch."""

PLAN_DAYS = 200
"""A plan is carried out within this: the longest seen (Canberra, told of in January for the
end of June 2026) is 151 days."""

CLAIM_DAYS = 120
"""A claim is borne out within this. Claimed again after its kind's window it is a new claim."""

ONE_APPOINTMENT_DAYS = 10
"""Nobody names or recalls two heads of one mission within this: the second name, unless both are
well known, is another spelling, or no name at all."""

RECALL_DAYS = 120
"""An undated report of a step that the ledger holds as old as this recalls it. Sooner, it may
be the envoy's next step: those came up to 84 days apart with the ministry's word only."""

TURN_DAYS = 5
"""A mission that opens and closes takes longer than this; what looks quicker is one act that
outlets describe differently (New Delhi, 24 Nov 2023: closed, or handed over)."""

_TURNS = {
    Kind.MISSION_CLOSED: frozenset({Kind.MISSION_OPENED, Kind.MISSION_HANDED_OVER}),
    Kind.MISSION_OPENED: frozenset({Kind.MISSION_CLOSED}),
    Kind.MISSION_HANDED_OVER: frozenset({Kind.MISSION_CLOSED}),
}

_LASTING = {
    Kind.MISSION_CLOSED: frozenset({Control.CLOSED}),
    Kind.MISSION_OPENED: FOLLOWS_CLAIMANT,
    Kind.MISSION_HANDED_OVER: FOLLOWS_CLAIMANT,
}
"""Kinds that leave a mission in a state: it cannot be entered twice without being left."""

_STEPS = {Kind.AMBASSADOR_ACCEPTED: Stance.AMBASSADOR, Kind.ENVOY_ACCREDITED: Stance.LOWER_RANK}

CONSULAR = frozenset({Rank.CONSUL_GENERAL, Rank.CONSUL, Rank.CONSULAR_OFFICER})

HEADS = frozenset({Rank.AMBASSADOR, Rank.CHARGE, Rank.PERMANENT_REPRESENTATIVE})
"""Ranks of whoever heads an embassy. A secretary or diplomat contradicts nothing."""

_NAMED = frozenset({Kind.ENVOY_NAMED, Kind.ENVOY_DEPARTED})

_ONE_PERSON_TOKEN = 4
"""Letters that a shared part of two names must have: "Haqqani", not "Gul"."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When a report says it happened, as far as one can tell."""

    day: PartialDate
    is_dated: bool
    """The text itself dates it; otherwise `day` is the item's."""
    told: PartialDate | None = None
    """The day on which the item was published."""


def best_meeting(
    report: Report, moment: Moment, held: Sequence[Event], catalog: Catalog
) -> Event | None:
    """The event of the ledger that a report is about; None where it holds none.

    `held` is everything that the ledger has of the report's host.
    """
    near = [
        event
        for event in held
        if event.kind is report.kind
        and _is_alike(report, moment, event, catalog)
        and _is_near(report, moment, event)
        and not _has_turned(report, moment, event, held)
    ]
    if len(near) == 1:
        return near[0]
    if near:
        return min(near, key=lambda event: _distance(report, moment, event, catalog))
    if report.background:
        return _recalled(report, moment, held, catalog)
    if report.assertion is Assertion.DENIED:
        # Who denies one thing does not deny what made another so.
        return None
    return _still_so(report, moment, held, catalog)


def is_near(moment: Moment, event: Event) -> bool:
    """True where a report comes in the days in which an event is news."""
    return moment.day.gap_days(event.happened) <= WINDOW_DAYS.get(event.kind, 0)


def is_news(moment: Moment, event: Event) -> bool:
    """True where a report comes while an event is news: a plan is, until the day it is due."""
    return is_near(moment, event) or (
        event.assertion is Assertion.PLANNED
        and moment.day.latest >= _announced(event)
        and moment.day.earliest <= event.happened.latest
    )


def _announced(plan: Event) -> dt.date:
    told = course_of(plan).told or plan.known_at.date()
    return min(told, plan.known_at.date(), plan.happened.earliest)


def _is_alike(report: Report, moment: Moment, event: Event, catalog: Catalog) -> bool:
    return (
        event.kind is report.kind
        and _agree(event.mission, report.mission)
        and _ranks_agree(report, event)
        and not _is_another_person(report, moment, event, catalog)
    )


def _ranks_agree(report: Report, event: Event) -> bool:
    """A consul's step is not a chargé's, unless the mission says that it is the same post."""
    if report.mission is not None and report.mission == event.mission:
        return True
    ranks = (report.rank, event.rank)
    return not (any(rank in CONSULAR for rank in ranks) and any(rank in HEADS for rank in ranks))


def _is_another_person(report: Report, moment: Moment, event: Event, catalog: Catalog) -> bool:
    if are_one_person(event.envoy, report.envoy, catalog) is not False:
        return False
    # A step of one mission within weeks is one step, however outlets write the name; only two
    # envoys that both are well known make two. Who is named or leaves is another matter.
    are_known = event.envoy in catalog.envoys and report.envoy in catalog.envoys
    is_about_the_person = report.kind in _NAMED and not _is_one_appointment(report, moment, event)
    return is_about_the_person or are_known


def _is_one_appointment(report: Report, moment: Moment, event: Event) -> bool:
    return (
        report.kind in _NAMED
        and report.mission is not None
        and report.mission == event.mission
        and moment.day.gap_days(event.happened) <= ONE_APPOINTMENT_DAYS
    )


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _is_near(report: Report, moment: Moment, event: Event) -> bool:
    if is_near(moment, event):
        return True
    gap = moment.day.gap_days(event.happened)
    is_later = moment.day.earliest > event.happened.latest
    if event.assertion is Assertion.PLANNED:
        return gap <= PLAN_DAYS if is_later else moment.day.latest >= _announced(event)
    if report.assertion is Assertion.PLANNED and not is_told(event):
        # A plan that was denied: its day may lie far ahead, the two were told within weeks.
        told = moment.told or moment.day
        return told.gap_days(event.happened) <= WINDOW_DAYS[event.kind]
    if report.assertion is Assertion.PLANNED and not is_later:
        return gap <= PLAN_DAYS
    is_borne_out = event.assertion is Assertion.CLAIMED and report.assertion is Assertion.CONFIRMED
    return is_borne_out and is_later and gap <= CLAIM_DAYS


def _has_turned(report: Report, moment: Moment, event: Event, held: Sequence[Event]) -> bool:
    """True where the opposite was done between event and report: closed, opened, closed."""
    kinds = _TURNS.get(report.kind)
    if kinds is None:
        return False
    after = event.happened.latest + dt.timedelta(days=TURN_DAYS)
    before = moment.day.earliest - dt.timedelta(days=TURN_DAYS)
    return any(
        other.kind in kinds
        and other.assertion is Assertion.CONFIRMED
        and _agree(other.mission, report.mission or event.mission)
        and after < other.happened.earliest
        and other.happened.latest < before
        for other in held
    )


def _distance(
    report: Report, moment: Moment, event: Event, catalog: Catalog
) -> tuple[bool, bool, bool, bool, int, bool, str]:
    is_done = report.assertion is Assertion.CONFIRMED
    return (
        report.mission is not None and event.mission != report.mission,
        report.envoy is not None and not are_one_person(event.envoy, report.envoy, catalog),
        # A plan long past yields to what was done this week.
        not is_near(moment, event),
        # What was done is told of again, before another plan or claim is fulfilled by it.
        is_done and event.assertion is not Assertion.CONFIRMED,
        moment.day.gap_days(event.happened),
        event.assertion is not report.assertion,
        event.id,
    )


def _recalled(
    report: Report, moment: Moment, held: Sequence[Event], catalog: Catalog
) -> Event | None:
    """What a background mention recalls: the newest such event before it."""
    alike = [
        event
        for event in held
        if _is_alike(report, moment, event, catalog)
        and event.happened.earliest <= moment.day.latest
    ]
    if alike:
        return max(alike, key=lambda event: (event.happened.day, event.id))
    return _still_so(report, moment, held, catalog)


def _still_so(
    report: Report, moment: Moment, held: Sequence[Event], catalog: Catalog
) -> Event | None:
    """The row that made so what a report tells as done, where it still is."""
    if moment.is_dated and not report.background and report.kind is not Kind.RECOGNIZED:
        return None
    done = in_order(
        event
        for event in held
        if event.assertion is Assertion.CONFIRMED and effective_day(event) <= moment.day.latest
    )
    if report.kind is Kind.RECOGNIZED:
        return next((event for event in done if event.kind is Kind.RECOGNIZED), None)
    if report.kind in _LASTING:
        return _lasting(report, moment, done, catalog)
    if report.kind in _STEPS or report.kind in _NAMED:
        return _old_step(report, moment, done, catalog)
    return None


def _lasting(
    report: Report, moment: Moment, done: Sequence[Event], catalog: Catalog
) -> Event | None:
    missions = [mission.id for mission in catalog.missions_of(report.host or "")]
    asked = [report.mission] if report.mission is not None else missions
    found: list[Event] = []
    for mission in asked:
        rows = about_mission(done, mission, is_only=len(missions) == 1)
        if control_of(rows)[0] not in _LASTING[report.kind]:
            # Some mission is not so yet: the report may be of that one.
            return None
        found.extend(event for event in rows if control_said(event) in _LASTING[report.kind])
    same_kind = [event for event in found if event.kind is report.kind]
    last = max(same_kind or found, key=lambda event: (event.happened.day, event.id), default=None)
    is_opening = report.kind is Kind.MISSION_OPENED and not report.background
    if last is not None and is_opening and last.kind is not report.kind and is_near(moment, last):
        # An opening in the weeks of a handover is a row of its own, that nobody is told of: the
        # handover may turn out otherwise, or come later.
        return None
    return last


def _old_step(
    report: Report, moment: Moment, done: Sequence[Event], catalog: Catalog
) -> Event | None:
    """The step that an undated report repeats long after: same person, or no other named."""
    if not report.background and report.announced_by is Announcer.HOST_HEAD_OF_STATE:
        # The copies go to the ministry, the letters to the head of state: the next step.
        done = [e for e in done if e.announced_by is Announcer.HOST_HEAD_OF_STATE]
    old = [
        event
        for event in done
        if moment.day.gap_days(event.happened) > RECALL_DAYS
        and _agree(event.mission, report.mission)
        and _is_such_a_step(report, event, catalog)
    ]
    same_kind = [event for event in old if event.kind is report.kind]
    return max(same_kind or old, key=lambda event: (event.happened.day, event.id), default=None)


def _is_such_a_step(report: Report, event: Event, catalog: Catalog) -> bool:
    one_person = are_one_person(event.envoy, report.envoy, catalog)
    if report.kind in _NAMED:
        return event.kind is report.kind and one_person is True
    if report.envoy is not None:
        # A name the ledger does not have may be a new envoy's.
        return event.kind is report.kind and one_person is True
    said = stance_said(event)
    return said is not None and said.level >= _STEPS[report.kind].level


def are_one_person(one: str | None, other: str | None, catalog: Catalog) -> bool | None:
    """Whether two envoys (catalogue ids or names as written) are one; None: not both known."""
    if one is None or other is None:
        return None
    if one == other:
        return True
    if one in catalog.envoys and other in catalog.envoys:
        return False
    return bool(_tokens(one, catalog) & _tokens(other, catalog))


def _tokens(envoy: str, catalog: Catalog) -> set[str]:
    known = catalog.envoys.get(envoy)
    names = known.names if known else (envoy,)
    words = (word for name in names for word in re.findall(r"\w+", _plain(name)))
    return {word for word in words if len(word) >= _ONE_PERSON_TOKEN}


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
