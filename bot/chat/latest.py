"""What `/latest` says: the newest events, each with its source. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bot.chat.paging import Entry, Turned, key_of, paged
from bot.lines import block, bold, line, link, said
from bot.model import Block, Event, Message
from bot.wording import Wording, cited, date
from config.model import Catalog

DEFAULT_COUNT = 5
MOST = 20
"""In one message; more come in pages."""


class LatestReplies:
    """Composes the answers to `/latest`."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = Wording(catalog)

    def events(self, events: Iterable[Event], overdue: Collection[str]) -> Message:
        """One block an event, newest first; `overdue` are the ids of plans that are."""
        blocks = tuple(self.event(event, overdue) for event in events)
        if not blocks:
            return said("The ledger holds no events yet.")
        return Message(blocks, more="/latest and a smaller number shows fewer")

    def pages(
        self, events: Sequence[Event], overdue: Collection[str], turned: Turned, words: str
    ) -> Message:
        """One page of many; `words` after `/latest` ask for them again."""
        entries = [Entry(key_of(event.id), self.event(event, overdue)) for event in events]
        title = f"The newest {len(events)} events"
        return paged(title, entries, turned, f"latest {words}")

    def event(self, event: Event, overdue: Collection[str]) -> Block:
        """One event with its day, host and a source; of a plan, that its day has passed."""
        what = self._words.happening(event)
        rows = [line(bold(f"{date(event.happened)} {self._words.host(event.host)}"), f": {what}")]
        if event.id in overdue:
            rows.append(line("Its day passed unconfirmed."))
        if event.citations:
            first = event.citations[0]
            rows.append(line("Source: ", link(cited(first), first.url)))
        return block(*rows)
