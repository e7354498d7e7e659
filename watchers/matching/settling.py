"""Background that only the whole text shows: what stands beside the story's main event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from config.concepts import Concept
from config.vocabulary import Assertion, Kind
from watchers.matching.background import Recalled
from watchers.matching.reports import Draft


def settle(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Background that only the whole text shows."""
    main = _main_hosts(drafts)
    first = min((d.sentence for d in drafts if d.is_news), default=0)
    is_talk = any(d.sentence == 0 and d.kind is Kind.POSITION for d in drafts)
    accepted = {
        d.host
        for d in drafts
        if d.kind in (Kind.AMBASSADOR_ACCEPTED, Kind.ENVOY_ACCREDITED)
        and d.assertion in (Assertion.CONFIRMED, Assertion.CLAIMED)
        and d.is_news
    }
    meant = {
        d.host
        for d in drafts
        if d.kind in (Kind.AMBASSADOR_ACCEPTED, Kind.ENVOY_ACCREDITED) and d.is_news
    }
    closed = {d.host for d in drafts if d.kind is Kind.MISSION_CLOSED and d.is_news}
    for draft in drafts:
        reason = draft.recalled.reason
        if not reason and draft.is_news:
            if draft.sentence > 1 and is_talk and first > 1:
                reason = "beside a story about talk"
            elif draft.sentence > max(1, first) and main and draft.host not in main:
                reason = "another host than the story's"
            elif draft.kind is Kind.ENVOY_NAMED and draft.host in (
                meant if draft.assertion is Assertion.PLANNED else accepted
            ):
                reason = "the acceptance says more"
            elif draft.host in closed and _is_of_staff(draft):
                reason = "the closing says more"
        if reason == draft.recalled.reason:
            yield draft
        else:
            yield replace(draft, recalled=Recalled(reason, draft.recalled.happened))


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
