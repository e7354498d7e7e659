"""The field's words as people read them: a label for every value, with the dossier's own names."""

from __future__ import annotations

import datetime as dt
import textwrap

from bot.model import Event, MissionStatus, Scope, ScopeKind
from config.model import Catalog, Citation, Mission
from config.partial_date import PartialDate
from config.vocabulary import (
    Assertion,
    Control,
    Kind,
    MissionKind,
    Papers,
    Precision,
    Rank,
    RankFlag,
    Stance,
)

MISSION_KINDS = {
    MissionKind.EMBASSY: "embassy",
    MissionKind.CONSULATE_GENERAL: "consulate general",
    MissionKind.CONSULATE: "consulate",
    MissionKind.PERMANENT_MISSION: "permanent mission",
    MissionKind.POLITICAL_OFFICE: "political office",
}

PAPERS = {Papers.ACCEPTED: "yes", Papers.REJECTED: "no", Papers.UNKNOWN: "not known"}

RANKS = {
    Rank.AMBASSADOR: "ambassador",
    Rank.CHARGE: "chargé d'affaires",
    Rank.MINISTER_COUNSELLOR: "minister counsellor",
    Rank.FIRST_SECRETARY: "first secretary",
    Rank.SECOND_SECRETARY: "second secretary",
    Rank.THIRD_SECRETARY: "third secretary",
    Rank.CONSUL_GENERAL: "consul general",
    Rank.CONSUL: "consul",
    Rank.CONSULAR_OFFICER: "consular officer",
    Rank.PERMANENT_REPRESENTATIVE: "permanent representative",
    Rank.DIPLOMAT: "diplomat",
    Rank.OTHER: "envoy",
}

LONGEST_NOTE = 160
_TOLD_BY_NOTE = {Kind.POSITION, Kind.SERVICES_CHANGED, Kind.RECIPROCAL}

UNSURE = "unconfirmed reading"
"""The note of an event whose report stood in the middle band (docs/decisions/004)."""

_ASSERTIONS = {
    Assertion.CONFIRMED: "",
    Assertion.PLANNED: " (planned)",
    Assertion.DENIED: " (denied)",
}


