"""The ledger's kinds in the codes of event data: CAMEO and PLOVER.

CAMEO: Schrodt, "CAMEO: Conflict and Mediation Event Observations Event and Actor Codebook",
version 1.1b3, 2012. PLOVER: Open Event Data Alliance, "PLOVER Codebook", whose SUPPORT takes
CAMEO's 05 and whose SANCTION its 16. Both see an act of one state towards another: of what an
embassy does by itself (it closes, an envoy leaves) they know nothing finer than 16.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import Event
from config.vocabulary import Assertion, Kind


@dataclass(frozen=True, slots=True)
class Codes:
    """One kind of event in both codings."""

    cameo: str
    plover: str


_COOPERATE = Codes("050", "SUPPORT")
_REDUCE = Codes("161", "SANCTION")
_INTEND = Codes("032", "AGREE")
_REJECT = Codes("120", "REJECT")
_SAY = Codes("010", "CONSULT")

CODES: Mapping[Kind, Codes] = {
    Kind.RECOGNIZED: Codes("054", "SUPPORT"),
    Kind.AMBASSADOR_ACCEPTED: _COOPERATE,
    Kind.ENVOY_ACCREDITED: _COOPERATE,
    Kind.MISSION_HANDED_OVER: _COOPERATE,
    Kind.MISSION_OPENED: _COOPERATE,
    Kind.ENVOY_NAMED: _INTEND,
    Kind.ACCREDITATION_REFUSED: _REJECT,
    Kind.MISSION_CLOSED: _REDUCE,
    Kind.ENVOY_DEPARTED: _REDUCE,
    Kind.SERVICES_CHANGED: Codes("160", "SANCTION"),
    Kind.RECIPROCAL: _COOPERATE,
    Kind.POSITION: _SAY,
}
"""Observations tell of no act and have no code."""


def codes_of(event: Event) -> Codes | None:
    """An event's codes: a plan is an intention (or stays a threat to reduce), a denial none."""
    codes = CODES.get(event.kind)
    if codes is None or event.assertion is Assertion.DENIED:
        return None
    if event.assertion is not Assertion.PLANNED or event.kind is Kind.POSITION:
        return codes
    return _INTEND if codes.plover in {"SUPPORT", "AGREE"} else Codes("130", "THREATEN")
