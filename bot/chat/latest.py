"""What `/latest` says: the newest events, each with its source. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.ledger import is_overdue
from bot.lines import block, bold, line, link, said
from bot.model import Block, Event, Message
from bot.wording import Wording, cited, date
from config.model import Catalog

DEFAULT_COUNT = 5
MOST = 20


class LatestReplies:
    """Composes the answers to `/latest`."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = Wording(catalog)

    def events(self, events: Iterable[Event], today: dt.date) -> Message:
        """One block an event, newest first."""
        blocks = tuple(self.event(event, today) for event in events)
        if not blocks:
            return said("The ledger holds no events yet.")
        return Message(blocks, more="/latest and a smaller number shows fewer")

    def event(self, event: Event, today: dt.date) -> Block:
        """One event with its day, host and a source; of a plan, that its day has passed."""
        what = self._words.happening(event)
        rows = [line(bold(f"{date(event.happened)} {self._words.host(event.host)}"), f": {what}")]
        if is_overdue(event, today):
            rows.append(line("Its day passed unconfirmed."))
        if event.citations:
            first = event.citations[0]
            rows.append(line("Source: ", link(cited(first), first.url)))
        return block(*rows)