class Wording:
    """Labels for one dossier."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        dossier = catalog.dossier
        self.claimant = _with_article(dossier.claimant_short)
        self.predecessor = _with_article(dossier.predecessor_short)
        self.capital = dossier.capital

    def host(self, code: str | None) -> str:
        """A host's name, the code itself where no name is known."""
        if code is None:
            return "several hosts"
        country = self._catalog.countries.get(code)
        return country.name if country else code

    def stance(self, stance: Stance) -> str:
        """What a host does, to follow its name and a colon."""
        claimant = self.claimant
        return {
            Stance.RECOGNIZED: f"recognises {claimant} as the government",
            Stance.AMBASSADOR: f"accepts an ambassador of {claimant}",
            Stance.CHARGE: f"accepts a chargé d'affaires of {claimant}",
            Stance.LOWER_RANK: f"accepts envoys of {claimant} below a chargé d'affaires only",
            Stance.DE_FACTO: f"lets {claimant} run a mission without accrediting anybody",
            Stance.NONE: f"has accepted no envoy of {claimant}",
            Stance.REFUSED: f"refuses envoys of {claimant}",
        }[stance]

    def stance_group(self, stance: Stance) -> str:
        """A heading over the hosts of one stance."""
        return {
            Stance.RECOGNIZED: "Recognition",
            Stance.AMBASSADOR: "Ambassador accepted",
            Stance.CHARGE: "Chargé d'affaires accepted",
            Stance.LOWER_RANK: "Lower rank only",
            Stance.DE_FACTO: "De facto: a mission in its hands, nobody accredited",
            Stance.NONE: "No envoy accepted",
            Stance.REFUSED: "Refused",
        }[stance]

    def control(self, control: Control) -> str:
        """Who runs a mission, to follow its name and a colon."""
        return {
            Control.CLAIMANT: f"run by {self.claimant}",
            Control.COOPERATING: f"run by staff of {self.predecessor} who follow {self.capital}",
            Control.PREDECESSOR: f"run by {self.predecessor}",
            Control.CONTESTED: "contested",
            Control.CLOSED: "closed",
            Control.UNKNOWN: "not known who runs it",
        }[control]

    def mission(self, mission: Mission) -> str:
        """`Moscow embassy`."""
        return f"{mission.city} {MISSION_KINDS[mission.kind]}"

    def papers(self, papers: Papers) -> str:
        """The line that people ask for first."""
        return f"{self.capital} accepts this mission's documents: {PAPERS[papers]}"

    def head(self, status: MissionStatus) -> str | None:
        """Who heads a mission, with the rank; None where nobody is known."""
        if status.head is None:
            return None
        return _titled(self.person(status.head), status.head_rank, status.head_flags)

    def person(self, envoy: str) -> str:
        """An envoy's name from the catalogue, else as written."""
        known = self._catalog.envoys.get(envoy)
        return known.name if known else envoy

    def happening(self, event: Event, *, with_assertion: bool = True) -> str:
        """What an event is, in one phrase without its date and host."""
        parts = [self._kind(event)]
        mission = self._catalog.missions.get(event.mission or "")
        if mission is not None:
            parts.append(self.mission(mission))
        if event.envoy is not None:
            parts.append(_titled(self.person(event.envoy), event.rank, event.rank_flags))
        told = ", ".join(parts) + self._note(event)
        return told + self._assertion(event) if with_assertion else told

    def scope(self, scope: Scope) -> str:
        """What a subscription covers."""
        if scope.kind is ScopeKind.ALL:
            return "everything"
        if scope.kind is ScopeKind.REGION:
            region = self._catalog.regions.get(scope.value)
            return region.name if region else scope.value
        return self.host(scope.value)

    @staticmethod
    def _note(event: Event) -> str:
        """What was said or changed, for the kinds whose name alone tells little."""
        if event.kind not in _TOLD_BY_NOTE or event.notes in {"", UNSURE}:
            return ""
        return f": {textwrap.shorten(event.notes, LONGEST_NOTE, placeholder=' …')}"

    def _assertion(self, event: Event) -> str:
        if event.notes == UNSURE:
            return f" ({UNSURE})"
        if event.assertion is Assertion.CLAIMED:
            return f" (by {self.capital}'s word)"
        return _ASSERTIONS[event.assertion]

    def _kind(self, event: Event) -> str:
        if event.kind is Kind.OBSERVATION:
            return self.control(event.control) if event.control else "seen at work"
        return {
            Kind.RECOGNIZED: "government recognised",
            Kind.AMBASSADOR_ACCEPTED: "ambassador accepted",
            Kind.ENVOY_ACCREDITED: "envoy accredited",
            Kind.MISSION_HANDED_OVER: f"mission handed over to {self.claimant}",
            Kind.MISSION_OPENED: "mission opened",
            Kind.ENVOY_NAMED: f"envoy named by {self.claimant}",
            Kind.ACCREDITATION_REFUSED: "accreditation refused",
            Kind.MISSION_CLOSED: "mission closed",
            Kind.ENVOY_DEPARTED: "envoy left",
            Kind.SERVICES_CHANGED: "services or documents changed",
            Kind.RECIPROCAL: f"its own mission in {self.capital}",
            Kind.POSITION: "statement",
        }[event.kind]


def date(day: PartialDate | None) -> str:
    """A day as well as it is known, in words where it is not a day."""
    if day is None or day.precision is Precision.UNKNOWN:
        return "date unknown"
    if day.precision is Precision.APPROX:
        return f"about {day.day.isoformat()}"
    return str(day)


def cited(citation: Citation) -> str:
    """A source's label: who, and when."""
    day: dt.date | str | None = citation.date or citation.date_approx
    return f"{citation.publisher}, {day}" if day else citation.publisher


def _titled(name: str, rank: Rank | None, flags: tuple[RankFlag, ...]) -> str:
    if rank is None:
        return name
    before = "acting " if RankFlag.ACTING in flags else ""
    after = "-designate" if RankFlag.DESIGNATE in flags else ""
    styled = " as styled" if RankFlag.AS_STYLED in flags else ""
    dismissed = ", dismissed" if RankFlag.DISMISSED in flags else ""
    return f"{name} ({before}{RANKS[rank]}{after}{styled}{dismissed})"


def _with_article(name: str) -> str:
    return name if name.lower().startswith("the ") else f"the {name}"
