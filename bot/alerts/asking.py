"""What editors are asked: a report with the choices under it, as a delivery like any other.

Buttons hold commands (`/review 17 yes`), so a question asked before a restart can be answered
after it, and whoever has no buttons types the same words.
"""

from __future__ import annotations

import datetime as dt

from bot.ledger import ItemFacts
from bot.lines import block, bold, line, link
from bot.model import Alert, Block, Button, Change, ChatAddress, Event, Message
from bot.store import Tx, deliveries
from bot.store.items import StoredItem
from bot.store.reports import StoredReport
from bot.wording import Wording, date
from config.model import Catalog, Source
from config.partial_date import PartialDate
from watchers.model import Report

LONGEST_REASONS = 5


def question_id(report_id: int) -> str:
    """The id of the alert that asks about a report: the subject of what is decided of it."""
    return f"report:{report_id}"


async def ask(
    tx: Tx,
    report_id: int,
    change: Change,
    message: Message,
    editors: ChatAddress,
    now: dt.datetime,
    due: dt.datetime,
) -> int:
    """Write the question and its delivery to the editors' chat; 0 where it was asked before.

    Kept with it is what the report would change, so that other reports of it are not asked.
    """
    asked = question_id(report_id)
    alert = Alert(asked, asked, 1, (change,), now)
    return await deliveries.add(tx, alert, message, [editors], due)


def question(
    kept: StoredReport, read: Report, item: StoredItem, publisher: str, catalog: Catalog
) -> Message:
    """A report as it would be entered, with what may be decided.

    Args:
        read: the report with the fields that an editor has set so far.
    """
    about = f"/review {kept.id}"
    return Message(
        (
            *reading(read, item, publisher, catalog, heading=f"To decide, report {kept.id}: "),
            block(_confidence(kept.report)),
        ),
        more=f"{about} shows it again",
        buttons=(
            (Button("Confirm", f"{about} yes"), Button("Reject", f"{about} no")),
            (Button("Edit", f"{about} edit"), Button("Same as …", f"{about} same")),
        ),
    )


def reading(
    read: Report, item: StoredItem, publisher: str, catalog: Catalog, heading: str = ""
) -> tuple[Block, Block]:
    """What a report says, and where it was read."""
    wording = Wording(catalog)
    event = _as_event(read, item, catalog)
    return (
        block(
            line(heading, bold(f"{wording.host(read.host)}: {wording.happening(event)}")),
            f"Assertion: {read.assertion}; when: {date(event.happened)}",
        ),
        block(
            f"“{item.item.title}”",
            line("Source: ", link(f"{publisher}, {day_of(item)}", item.item.url)),
        ),
    )


def day_of(item: StoredItem) -> PartialDate:
    """The day an item is of: it says so, or that is when it was found."""
    return PartialDate((item.item.published or item.found_at).date())


def facts_of(item: StoredItem, source: Source | None, at: dt.datetime) -> ItemFacts:
    """What the ledger wants to know of an item, when what was read in it is judged later.

    Args:
        source: where it was found; None for one that came from an archive.
    """
    return ItemFacts(
        published=day_of(item),
        fetched_at=at,
        publisher=source.publisher if source else None,
        url=item.item.url or (source.url if source else None),
        title=item.item.title,
        text=item.item.lead,
    )


def _as_event(read: Report, item: StoredItem, catalog: Catalog) -> Event:
    return Event(
        id="",
        dossier=catalog.dossier.id,
        kind=read.kind,
        assertion=read.assertion,
        host=read.host,
        mission=read.mission,
        happened=read.happened or day_of(item),
        known_at=item.found_at,
        announced_by=read.announced_by,
        envoy=read.envoy,
        rank=read.rank,
        rank_flags=read.rank_flags,
    )


def _confidence(report: Report) -> str:
    reasons = "; ".join(report.reasons[:LONGEST_REASONS])
    return f"Confidence {report.confidence:.2f}{': ' if reasons else ''}{reasons}"
