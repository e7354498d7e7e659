"""What `/latest` says: the newest events, each with its source. Pure."""

from __future__ import annotations

from collections.abc import Iterable

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

    def events(self, events: Iterable[Event]) -> Message:
        """One block an event, newest first."""
        blocks = tuple(map(self.event, events))
        if not blocks:
            return said("The ledger holds no events yet.")
        return Message(blocks, more="/latest and a smaller number shows fewer")

    def event(self, event: Event) -> Block:
        """One event, with its day, its host and a source."""
        what = self._words.happening(event)
        rows = [line(bold(f"{date(event.happened)} {self._words.host(event.host)}"), f": {what}")]
        if event.citations:
            first = event.citations[0]
            rows.append(line("Source: ", link(cited(first), first.url)))
        return block(*rows)
