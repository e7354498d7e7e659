"""The values that a field of a draft may take, as pages of buttons. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.alerts.asking import day_of, reading
from bot.chat.draft import ASSERTIONS, KINDS, RANKS, Drafts
from bot.ledger.errors import DecisionError
from bot.lines import block
from bot.model import Button, Correction, Message
from bot.review import Asked
from bot.wording import MISSION_KINDS, Wording
from bot.wording import RANKS as RANK_WORDS
from config.model import Catalog
from config.partial_date import PartialDate
from watchers.model import Report

PAGE = 12
"""Values a page, three a row."""
IN_ROW = 3
_FIELDS = ("kind", "host", "mission", "date", "rank", "assertion", "envoy")
_STEPS = {each[0]: each for each in _FIELDS}

Choice = tuple[str, Correction]
"""The words on a button, and the draft that it leads to."""


class Choices:
    """Offers values by the catalogue."""

    def __init__(self, catalog: Catalog, drafts: Drafts) -> None:
        self._catalog = catalog
        self._drafts = drafts
        self._words = Wording(catalog)

    def of(
        self,
        asked: Asked,
        step: str,
        fields: Correction,
        page: int,
        read: Report,
        people: Sequence[str] = (),
    ) -> Message:
        """The page of values for a field, by its name or first letter. Raises DecisionError.

        Args:
            read: the report with the fields set so far.
            people: the envoys to offer, as ids or as written, likeliest first.
        """
        field = _STEPS.get(step[:1], "")
        if step not in {field, field[:1]} or not field:
            known = "yes, no, edit, save, same"
            raise DecisionError(f"“{step}” is nothing to do with a report: {known}")
        number = asked.kept.id
        choices = self._choices(field, asked, fields, page, read, people)
        is_dated = field == "date"
        shown = choices if is_dated else choices[page * PAGE : (page + 1) * PAGE]
        buttons = [
            Button(label, f"/review {number} edit {self._drafts.write(made)}".strip())
            for label, made in shown
        ]
        rows = [tuple(buttons[at : at + IN_ROW]) for at in range(0, len(buttons), IN_ROW)]
        has_more = is_dated or len(choices) > (page + 1) * PAGE
        rows.append(self._turning(number, field, fields, page, has_more))
        heading = f"{field.capitalize()} of report {number}? "
        none = [] if choices else [block(f"There is no {field} to choose here.")]
        if field == "envoy":
            none.append(block(f"Or type: {self._drafts.typed(number, fields)}"))
        told = reading(read, asked.item, asked.publisher, self._catalog, heading)
        return Message((*told, *none), buttons=tuple(rows))

    def _turning(
        self, number: int, field: str, fields: Correction, page: int, has_more: bool
    ) -> tuple[Button, ...]:
        written = self._drafts.write(fields)

        def go(step: str) -> str:
            return f"/review {number} {step} {written}".strip()

        back = [Button("‹", go(f"{field[0]} {page - 1}"))] if page else []
        on = [Button("›", go(f"{field[0]} {page + 1}"))] if has_more else []
        return (*back, Button("Back", go("edit")), *on)

    def _choices(
        self,
        field: str,
        asked: Asked,
        fields: Correction,
        page: int,
        read: Report,
        people: Sequence[str],
    ) -> Sequence[Choice]:
        match field:
            case "kind":
                return [(_words(kind), replace(fields, kind=kind)) for kind in KINDS]
            case "host":
                return self._hosts(fields)
            case "mission":
                return self._missions(fields, read)
            case "date":
                return _days(fields, asked, page)
            case "rank":
                return [(RANK_WORDS[rank], replace(fields, rank=rank)) for rank in RANKS]
            case "envoy":
                name = self._words.person
                return [(name(each), replace(fields, envoy=each)) for each in people]
            case _:
                return [(each.value, replace(fields, assertion=each)) for each in ASSERTIONS]

    def _hosts(self, fields: Correction) -> Sequence[Choice]:
        """Those with a mission, then all others, by name; another host leaves the mission."""
        having = {mission.host for mission in self._catalog.missions.values()}
        codes = {*having, *self._catalog.countries} - {self._catalog.dossier.country}
        ordered = sorted(codes, key=lambda code: (code not in having, self._words.host(code)))
        return [
            (self._words.host(code), replace(fields, host=code, mission=None)) for code in ordered
        ]

    def _missions(self, fields: Correction, read: Report) -> Sequence[Choice]:
        return [
            (
                f"{mission.city} {MISSION_KINDS[mission.kind]}",
                replace(fields, host=mission.host, mission=mission.id),
            )
            for mission in (self._catalog.missions_of(read.host) if read.host else ())
        ]


def _days(fields: Correction, asked: Asked, page: int) -> Sequence[Choice]:
    """Days back from the item's own."""
    last = day_of(asked.item).day - dt.timedelta(days=page * PAGE)
    days = [PartialDate(last - dt.timedelta(days=back)) for back in range(PAGE)]
    return [(str(day), replace(fields, happened=day)) for day in days]


def _words(kind: str) -> str:
    return kind.replace("_", " ")
