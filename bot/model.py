"""What the bot keeps and says: events, statuses, alerts, deliveries and messages."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from config.model import Citation
from config.partial_date import PartialDate
from config.vocabulary import (
    Announcer,
    Assertion,
    Control,
    Evidence,
    Kind,
    Papers,
    Rank,
    RankFlag,
    Stance,
)

# --- ledger ---------------------------------------------------------------------------------


class Origin(StrEnum):
    """Where an event of the ledger came from."""

    HISTORY = "history"
    WATCH = "watch"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks for an event: copies, mirrors and translations of one text are one."""

    name: str
    """An agency's, or the publisher's own."""
    sketch: tuple[int, ...] = ()
    """Of its text, to know copies by; empty where it is too short."""


@dataclass(frozen=True, slots=True)
class Course:
    """When an event was told and denied, by publication: `bot.ledger.denials` decides by it."""

    told: dt.date | None = None
    """The first day on which anybody told it as news; None: only a denial of it was read."""
    affirmed: dt.date | None = None
    """The last day on which the host said that it is done."""
    denied: dt.date | None = None
    """The last day on which the host denied it."""
    assertion: Assertion | None = None
    """Of an event that is denied: what it would be otherwise; so, too, `evidence`."""
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, merged from the reports of all outlets."""

    id: str
    dossier: str
    kind: Kind
    assertion: Assertion
    host: str | None
    mission: str | None
    happened: PartialDate
    known_at: dt.datetime
    """When the ledger learned it. History rows: their day, or that of the first page to tell."""
    announced_by: Announcer = Announcer.MEDIA
    evidence: Evidence = Evidence.SINGLE
    envoy: str | None = None
    """Catalogue id, else the name as written."""
    rank: Rank | None = None
    rank_flags: tuple[RankFlag, ...] = ()
    control: Control | None = None
    """Overrides what the kind says, where a row says who runs the mission."""
    stance: Stance | None = None
    act: str = ""
    citations: tuple[Citation, ...] = ()
    publishers: tuple[str, ...] = ()
    notes: str = ""
    origin: Origin = Origin.WATCH
    revision: int = 1
    voices: tuple[Voice, ...] = ()
    """Independent ones among the publishers; empty: each publisher is one."""
    retracted: bool = False
    """Taken back by an editor: kept, folded and shown no more."""
    course: Course = Course()
    """Empty: as it follows from the rest, as with the shipped history."""


class ChangeKind(StrEnum):
    """What a report did to the ledger."""

    NEW = "new"
    RAISED = "raised"
    """planned or claimed became confirmed, or the evidence reached `host`."""
    DENIED = "denied"
    CORROBORATED = "corroborated"
    """Known already: nothing to say."""
    CORRECTED = "corrected"
    """An editor set it right."""
    RETRACTED = "retracted"
    """An editor took it back."""


@dataclass(frozen=True, slots=True)
class Change:
    """One event as it stands after a report, and whether that is worth saying."""

    kind: ChangeKind
    event: Event
    before: Event | None = None

    @property
    def speaks_up(self) -> bool:
        """True where subscribed chats are told."""
        return self.kind is not ChangeKind.CORROBORATED


class Verdict(StrEnum):
    """What was decided of a report or an event."""

    CONFIRM = "confirm"
    CORRECT = "correct"
    REJECT = "reject"
    """Of a report: it says no such thing."""
    SAME_AS = "same_as"
    """It is about an event that the ledger holds."""
    ADD = "add"
    RETRACT = "retract"
    """Of an event: it did not happen."""
    ANSWERED = "answered"
    """Of a report, by nobody: what it would say stands in the ledger by now."""


@dataclass(frozen=True, slots=True)
class Correction:
    """The fields that an editor sets; None leaves one as it was."""

    kind: Kind | None = None
    assertion: Assertion | None = None
    host: str | None = None
    """A new host without a new mission leaves no mission."""
    mission: str | None = None
    happened: PartialDate | None = None
    envoy: str | None = None
    rank: Rank | None = None
    control: Control | None = None
    stance: Stance | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What one editor decided, of one report or of one revision of an event."""

    verdict: Verdict
    by: str
    at: dt.datetime
    report: int | None = None
    event: str | None = None
    revision: int | None = None
    """Of the event, as the editor saw it; 0 for one that is added."""
    same_as: str | None = None
    """The event that it is the same as."""
    fields: Correction = Correction()
    source_url: str = ""
    note: str = ""

    @property
    def subject(self) -> str:
        """What is decided once only: a report, or an event as it stood."""
        if self.report is not None:
            return f"report:{self.report}"
        return f"event:{self.event}@{self.revision}"


@dataclass(frozen=True, slots=True)
class MissionStatus:
    """A mission on a day."""

    mission: str
    control: Control
    control_since: PartialDate | None
    papers: Papers
    head: str | None
    head_rank: Rank | None
    head_flags: tuple[RankFlag, ...]
    as_of: PartialDate | None
    """The newest row that speaks of this mission."""


@dataclass(frozen=True, slots=True)
class HostStatus:
    """A host on a day: the ledger folded up to it."""

    host: str
    day: dt.date
    stance: Stance
    stance_since: PartialDate | None
    as_of: PartialDate | None
    missions: tuple[MissionStatus, ...]
    claims: tuple[Event, ...]
    """What only the claimant or an unnamed source says; moves nothing."""
    plans: tuple[Event, ...]
    events: tuple[Event, ...]
    """All confirmed rows up to the day, newest first."""


# --- messages -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """A run of plain text. Renderers escape it; it never holds markup."""

    text: str
    bold: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """Spans on one line."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stand or fall together; whole blocks are dropped when a limit is met."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message: pressing it runs `command` as if it were typed there."""

    label: str
    command: str
    """At most 63 bytes (`bot.chat.buttons`): Telegram shows no button with a longer one."""
    in_place: bool = True
    """The answer takes the place of the message; False: it comes as a message of its own."""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said in a chat, in no platform's markup.

    `more` completes the closing line "+N more" when blocks had to be dropped, for example
    "/status X shows all".
    """

    blocks: tuple[Block, ...]
    more: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    """Rows of choices, under the text."""
    replaces: bool = True
    """False: answering a press, it comes beside the message and leaves that as it is."""


# --- chats and deliveries -------------------------------------------------------------------


class Platform(StrEnum):
    """Where a chat lives."""

    TELEGRAM = "telegram"
    SLACK = "slack"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class ChatAddress:
    """A chat on a platform. `thread` is a Telegram topic or a Slack thread."""

    platform: Platform
    chat: str
    thread: str | None = None


class ScopeKind(StrEnum):
    """How wide a subscription is."""

    ALL = "all"
    REGION = "region"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a subscription covers: everything, a region id or a host code."""

    kind: ScopeKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A stance that an act moved."""

    host: str
    before: Stance
    after: Stance


@dataclass(frozen=True, slots=True)
class Alert:
    """One revision of an act, to be announced once in each subscribed chat."""

    id: str
    act: str
    revision: int
    changes: tuple[Change, ...]
    created_at: dt.datetime
    title: str = ""
    """The headline it was read from; foreign text."""
    moves: tuple[Move, ...] = ()


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    """Given up on, with the reason; shown by `doctor`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One alert for one chat."""

    id: int
    alert_id: str
    address: ChatAddress
    message: Message
    attempts: int
    repeat: bool
    """True when it was found in `sending` after a crash: it may arrive twice."""
