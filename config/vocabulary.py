"""The field's words: every enumerated value that code, database, docs and chat share.

Nothing here belongs to one dossier: the *claimant* is the government that asks for acceptance
(in the first dossier the Islamic Emirate), the *predecessor* the one it replaced, and a *host*
the state (or body: UN, EU) that receives its envoys. Meanings: docs/vocabulary.md.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What happened. `OBSERVATION` and `NONE` are never news and never alert."""

    RECOGNIZED = "recognized"
    AMBASSADOR_ACCEPTED = "ambassador_accepted"
    ENVOY_ACCREDITED = "envoy_accredited"
    MISSION_HANDED_OVER = "mission_handed_over"
    MISSION_OPENED = "mission_opened"
    ENVOY_NAMED = "envoy_named"
    ACCREDITATION_REFUSED = "accreditation_refused"
    MISSION_CLOSED = "mission_closed"
    ENVOY_DEPARTED = "envoy_departed"
    SERVICES_CHANGED = "services_changed"
    RECIPROCAL = "reciprocal"
    POSITION = "position"
    OBSERVATION = "observation"
    """A dated row of the history that says who runs a mission; matching never yields it."""


class Assertion(StrEnum):
    """How firmly a report says it."""

    CONFIRMED = "confirmed"
    CLAIMED = "claimed"
    PLANNED = "planned"
    DENIED = "denied"


class Control(StrEnum):
    """Who runs a mission."""

    CLAIMANT = "claimant"
    COOPERATING = "cooperating"
    """The predecessor's staff, who follow the claimant."""
    PREDECESSOR = "predecessor"
    CONTESTED = "contested"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class Stance(StrEnum):
    """How far a host goes with the claimant's envoys; `level` orders it."""

    RECOGNIZED = "recognized"
    AMBASSADOR = "ambassador"
    CHARGE = "charge"
    LOWER_RANK = "lower_rank"
    DE_FACTO = "de_facto"
    NONE = "none"
    REFUSED = "refused"

    @property
    def level(self) -> int:
        """6 for recognition down to 0 for none; refused is -1."""
        return _STANCE_LEVELS[self]


_STANCE_LEVELS = {
    Stance.RECOGNIZED: 6,
    Stance.AMBASSADOR: 5,
    Stance.CHARGE: 4,
    Stance.LOWER_RANK: 3,
    Stance.DE_FACTO: 2,
    Stance.NONE: 0,
    Stance.REFUSED: -1,
}


class Papers(StrEnum):
    """Whether the claimant accepts the documents that a mission issues."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


class Rank(StrEnum):
    """An envoy's rank. Unknown rank is `None` and counts as a chargé's."""

    AMBASSADOR = "ambassador"
    CHARGE = "charge"
    MINISTER_COUNSELLOR = "minister_counsellor"
    FIRST_SECRETARY = "first_secretary"
    SECOND_SECRETARY = "second_secretary"
    THIRD_SECRETARY = "third_secretary"
    CONSUL_GENERAL = "consul_general"
    CONSUL = "consul"
    CONSULAR_OFFICER = "consular_officer"
    PERMANENT_REPRESENTATIVE = "permanent_representative"
    DIPLOMAT = "diplomat"
    OTHER = "other"


class RankFlag(StrEnum):
    """What qualifies a rank."""

    ACTING = "acting"
    DESIGNATE = "designate"
    PREDECESSOR = "predecessor"
    AS_STYLED = "as_styled"
    DISMISSED = "dismissed"


class Announcer(StrEnum):
    """By whose word."""

    HOST_MFA = "host_mfa"
    HOST_HEAD_OF_STATE = "host_head_of_state"
    CLAIMANT_MFA = "claimant_mfa"
    EMBASSY = "embassy"
    UN = "un"
    MEDIA = "media"


class MissionKind(StrEnum):
    """What a mission is."""

    EMBASSY = "embassy"
    CONSULATE_GENERAL = "consulate_general"
    CONSULATE = "consulate"
    PERMANENT_MISSION = "permanent_mission"
    POLITICAL_OFFICE = "political_office"


class SourceRole(StrEnum):
    """Who speaks through a source."""

    HOST_MFA = "host_mfa"
    CLAIMANT = "claimant"
    EMBASSY = "embassy"
    NEWS = "news"
    WIRE = "wire"
    UN = "un"
    THINKTANK = "thinktank"


class SourceKind(StrEnum):
    """How a source is read."""

    FEED = "feed"
    PAGE = "page"
    TELEGRAM = "telegram"
    """The public preview of a channel, t.me/s/<channel>."""
    SITEMAP = "sitemap"
    """A sitemap of news, or a plain one, or an index of such."""
    JSON = "json"
    """An endpoint that answers a list of records."""


class Read(StrEnum):
    """Which items of a source get their article fetched."""

    TOUCHED = "touched"
    """Only those whose title or lead touches the dossier."""
    FULL = "full"
    """All of them: title-only ministries, weekly briefings."""


class Evidence(StrEnum):
    """How well an event is borne out, best first."""

    HOST = "host"
    OFFICIAL = "official"
    OUTLETS = "outlets"
    CLAIMANT = "claimant"
    SINGLE = "single"

    @property
    def level(self) -> int:
        """4 for the host's word down to 0 for a single outlet's."""
        return _EVIDENCE_LEVELS[self]


_EVIDENCE_LEVELS = {each: 4 - place for place, each in enumerate(Evidence)}


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    APPROX = "approx"
    """Stored as a day, true within about two weeks."""
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"
