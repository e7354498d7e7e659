"""`/add`, `/correct` and `/retract`: what editors enter by hand, each with a source.

/add envoy_accredited oslo 2026-07-20 https://… rank=charge envoy="Gul Agha"
/correct 1a2b3c4d rank=charge https://…
/retract 1a2b3c4d https://… why
/correct norway                          its events, with the codes to name them by
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.alerts.settled import amended
from bot.chat.days import day_words
from bot.chat.draft import KINDS, Drafts, Written, code_of, is_day, kind_of, read_words
from bot.chat.plain import safe_href
from bot.ledger.decide import added
from bot.ledger.errors import DecisionError
from bot.ledger.queries import history_of
from bot.lines import block, bold, line, said
from bot.model import Correction, Decision, Event, Message, Verdict
from bot.review import Review
from bot.wording import Wording, date
from config.model import Catalog

LISTED = 15
"""Events of a place that are listed with their codes."""

_ANOTHER = "another"
"""What lets an event stand beside one that looks the same."""

_EXAMPLES = {
    "add": "/add envoy_accredited oslo 2026-07-20 https://www.example.org/news rank=charge",
    "correct": "/correct 1a2b3c4d rank=charge https://www.example.org/news",
    "retract": "/retract 1a2b3c4d https://www.example.org/news it was another country",
}


class Amending:
    """Answers for the editors' chat."""

    def __init__(self, review: Review, catalog: Catalog, drafts: Drafts) -> None:
        self._review = review
        self._catalog = catalog
        self._drafts = drafts
        self._words = Wording(catalog)

    async def add(self, rest: str, by: str) -> Message:
        """What `/add` answers. Raises DecisionError."""
        written = read_words(rest)
        decision = Decision(
            Verdict.ADD,
            by,
            self._review.now(),
            revision=0,
            fields=self._new(written),
            source_url=_source(written, "add"),
        )
        # Its id is made of what it says: two editors who add the same add it once.
        decision = replace(decision, event=added(decision, self._catalog.dossier.id).event.id)
        settled = await self._review.add(decision, is_another=_ANOTHER in written.words)
        return amended(settled, self._catalog)

    def _new(self, written: Written) -> Correction:
        """What an added event is: its kind, place and day stand as words, the rest as fields."""
        words = day_words(" ".join(written.words))
        kind = next((found for word in words if (found := kind_of(word))), None)
        if kind is None:
            raise DecisionError(
                f"say what happened, as one of {', '.join(KINDS)}: {_EXAMPLES['add']}"
            )
        others = [word for word in words if kind_of(word) is not kind and word != _ANOTHER]
        days = [word for word in others if is_day(word)]
        place = " ".join(word for word in others if not is_day(word))
        if not days or not place:
            raise DecisionError(f"say where and when: {_EXAMPLES['add']}")
        where = self._drafts.place(place)
        more = self._drafts.read({"date": days[0], **written.fields})
        return replace(more, kind=kind, host=where.host, mission=more.mission or where.mission)

    async def correct(self, rest: str, by: str) -> Message:
        """What `/correct` answers. Raises DecisionError."""
        return await self._amend("correct", rest, by)

    async def retract(self, rest: str, by: str) -> Message:
        """What `/retract` answers. Raises DecisionError."""
        return await self._amend("retract", rest, by)

    async def _amend(self, command: str, rest: str, by: str) -> Message:
        written = read_words(rest)
        if not written.words:
            raise DecisionError(f"say which event: {_EXAMPLES[command]}")
        known = await self._review.events_of(None)
        if not written.fields and not written.urls and _names_a_place(known, written):
            return self._list(self._drafts.place(" ".join(written.words)), known, command)
        event = self._drafts.event(known, written.words[0])
        source = _source(written, command)
        fields = self._drafts.read(written.fields)
        if command == "correct" and fields == Correction():
            raise DecisionError(f"say which field is to be what: {_EXAMPLES['correct']}")
        if command == "retract" and written.fields:
            raise DecisionError("a retraction sets no field; /correct does")
        decision = Decision(
            Verdict.CORRECT if command == "correct" else Verdict.RETRACT,
            by,
            self._review.now(),
            event=event.id,
            revision=event.revision,
            fields=fields,
            source_url=source,
            note=" ".join(written.words[1:]),
        )
        settled = await self._review.amend(decision)
        return amended(settled, self._catalog)

    def _list(self, where: Correction, known: Sequence[Event], command: str) -> Message:
        newest = history_of(known, where.host)[:LISTED]
        host = self._words.host(where.host)
        if not newest:
            return said(f"The ledger holds no event of {host}.")
        rows = [
            line(
                bold(code_of(event.id)),
                f"  {date(event.happened)}: {self._words.happening(event)}",
            )
            for event in newest
        ]
        return Message((block(line(bold(f"Events of {host}")), *rows), block(_EXAMPLES[command])))


def _names_a_place(known: Sequence[Event], written: Written) -> bool:
    """Whether the words name a place whose events are asked for, and no event."""
    return not any(written.words[0] in {event.id, code_of(event.id)} for event in known)


def _source(written: Written, command: str) -> str:
    """The address that bears it out. Raises DecisionError with an example."""
    source = safe_href(written.source_url)
    if source is None:
        raise DecisionError(
            "a source is required, the http or https address of a page that says so: "
            + _EXAMPLES[command]
        )
    return source
