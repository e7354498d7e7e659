"""How an explanation looks in a terminal. Foreign text is shown as text, never as markup."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from watchers.matching.explain import ClauseView, Explanation
from watchers.model import Report


def explained(explanation: Explanation) -> Iterator[Text]:
    """The clauses with their concepts, then the reports with their reasons."""
    if not explanation.touches:
        yield Text("Does not touch the dossier.", style="dim")
    for clause in explanation.clauses:
        yield from _clause(clause)
    if not explanation.reports:
        yield Text("No report.", style="bold")
    for report in explanation.reports:
        yield from _report(report)


def _clause(clause: ClauseView) -> Iterator[Text]:
    line = Text("› ", style="dim")
    line.append(clause.text.strip())
    yield line
    if clause.concepts:
        tags = Text("    ")
        for span in clause.concepts:
            tags.append(span.text, style="cyan")
            tags.append(f"={span.concept}  ", style="dim")
        yield tags
    for frame, roles in zip(clause.frames, clause.roles, strict=True):
        yield Text(f"    frame: {frame}", style="magenta")
        yield Text(f"    roles: {roles}", style="blue")
    for note in clause.notes:
        yield Text(f"    note: {note}", style="dim")


def _report(report: Report) -> Iterator[Text]:
    verdict = "ALERT" if report.alert else "background" if report.background else "no alert"
    head = Text(f"{verdict}  ", style="bold green" if report.alert else "bold yellow")
    head.append(f"{report.kind} · {report.assertion} · {report.host or 'no host'}", style="bold")
    head.append(f"  confidence {report.confidence:.2f}", style="dim")
    yield head
    facts = {
        "mission": report.mission,
        "envoy": report.envoy,
        "rank": report.rank,
        "announced by": report.announced_by,
        "happened": report.happened,
        "act": report.act,
    }
    yield Text("    " + ", ".join(f"{k}: {v}" for k, v in facts.items() if v is not None))
    words = " · ".join(f"{span.text} [{span.concept}]" for span in report.evidence)
    yield Text(f"    rests on: {words}")
    for reason in report.reasons:
        yield Text(f"    - {reason}", style="dim")
