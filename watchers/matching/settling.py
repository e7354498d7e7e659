"""Background that only the whole text shows: what stands beside the story's main event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from config.concepts import Concept
from config.frozen import frozen
from config.vocabulary import Assertion, Kind
from watchers.matching.reports import Draft

_ACCEPTED = (Kind.AMBASSADOR_ACCEPTED, Kind.ENVOY_ACCREDITED)
_DONE = (Assertion.CONFIRMED, Assertion.CLAIMED)
_CHANGED = (Kind.MISSION_CLOSED, Kind.MISSION_HANDED_OVER)
_AT_POST = (*_ACCEPTED, Kind.MISSION_HANDED_OVER, Kind.MISSION_OPENED)
_YIELDS = {
    Kind.ENVOY_NAMED: (
        Kind.ACCREDITATION_REFUSED,
        Kind.RECOGNIZED,
        Kind.MISSION_CLOSED,
        Kind.SERVICES_CHANGED,
    ),
    Kind.MISSION_HANDED_OVER: (Kind.ACCREDITATION_REFUSED, Kind.AMBASSADOR_ACCEPTED),
    Kind.ACCREDITATION_REFUSED: (Kind.ENVOY_DEPARTED,),
    Kind.ENVOY_ACCREDITED: (Kind.AMBASSADOR_ACCEPTED,),
    Kind.MISSION_OPENED: (Kind.RECIPROCAL,),
}
"""What a kind is no news beside, told of the same host no later: a text tells of one act there,
and such a second one only says whom or what it was about."""
_YIELDS_LATER = {
    Kind.ENVOY_DEPARTED: (Kind.ACCREDITATION_REFUSED,),
    Kind.ACCREDITATION_REFUSED: (Kind.MISSION_HANDED_OVER,),
    Kind.AMBASSADOR_ACCEPTED: (Kind.ENVOY_ACCREDITED,),
}
"""Likewise, where the other has been told in an earlier sentence."""

_COMES_WITH = {Kind.MISSION_HANDED_OVER: (Kind.ENVOY_NAMED,)}
"""Likewise of what is only planned."""


@frozen
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
    changed: frozenset[str | None]
    """Hosts whose mission closes or is handed over."""
    told: Mapping[tuple[Kind, str | None], int]
    """The sentence in which a kind is first news of a host, where it is said to be so."""
    still_open: frozenset[str | None]
    """Hosts whose mission, it is said, does not close."""
    denied: Mapping[str | None, tuple[int, Kind]]
    """What is first denied of a host, and where."""

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
            changed=frozenset(d.host for d in news if d.kind in _CHANGED),
            told=_first_told(news),
            still_open=frozenset(
                draft.host
                for draft in news
                if draft.kind is Kind.MISSION_CLOSED and draft.assertion is Assertion.DENIED
            ),
            denied={
                draft.host: (draft.sentence, draft.kind)
                for draft in reversed(news)
                if draft.assertion is Assertion.DENIED
            },
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
        if draft.rule == "arrival" and self._is_at_post(draft):
            return "his taking up the post says more"
        if draft.host in self.changed and _is_of_staff(draft):
            return "what befell the mission says more"
        if _is_coming(draft) and self._is_told(_COMES_WITH, draft, draft.sentence - 1):
            return "the naming says more"
        if self._is_said_by_another(draft):
            return "what was told before says more"
        if draft.kind is Kind.MISSION_OPENED and draft.host in self.still_open:
            return "it stays open"
        if draft.assertion is Assertion.DENIED and self._is_denied_before(draft):
            return "what was denied before says more"
        return ""

    def _is_denied_before(self, draft: Draft) -> bool:
        """Whether an earlier sentence denies something else of the same host."""
        first = self.denied.get(draft.host)
        return first is not None and first[0] < draft.sentence and first[1] is not draft.kind

    def _is_at_post(self, draft: Draft) -> bool:
        """Whether who arrives has been told before to hold a post there."""
        found = (self.told.get((kind, draft.host)) for kind in _AT_POST)
        return any(at is not None and at < draft.sentence for at in found)

    def _is_said_by_another(self, draft: Draft) -> bool:
        """Whether a kind told before, of the same host, leaves this one no news of its own."""
        if draft.is_rank_open and draft.kind in _ACCEPTED:
            return False  # its kind is settled by the rank that the text gives him elsewhere
        own = self.told.get((draft.kind, draft.host), draft.sentence)
        if draft.kind is Kind.MISSION_HANDED_OVER and draft.assertion is Assertion.PLANNED:
            named = self.told.get((Kind.ENVOY_NAMED, draft.host))
            if named is not None and named < own:
                return True  # named to take charge: what he is to do
        return self._is_told(_YIELDS, draft, own) or self._is_told(_YIELDS_LATER, draft, own - 1)

    def _is_told(self, table: Mapping[Kind, tuple[Kind, ...]], draft: Draft, last: int) -> bool:
        """Whether one of the kinds that a draft yields to is told up to a sentence."""
        kinds = table.get(draft.kind)
        if not kinds:
            return False
        found = (self.told.get((kind, draft.host)) for kind in kinds)
        return any(at is not None and at <= last for at in found)


def settle(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Background that only the whole text shows."""
    story = _Story.of(drafts)
    for draft in drafts:
        reason = story.reason_against(draft) if draft.is_news else ""
        if reason:
            yield replace(draft, recalled=replace(draft.recalled, reason=reason))
        else:
            yield draft


def _first_told(news: Sequence[Draft]) -> dict[tuple[Kind, str | None], int]:
    told: dict[tuple[Kind, str | None], int] = {}
    for draft in news:
        if draft.assertion is not Assertion.DENIED and not (
            draft.is_rank_open and draft.kind in _ACCEPTED
        ):
            told.setdefault((draft.kind, draft.host), draft.sentence)
    return told


def _is_coming(draft: Draft) -> bool:
    """Who is to take charge: part of his naming where he has been named."""
    is_charge = any(
        span.concept in (Concept.TAKE_CHARGE, Concept.TAKE_OVER) for span in draft.evidence
    )
    return is_charge and draft.assertion is Assertion.PLANNED


def _is_of_staff(draft: Draft) -> bool:
    """Nameless staff leave: part of a closing or handover where there is one."""
    is_departure = draft.kind is Kind.ENVOY_DEPARTED
    return is_departure and any(span.concept == Concept.STAFF for span in draft.evidence)


def _main_hosts(drafts: Sequence[Draft]) -> frozenset[str | None]:
    news = [draft for draft in drafts if draft.is_news]
    if not news:
        return frozenset()
    first = min(draft.sentence for draft in news)
    return frozenset(draft.host for draft in news if draft.sentence <= max(1, first))
