"""The order in which rows are folded, and the tables of what each kind of row moves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.model import Event
from config.vocabulary import Control, Kind, Precision, Rank, Stance

CONTROL_OF_KIND = {
    Kind.MISSION_HANDED_OVER: Control.CLAIMANT,
    Kind.MISSION_CLOSED: Control.CLOSED,
}
"""What a kind says of who runs the mission. Others say nothing, unless the row's `control`."""

FOLLOWS_CLAIMANT = frozenset({Control.CLAIMANT, Control.COOPERATING})

LOWER_RANKS = frozenset(
    {
        Rank.FIRST_SECRETARY,
        Rank.SECOND_SECRETARY,
        Rank.THIRD_SECRETARY,
        Rank.CONSUL_GENERAL,
        Rank.CONSUL,
        Rank.CONSULAR_OFFICER,
    }
)
"""Below a chargé. Accredited where nothing higher is, they make the host `lower_rank`."""

AMBASSADORS = frozenset({Rank.AMBASSADOR, Rank.PERMANENT_REPRESENTATIVE})

NAMES_HEAD = frozenset(
    {
        Kind.ENVOY_ACCREDITED,
        Kind.AMBASSADOR_ACCEPTED,
        Kind.MISSION_HANDED_OVER,
        Kind.MISSION_OPENED,
        Kind.OBSERVATION,
    }
)
"""Kinds whose person heads the mission. `envoy_named` does not: the host has not spoken."""


def effective_day(event: Event) -> dt.date:
    """The day from which a row counts.

    A month or a year counts from its end, when it must have happened; "about the 4th" counts
    from the 4th, the best guess of whoever wrote it.
    """
    happened = event.happened
    return happened.latest if happened.precision in _WIDE else happened.day


_WIDE = frozenset({Precision.MONTH, Precision.YEAR})


def in_order(events: Iterable[Event]) -> list[Event]:
    """Oldest first, whatever order they came in.

    On one day whoever leaves does so before another comes, and acts come before observations:
    who looked that day saw what had been done. An id, which is of the first that told, is the
    last thing to go by.
    """
    return sorted(events, key=_place)


def _place(event: Event) -> tuple[dt.date, bool, bool, str, str]:
    return (
        effective_day(event),
        event.kind is Kind.OBSERVATION,
        event.kind not in _LEAVING,
        event.kind,
        event.id,
    )


_LEAVING = frozenset({Kind.ENVOY_DEPARTED, Kind.MISSION_CLOSED})


def stance_said(event: Event) -> Stance | None:
    """The level that a confirmed row speaks of by itself; None where it speaks of none."""
    if event.stance is not None:
        return event.stance
    match event.kind:
        case Kind.RECOGNIZED:
            return Stance.RECOGNIZED
        case Kind.AMBASSADOR_ACCEPTED:
            return Stance.AMBASSADOR
        case Kind.ENVOY_ACCREDITED:
            return _stance_of_rank(event.rank)
        case Kind.ACCREDITATION_REFUSED:
            return Stance.REFUSED
        case Kind.MISSION_HANDED_OVER | Kind.MISSION_OPENED:
            return Stance.DE_FACTO if control_said(event) in FOLLOWS_CLAIMANT else None
        case _:
            return None


def _stance_of_rank(rank: Rank | None) -> Stance:
    if rank in AMBASSADORS:
        return Stance.AMBASSADOR
    # Unknown counts as a chargé's, and so does "diplomat".
    return Stance.LOWER_RANK if rank in LOWER_RANKS else Stance.CHARGE


def control_said(event: Event) -> Control | None:
    """Who runs the mission by this row; None where it does not say."""
    return event.control or CONTROL_OF_KIND.get(event.kind)


def next_stance(now: Stance, event: Event) -> Stance:
    """The host's stance after a confirmed row.

    | the row says             | and the host stands at | then               |
    |--------------------------|------------------------|--------------------|
    | nothing, or `none`       | anywhere               | as before          |
    | refused                  | none, de_facto         | refused            |
    | refused                  | higher                 | as before          |
    | a level                  | below it, or refused   | that level         |
    | a level                  | at or above it         | as before          |
    | an act's own `stance`    | anywhere               | that, up or down   |

    The last line is how expulsion, withdrawal and non-renewal lower a host: they are acts whose
    row says where it stands after them. An observation never lowers: it tells what one source
    saw of one mission, and missing an accredited envoy there does not send him home.
    """
    said = stance_said(event)
    if said is None:
        return now
    if event.stance is not None and event.kind is not Kind.OBSERVATION:
        return event.stance
    if said is Stance.REFUSED:
        return Stance.REFUSED if now in {Stance.NONE, Stance.DE_FACTO} else now
    if said is Stance.NONE:
        return now
    return said if said.level > now.level else now
