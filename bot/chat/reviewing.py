"""`/review` and `/misses`: what was read unsurely, decided by buttons or by typing.

/review 17                      the report, with the choices under it
/review 17 yes|no               confirm it as it is; reject it
/review 17 edit kind=… date=…   a draft with other fields; `save` instead confirms it so
/review 17 kind|host|…          the values that the draft may take, as buttons, in pages
/review 17 same [CODE]          the nearby events, or: it is about that one
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.alerts.asking import day_of, question, reading
from bot.alerts.settled import Settled, decided
from bot.chat.choices import Choices
from bot.chat.draft import Drafts, Written, code_of, read_words
from bot.ledger.decide import decided_report
from bot.ledger.errors import DecisionError
from bot.lines import block, bold, line, said
from bot.model import Block, Button, Correction, Decision, Event, Message, Verdict
from bot.review import Asked, Review
from bot.wording import Wording, date
from config.model import Catalog
from watchers.model import Report

MISSES = 8
"""Near misses a page."""
NEARBY = 8
"""Events offered as the same."""


class Reviewing:
    """Answers for the editors' chat."""

    def __init__(self, review: Review, catalog: Catalog, drafts: Drafts) -> None:
        self._review = review
        self._catalog = catalog
        self._drafts = drafts
        self._words = Wording(catalog)
        self._choices = Choices(catalog, drafts)

    async def answer(self, rest: str, by: str) -> Message:
        """What `/review` answers. Raises DecisionError."""
        written = read_words(rest)
        if not written.words or not written.words[0].isdecimal():
            raise DecisionError("say which report: /review 17; /misses lists those to decide")
        asked = await self._review.asked(int(written.words[0]))
        step = written.words[1].lower() if len(written.words) > 1 else ""
        if asked.decision is not None:
            settled = Settled(asked.decision, is_first=False)
            return decided(asked.kept, asked.item, asked.publisher, settled, self._catalog)
        people = await self._people(asked, step, written.fields)
        fields = self._drafts.read(written.fields, people)
        if fields.control is not None or fields.stance is not None:
            raise DecisionError("control and stance are an event's: /correct that, once entered")
        match step:
            case "":
                return self._question(asked)
            case "yes":
                return await self._settle(asked, Verdict.CONFIRM, fields, by)
            case "save":
                return await self._settle(asked, Verdict.CORRECT, fields, by)
            case "no":
                return await self._settle(asked, Verdict.REJECT, Correction(), by)
            case "same":
                return await self._same(asked, written, by)
            case "edit":
                if fields.envoy is not None and fields.envoy not in people:
                    await self._review.keep_name(asked.kept.id, fields.envoy)
                return self._draft(asked, fields)
            case _:
                page = int(written.words[2]) if _is_number(written.words[2:]) else 0
                read = self._read(asked, fields)
                return self._choices.of(asked, step, fields, page, read, people)

    async def _people(self, asked: Asked, step: str, fields: Mapping[str, str]) -> Sequence[str]:
        """Whom a draft may name, where it names somebody or is about to."""
        if "envoy" not in fields and step not in {"e", "envoy"}:
            return ()
        others = {name: value for name, value in fields.items() if name != "envoy"}
        host = self._drafts.read(others).host or asked.kept.report.host
        return await self._review.people(asked.kept, host)

    async def misses(self, rest: str) -> Message:
        """What `/misses [before]` answers: near misses and their reasons. Raises DecisionError."""
        before = int(rest) if rest.isdecimal() else None
        if rest and before is None:
            raise DecisionError("/misses takes no word but the number of a report, to page on")
        found = await self._review.misses(MISSES + 1, before)
        if not found:
            return said("No further near misses." if before else "There is no near miss.")
        shown = found[:MISSES]
        choose = [Button(str(each.kept.id), f"/review {each.kept.id}", False) for each in shown]
        rows = [tuple(choose[at : at + 4]) for at in range(0, len(choose), 4)]
        if len(found) > MISSES:
            rows.append((Button("Older", f"/misses {shown[-1].kept.id}"),))
        blocks = [
            block(line(bold("Near misses")), "A number opens a report, to be decided."),
            *(self._miss(each) for each in shown),
        ]
        return Message(tuple(blocks), "/misses and the last number shows older ones", tuple(rows))

    def _miss(self, asked: Asked) -> Block:
        report = asked.kept.report
        told, source = reading(
            report, asked.item, asked.publisher, self._catalog, f"{asked.kept.id}: "
        )
        reasons = "; ".join(report.reasons) or "no reasons kept"
        return Block((*told.lines, *source.lines, line(f"{report.confidence:.2f}: {reasons}")))

    def _question(self, asked: Asked) -> Message:
        return question(asked.kept, asked.kept.report, asked.item, asked.publisher, self._catalog)

    def _read(self, asked: Asked, fields: Correction) -> Report:
        draft = Decision(Verdict.CORRECT, "", self._review.now(), fields=fields)
        read = decided_report(asked.kept.report, draft)
        assert read is not None  # only a rejected one is none
        return read

    def _draft(self, asked: Asked, fields: Correction) -> Message:
        """The report with the fields set so far, and what else may be set."""
        number, written = asked.kept.id, self._drafts.write(fields)

        def go(step: str) -> str:
            return f"/review {number} {step} {written}".strip()

        read = self._read(asked, fields)
        heading = f"Draft, report {number}: "
        typed = f"Or type: {self._drafts.typed(number, fields)} date=2026-07"
        return Message(
            (*reading(read, asked.item, asked.publisher, self._catalog, heading), block(typed)),
            more=f"/review {number} shows it again",
            buttons=(
                tuple(Button(each.capitalize(), go(each[0])) for each in ("kind", "host")),
                tuple(Button(each.capitalize(), go(each[0])) for each in ("mission", "date")),
                tuple(Button(each.capitalize(), go(each[0])) for each in ("rank", "assertion")),
                (Button("Envoy", go("e")),),
                (Button("Save", go("save")), Button("Back", f"/review {number}")),
            ),
        )

    async def _settle(
        self, asked: Asked, verdict: Verdict, fields: Correction, by: str
    ) -> Message:
        is_edited = fields != Correction()
        decision = Decision(
            Verdict.CORRECT if verdict is Verdict.CONFIRM and is_edited else verdict,
            by,
            self._review.now(),
            report=asked.kept.id,
            fields=fields,
        )
        return await self._decide(asked, decision)

    async def _same(self, asked: Asked, written: Written, by: str) -> Message:
        near = self._nearby(asked, await self._review.events_of(asked.kept.report.host))
        if len(written.words) < 3:
            return self._offer(asked, near[:NEARBY])
        same = self._drafts.event(near, written.words[2])
        decision = Decision(
            Verdict.SAME_AS, by, self._review.now(), report=asked.kept.id, same_as=same.id
        )
        return await self._decide(asked, decision)

    async def _decide(self, asked: Asked, decision: Decision) -> Message:
        settled = await self._review.decide(decision)
        return decided(asked.kept, asked.item, asked.publisher, settled, self._catalog)

    def _nearby(self, asked: Asked, events: Sequence[Event]) -> list[Event]:
        """The host's events, those of the report's kind first, then by how close they are."""
        report = asked.kept.report
        day = report.happened or day_of(asked.item)
        return sorted(
            events,
            key=lambda each: (each.kind is not report.kind, day.gap_days(each.happened), each.id),
        )

    def _offer(self, asked: Asked, near: Sequence[Event]) -> Message:
        number = asked.kept.id
        told, source = reading(
            asked.kept.report, asked.item, asked.publisher, self._catalog, "The same as? "
        )
        rows = [
            (Button(self._label(each), f"/review {number} same {code_of(each.id)}"),)
            for each in near
        ]
        none = [] if near else [block("The ledger holds no event of this host.")]
        back = (Button("Back", f"/review {number}"),)
        return Message((told, source, *none), buttons=(*rows, back))

    def _label(self, event: Event) -> str:
        return f"{date(event.happened)}: {self._words.happening(replace(event, notes=''))}"


def _is_number(words: Sequence[str]) -> bool:
    return bool(words) and words[0].isdecimal()
