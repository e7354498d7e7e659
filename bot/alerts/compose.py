"""What an alert says: a pure function from an act's changes to a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.lines import block, bold, line, link
from bot.model import Alert, Block, Change, ChangeKind, Event, Line, Message, Span
from bot.wording import UNSURE, Wording, cited, date
from config.model import Catalog
from config.vocabulary import Assertion, Evidence, Stance

_SAID_OF = {
    ChangeKind.DENIED: "denied",
    ChangeKind.CORRECTED: "corrected by the editors",
    ChangeKind.RETRACTED: "retracted by the editors",
}
"""Changes that say how firm it is now, whatever the event asserts."""

StanceMove = tuple[Stance, Stance]


def compose(
    alert: Alert, catalog: Catalog, title: str, moves: Mapping[str, StanceMove] | None = None
) -> Message:
    """One message for all that an act changed.

    Args:
        title: the headline it was read from; foreign text, shown as text.
        moves: by host, the stance before and after, where the act moved it.
    """
    wording = Wording(catalog)
    blocks = [_heading(alert.changes, wording)]
    hosts = _hosts(alert.changes)
    blocks += [_told(change, wording, names_host=len(hosts) > 1) for change in alert.changes]
    blocks += _stances(moves or {}, wording)
    blocks.append(_sources(alert.changes, title))
    more = f"/status {wording.host(hosts[0])} shows all" if hosts else "/latest shows all"
    return Message(tuple(blocks), more)


def _heading(changes: Sequence[Change], wording: Wording) -> Block:
    names = ", ".join(wording.host(host) for host in _hosts(changes)) or wording.host(None)
    first = changes[0]
    bare = replace(first.event, mission=None, envoy=None, notes="")
    told = wording.happening(bare, with_assertion=False)
    return block(line(bold(f"{names}: {told}"), Span(f" ({_firmness(first)})")))


def _firmness(change: Change) -> str:
    if change.kind in _SAID_OF:
        return _SAID_OF[change.kind]
    if UNSURE in change.event.notes:
        return UNSURE
    return {
        Assertion.CONFIRMED: "now confirmed" if change.before else "confirmed",
        Assertion.CLAIMED: "claimed",
        Assertion.PLANNED: "planned",
        Assertion.DENIED: "denied",
    }[change.event.assertion]


def _told(change: Change, wording: Wording, *, names_host: bool) -> Block:
    event = change.event
    happening = wording.happening(event)
    rows: list[Line] = [
        line(bold(wording.host(event.host)), f": {happening}") if names_host else line(happening)
    ]
    rows.append(line(f"When: {date(event.happened)}"))
    rows.append(line(f"Evidence: {_evidence(event, wording)}"))
    if change.before is not None:
        rows.append(line(f"Before: {_before(change.before, wording)}"))
    return block(*rows)


def _before(event: Event, wording: Wording) -> str:
    return f"{event.assertion.value}, {_evidence(event, wording)}"


def _evidence(event: Event, wording: Wording) -> str:
    return {
        Evidence.HOST: "the host's own word, or both sides'",
        Evidence.OFFICIAL: "a named official, through the press",
        Evidence.OUTLETS: "two or more independent outlets",
        Evidence.CLAIMANT: f"only the word of {wording.capital}",
        Evidence.SINGLE: "a single outlet",
    }[event.evidence]


def _stances(moves: Mapping[str, StanceMove], wording: Wording) -> list[Block]:
    rows = [
        line(f"{wording.host(host)} now ", bold(wording.stance(after)))
        for host, (before, after) in sorted(moves.items())
        if before is not after
    ]
    return [block(*rows)] if rows else []


def _sources(changes: Sequence[Change], title: str) -> Block:
    rows = [line(f"“{title}”")]
    seen: set[str] = set()
    for change in changes:
        for citation in change.event.citations[-3:]:
            if citation.url not in seen:
                seen.add(citation.url)
                rows.append(line("Source: ", link(cited(citation), citation.url)))
    return block(*rows)


def _hosts(changes: Sequence[Change]) -> list[str]:
    return sorted({c.event.host for c in changes if c.event.host is not None})
