"""Background that only the whole text shows: what stands beside the story's main event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from config.concepts import Concept
from config.vocabulary import Assertion, Kind
from watchers.matching.reports import Draft

_ACCEPTED = (Kind.AMBASSADOR_ACCEPTED, Kind.ENVOY_ACCREDITED)
_DONE = (Assertion.CONFIRMED, Assertion.CLAIMED)


@dataclass(frozen=True, slots=True)
class _Story:
    """What the drafts of a text say together."""

    main: frozenset[str | None]
    """Hosts of its main events."""
    first: int
    """The sentence of its first news."""
    is_talk: bool
    """The title is about a position."""
    is_history: bool
    """All that the title tells lies in the past."""
    accepted: frozenset[str | None]
    meant: frozenset[str | None]
    """Hosts that accept an envoy, planned or done."""
    closed: frozenset[str | None]

    @classmethod
    def of(cls, drafts: Sequence[Draft]) -> _Story:
        news = [draft for draft in drafts if draft.is_news]
        titled = [draft for draft in drafts if draft.sentence == 0]
        meant = [draft for draft in news if draft.kind in _ACCEPTED]
        return cls(
            main=_main_hosts(drafts),
            first=min((draft.sentence for draft in news), default=0),
            is_talk=any(draft.kind is Kind.POSITION for draft in titled),
            is_history=bool(titled) and all(draft.recalled.is_past for draft in titled),
            accepted=frozenset(draft.host for draft in meant if draft.assertion in _DONE),
            meant=frozenset(draft.host for draft in meant),
            closed=frozenset(d.host for d in news if d.kind is Kind.MISSION_CLOSED),
        )

    def reason_against(self, draft: Draft) -> str:
        """Why a draft that looks like news is background here, or an empty string."""
        if self.is_history:
            return "beside a story of the past"
        if draft.sentence > 1 and self.is_talk and self.first > 1:
            return "beside a story about talk"
        if draft.sentence > max(1, self.first) and self.main and draft.host not in self.main:
            return "another host than the story's"
        accepted = self.meant if draft.assertion is Assertion.PLANNED else self.accepted
        if draft.kind is Kind.ENVOY_NAMED and draft.host in accepted:
            return "the acceptance says more"
        if draft.host in self.closed and _is_of_staff(draft):
            return "the closing says more"
        return ""


def settle(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Background that only the whole text shows."""
    story = _Story.of(drafts)
    for draft in drafts:
        reason = story.reason_against(draft) if draft.is_news else ""
        if reason:
            yield replace(draft, recalled=replace(draft.recalled, reason=reason))
        else:
            yield draft


def _is_of_staff(draft: Draft) -> bool:
    """Nameless staff leave: part of a closing where there is one."""
    is_departure = draft.kind is Kind.ENVOY_DEPARTED
    return is_departure and any(span.concept == Concept.STAFF for span in draft.evidence)


def _main_hosts(drafts: Sequence[Draft]) -> frozenset[str | None]:
    news = [draft for draft in drafts if draft.is_news]
    if not news:
        return frozenset()
    first = min(draft.sentence for draft in news)
    return frozenset(draft.host for draft in news if draft.sentence <= max(1, first))
