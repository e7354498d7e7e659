"""The door to matching: a catalogue and some languages in, reports out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from config.lexicon import DOSSIER_DIR, Lexicon, load_dossier_lexicon, load_lexicon
from config.model import Catalog
from config.vocabulary import Assertion, Kind
from watchers.matching import masks as m
from watchers.matching.assertion import Speaker, speaker
from watchers.matching.background import Dates, Recalled, recalled
from watchers.matching.clauses import Cutter, Sentence
from watchers.matching.confidence import confidence
from watchers.matching.explain import ClauseView, Explanation
from watchers.matching.fold import fold
from watchers.matching.frames import Frame
from watchers.matching.gazetteer import meanings
from watchers.matching.grammar import frames
from watchers.matching.names import EnvoyNames, Posts, mission_bits
from watchers.matching.reading import Reading, read
from watchers.matching.reports import (
    Draft,
    announcer_of,
    assertion_of,
    evidence,
    flags_of,
    merge,
)
from watchers.matching.roles import Direction, Host, Memory
from watchers.matching.tags import Folded, Tag, Tagger, concept_of
from watchers.model import Report, Span, Text

_CLAIMANT_ROLE = "claimant"
_HOST_ROLE = "host"
_NAME_PART = re.compile(r"[\w'-]+$")
_SPOKESMAN = re.compile(r"\s*,?\s*((?:[^\W\d_a-z][\w'’.-]+\s?){1,4})")


@dataclass(frozen=True, slots=True)
class _Read:
    """A text after tagging, cutting and the grammar."""

    folded: Folded
    sentences: tuple[Sentence, ...]
    readings: tuple[Reading, ...]
    found: tuple[tuple[Frame, ...], ...]
    drafts: tuple[Draft, ...]


class Matcher:
    """Reads texts against one dossier. Immutable after `build`; safe to share and to pickle."""

    def __init__(self, catalog: Catalog, lexicons: Sequence[Lexicon]) -> None:
        self._tagger = Tagger(
            meanings(catalog, lexicons), lexicons, m.OWNERS | m.CAPITAL | m.ENVOY_NAME
        )
        self._cutter = Cutter(lexicons)
        self._dates = Dates.build(lexicons)
        self._posts = Posts.build(catalog)
        self._names = EnvoyNames({e.id: e.role for e in catalog.envoys.values()})
        self._titles = frozenset(fold(word) for lex in lexicons for word in lex.titles)
        self._starts = catalog.dossier.starts
        self._claimants = frozenset(
            envoy.id for envoy in catalog.envoys.values() if envoy.role == _CLAIMANT_ROLE
        )
        self._host_envoys = {
            envoy.id: envoy.hosts for envoy in catalog.envoys.values() if envoy.role == _HOST_ROLE
        }
        self._envoy_hosts = {
            envoy.id: envoy.hosts
            for envoy in catalog.envoys.values()
            if envoy.role == _CLAIMANT_ROLE
        }

    @classmethod
    def build(cls, catalog: Catalog, langs: Sequence[str] = ("en",)) -> Matcher:
        """A matcher over the catalogue's missions, envoys and countries in some languages.

        Raises `config.lexicon.LexiconError` where a lexicon is missing or wrong.
        """
        dossier = catalog.dossier.id
        general = [load_lexicon(lang) for lang in langs]
        own = [
            load_dossier_lexicon(dossier, lang)
            for lang in langs
            if (DOSSIER_DIR / dossier / "lexicon" / f"{lang}.yaml").exists()
        ]
        return cls(catalog, [*general, *own])

    def match(self, text: Text) -> tuple[Report, ...]:
        """What the text says happened; empty when nothing."""
        full = _full(text)
        if not self._tagger.touches(full):
            return ()
        return merge(self._read(text, full).drafts)

    def touches(self, title: str, lead: str) -> bool:
        """Whether title or lead concerns the dossier at all. Cheap."""
        return self._tagger.touches(f"{title}\n{lead}")

    def explain(self, text: Text) -> Explanation:
        """The same reading as `match`, with all that it rests on."""
        full = _full(text)
        done = self._read(text, full)
        views = tuple(_views(done))
        return Explanation(full, self._tagger.touches(full), views, merge(done.drafts))

    def _read(self, text: Text, full: str) -> _Read:
        folded, tags = self._tagger.tag(full)
        title_end = len(fold(text.title))
        tags = _with_surnames(folded, tags)
        sentences = self._cutter.cut(folded, title_end, tags)
        memory = self._memory(text, sentences)
        readings: list[Reading] = []
        found: list[tuple[Frame, ...]] = []
        drafts: list[Draft] = []
        for sentence in sentences:
            reading = read(sentence, folded.folded)
            _listen(reading, folded, memory)
            seen = frames(reading, memory)
            readings.append(reading)
            found.append(seen)
            for frame in seen:
                drafts.extend(self._drafts(text, folded, reading, frame, memory))
                _remember(frame, memory)
        settled = tuple(self._settle(text, drafts))
        return _Read(folded, sentences, tuple(readings), tuple(found), settled)

    def _memory(self, text: Text, sentences: Sequence[Sentence]) -> Memory:
        first = [tag for sentence in sentences[:2] for tag in sentence.tags]
        bits = 0
        for tag in first:
            bits |= tag.bits
        named = any(tag.value in self._claimants for tag in first if tag.bits & m.ENVOY_NAME)
        title = [tag.value for tag in sentences[0].tags if tag.bits & m.PLACE]
        lead = [tag.value for tag in first if tag.bits & m.PLACE]
        return Memory(
            is_about_sender=named or bool(bits & (m.OWNERS | m.CAPITAL)),
            topic=title or lead,
            publisher_host=text.publisher_host,
            envoy_hosts=self._envoy_hosts,
            claimants=self._claimants,
            host_envoys=self._host_envoys,
            is_host_silent=any(
                tag.bits & m.NO_COMMENT for sentence in sentences for tag in sentence.tags
            ),
        )

    def _drafts(
        self, text: Text, folded: Folded, reading: Reading, frame: Frame, memory: Memory
    ) -> Iterator[Draft]:
        sentence = reading.sentence.index
        who = _voice(text, reading, frame, memory)
        back = recalled(reading, frame, folded, self._dates, text.published)
        sure = confidence(frame, sentence)
        envoy = self._names.find(reading, frame, folded, self._titles)
        shared: dict[str, str | None] = {}
        for host in frame.hosts or (None,):
            code = host.code if host else None
            yield Draft(
                kind=frame.kind,
                host=_seat_of(frame, reading, code),
                assertion=assertion_of(frame, who, is_silent=memory.is_host_silent),
                mood=frame.mood,
                sentence=sentence,
                act=f"{text.id}#{sentence}.{frame.clause.start}",
                announced_by=announcer_of(reading, frame, who),
                confidence=sure,
                recalled=back,
                mission=self._mission(reading, frame, host, shared),
                envoy=envoy if frame.kind is not Kind.POSITION else None,
                rank=frame.rank,
                rank_flags=flags_of(reading, frame),
                is_rank_open=frame.is_rank_open,
                evidence=evidence(reading, frame, host, folded),
            )

    def _mission(
        self, reading: Reading, frame: Frame, host: Host | None, shared: dict[str, str | None]
    ) -> str | None:
        if host is None or frame.kind in (Kind.RECIPROCAL, Kind.POSITION, Kind.RECOGNIZED):
            return None
        place = ""
        bits = mission_bits(frame)
        if host.tag is not None:
            tag = reading.tags[host.tag]
            place = reading.text[tag.start : tag.end]
            own = [p for p in frame.objects if host.tag in p.places]
            bits = own[0].tag.bits if own else bits
        code = _seat_of(frame, reading, host.code) or host.code
        found = self._posts.find(code, place, bits, frame.rank)
        if found is None and host.tag is not None:
            found = shared.get(code)
        shared[code] = found
        return found

    def _settle(self, text: Text, drafts: Sequence[Draft]) -> Iterator[Draft]:
        """Background that only the whole text shows."""
        if text.published is not None and text.published.latest < self._starts:
            return
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
        for draft in drafts:
            reason = draft.recalled.reason
            if not reason and draft.is_news:
                if draft.sentence > 1 and is_talk and first > 1:
                    reason = "beside a story about talk"
                elif draft.sentence > max(1, first) and main and draft.host not in main:
                    reason = "another host than the story's"
                elif draft.kind is Kind.ENVOY_NAMED and draft.host in accepted:
                    reason = "the acceptance says more"
            if reason == draft.recalled.reason:
                yield draft
            else:
                yield replace(draft, recalled=Recalled(reason, draft.recalled.happened))


def _full(text: Text) -> str:
    return f"{text.title}\n{text.body}"


def _main_hosts(drafts: Sequence[Draft]) -> frozenset[str | None]:
    news = [draft for draft in drafts if draft.is_news]
    if not news:
        return frozenset()
    first = min(draft.sentence for draft in news)
    return frozenset(draft.host for draft in news if draft.sentence <= max(1, first))


def _voice(text: Text, reading: Reading, frame: Frame, memory: Memory) -> Speaker:
    if text.publisher_is_claimant:
        return Speaker.CLAIMANT
    who = speaker(reading, memory)
    if who is Speaker.OUTLET and text.publisher_host is not None:
        codes = {host.code for host in frame.hosts}
        return Speaker.HOST if text.publisher_host in codes else Speaker.OUTLET
    return who


def _seat_of(frame: Frame, reading: Reading, code: str | None) -> str | None:
    """A permanent mission, wherever it stands, is at the UN."""
    bits = mission_bits(frame)
    if bits & (m.PERMANENT_MISSION | m.PERMANENT_REPRESENTATIVE):
        return "UN"
    return code


def _remember(frame: Frame, memory: Memory) -> None:
    if frame.kind is not Kind.POSITION:
        memory.is_reciprocal = frame.kind is Kind.RECIPROCAL
    if frame.direction is not Direction.OTHER and frame.hosts and frame.kind is not Kind.POSITION:
        memory.hosts.append(frame.hosts[0].code)


def _with_surnames(folded: Folded, tags: list[Tag]) -> list[Tag]:
    """People named in full are named by their last word afterwards."""
    surnames: dict[str, Tag] = {}
    for tag in tags:
        if tag.bits & m.ENVOY_NAME:
            match = _NAME_PART.search(folded.folded[tag.start : tag.end])
            if match is not None and len(match.group()) > 2:
                surnames.setdefault(match.group(), tag)
    if not surnames:
        return tags
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, surnames))})(?!\w)")
    taken = [(tag.start, tag.end) for tag in tags]
    more = [
        Tag(match.start(), match.end(), m.ENVOY_NAME, surnames[match.group()].value, False, False)
        for match in pattern.finditer(folded.folded)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted([*tags, *more])


def _listen(reading: Reading, folded: Folded, memory: Memory) -> None:
    """Learns who speaks for whom, and whether one of them speaks in this sentence."""
    own = reading.text[reading.sentence.start : reading.sentence.end]
    memory.voice = next(
        (code for name, code in memory.speakers.items() if re.search(rf"\b{name}\b", own)), None
    )
    tags = reading.tags
    for index, tag in enumerate(tags):
        if not tag.bits & (m.OFFICIAL | m.MINISTRY | m.HEAD_OF_STATE) or not index:
            continue
        match = _SPOKESMAN.match(folded.text, folded.span(tag.start, tag.end)[1])
        if match is None:
            continue
        behind = [t for t in tags[max(0, index - 2) : index] if t.bits & (m.PLACE | m.CLAIMANT)]
        if behind:
            name = re.escape(fold(match.group(1).split()[-1]).strip(".'-"))
            memory.speakers[name] = behind[-1].value if behind[-1].bits & m.PLACE else ""


def _views(done: _Read) -> Iterator[ClauseView]:
    for reading, seen in zip(done.readings, done.found, strict=True):
        for clause in reading.sentence.clauses:
            start, end = done.folded.span(clause.start, clause.end)
            tags = reading.tags[clause.first : clause.last]
            own = [frame for frame in seen if frame.clause is clause]
            yield ClauseView(
                text=done.folded.text[start:end].strip(),
                start=start,
                end=end,
                concepts=tuple(_span(done.folded, tag) for tag in tags),
                frames=tuple(f"{frame.kind} ({frame.rule}, {frame.mood})" for frame in own),
                notes=("aside",) if clause.is_aside else (),
            )


def _span(folded: Folded, tag: Tag) -> Span:
    start, end = folded.span(tag.start, tag.end)
    return Span(folded.text[start:end], start, end, concept_of(tag.bits).value)
