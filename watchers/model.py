"""What watchers make: items, articles, reports, and the outcome of a poll. Frozen data only."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from config.frozen import frozen
from config.partial_date import PartialDate
from config.vocabulary import Announcer, Assertion, Kind, Rank, RankFlag


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a feed or a listing, cleaned of markup and invisible characters."""

    title: str
    url: str | None
    guid: str | None = None
    lead: str = ""
    """Plain text of the summary or of the whole content, at most `MAX_LEAD` characters."""
    published: dt.datetime | None = None
    """Aware, UTC; None when the source does not say. Never 'now'."""
    published_is_day: bool = False
    """True where only the day is known (the time is then midnight in the source's zone)."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is matched: one item, with its article's text where that was had."""

    id: str
    title: str
    body: str = ""
    lang: str | None = None
    published: PartialDate | None = None
    publisher: str | None = None
    url: str | None = None
    publisher_host: str | None = None
    """ISO code of the state whose ministry or embassy publishes it, when that is so."""
    publisher_is_claimant: bool = False
    publisher_country: str | None = None
    """ISO code of the state where it is published, whoever publishes it."""


@frozen
class Span:
    """Words a report rests on: offsets into title + "\\n" + body."""

    text: str
    start: int
    end: int
    concept: str


@frozen
class Report:
    """What one text says happened, at one host."""

    kind: Kind
    assertion: Assertion
    host: str | None
    mission: str | None = None
    """Catalogue id."""
    envoy: str | None = None
    """Catalogue id, else the name as written."""
    rank: Rank | None = None
    rank_flags: tuple[RankFlag, ...] = ()
    announced_by: Announcer = Announcer.MEDIA
    confidence: float = 0.0
    background: bool = False
    alert: bool = False
    """Judged on the text alone: not a position, not background, confident enough."""
    act: str = ""
    """Equal for reports of one clause about several hosts."""
    happened: PartialDate | None = None
    """When the text itself dates it; None: take the item's published day."""
    evidence: tuple[Span, ...] = ()
    reasons: tuple[str, ...] = ()


class PollState(StrEnum):
    """How a poll ended."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    SAME_BODY = "same_body"
    UNREACHABLE = "unreachable"
    """No answer: name, connection, TLS, time-out."""
    REFUSED = "refused"
    """4xx but 404/410/429, or an address we will not ask."""
    GONE = "gone"
    """404, 410."""
    BUSY = "busy"
    """429, 503: come back later."""
    SERVER_ERROR = "server_error"
    TOO_LARGE = "too_large"
    NOT_A_FEED = "not_a_feed"
    """HTML or something else where a feed was promised."""
    BLOCKED = "blocked"
    """A challenge page or a login."""
    EMPTY = "empty"
    """Readable, yet no items where there were some (a redesign, a cut file)."""
    UNREADABLE = "unreadable"
    """Bytes the reader cannot make sense of."""
    HUNG = "hung"
    """The reader passed its deadline and was killed."""
    LAYOUT_CHANGED = "layout_changed"
    """A page whose rows no longer stand where they stood, and look wrong: none of them taken."""
    REDIRECTED = "redirected"
    """It leads to another registrable domain: somebody else's until a person says otherwise."""
    DISALLOWED = "disallowed"
    """The host's robots.txt asks us not to."""


SHUTS_OUT = frozenset({PollState.BLOCKED, PollState.REDIRECTED, PollState.DISALLOWED})
"""A person has to look: what is there is not for us, or not the source's any more."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is remembered of a source between polls."""

    source_id: str
    due_at: dt.datetime | None = None
    """None: never polled."""
    last_poll_at: dt.datetime | None = None
    last_ok_at: dt.datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    state: PollState | None = None
    reason: str = ""
    failures: int = 0
    """Polls in a row that failed."""
    interval_min: float | None = None
    item_count: int = 0
    """Items at the last good poll."""
    address: str | None = None
    """The alternate that answered last; None: the source's own address."""
    rhythm_min: float | None = None
    """Minutes between its items, by their dates (median); None: its dates do not say."""
    ttl_min: float | None = None
    """Minutes for which the feed itself says that nothing changes."""
    layout: str | None = None
    """Where a page's rows stood and how they were dated (`watchers.layouts`)."""
    odd_layout: str | None = None
    """What a changed page looked like at the last poll: trusted when it stays so."""
    odd_hash: str | None = None
    """Hash of that page's body."""
    news_at: dt.datetime | None = None
    """When it last showed something new: its newest item's date, or when an undated one came."""
    undated: str | None = None
    """Hash of its undated items, to tell when one comes; None where all are dated."""
    trouble_at: dt.datetime | None = None
    """The first of the polls in a row that failed."""
    alike: int = 0
    """So many of those failed alike: shut out, or otherwise."""
    shut_out: bool = False
    """Its trouble is that it shuts us out (`SHUTS_OUT`); changes only by several polls alike."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of a body: its items, and what it learnt beside them."""

    items: tuple[Item, ...]
    layout: str | None = None
    """The fingerprint of a page's rows (`watchers.layouts`); None where there is none to learn."""
    ttl_min: float | None = None
    """Minutes for which a feed says that nothing changes."""


@dataclass(frozen=True, slots=True)
class PollResult:
    """One poll of one source: what was read, and the state to remember."""

    source_id: str
    state: PollState
    reason: str
    items: tuple[Item, ...]
    next_state: SourceState
    fetched_at: dt.datetime
    is_first: bool
    """The first good poll of a source: silent about items older than 48 h."""
    retry_after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """The text of an item's page."""

    url: str
    title: str | None
    text: str
    published: dt.datetime | None
    lang: str | None = None
