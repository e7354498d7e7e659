"""The door to matching: a catalogue and some languages in, reports out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.frozen import frozen
from config.lexicon import DOSSIER_DIR, Lexicon, load_dossier_lexicon, load_lexicon
from config.model import Catalog
from config.vocabulary import Kind
from watchers.matching import masks as m
from watchers.matching.ambiguous import settled
from watchers.matching.background import Recalled, recalled
from watchers.matching.cast import Cast
from watchers.matching.confidence import confidence
from watchers.matching.explain import Explanation, views
from watchers.matching.fold import fold
from watchers.matching.frames import Frame
from watchers.matching.grammar import frames
from watchers.matching.languages import Languages
from watchers.matching.lead import (
    denials,
    home_of,
    is_about_sender,
    is_dateline,
    listed,
    told_this,
    topic,
)
from watchers.matching.memory import Memory
from watchers.matching.names import envoy_of, mission_bits
from watchers.matching.people import listen, note_sides, with_surnames
from watchers.matching.reading import Reading, read
from watchers.matching.reports import (
    Draft,
    announcer_of,
    assertion_of,
    attributed,
    evidence,
    flags_of,
    merge,
)
from watchers.matching.roles import Direction, Host
from watchers.matching.rules_recognition import foretold
from watchers.matching.settling import settle
from watchers.matching.speakers import Speaker, speaker
from watchers.matching.tags import Folded
from watchers.matching.tongue import Tongue
from watchers.matching.when import When, foreseen, split_times, times
from watchers.model import Report, Text

MAX_CHARS = 60_000
"""What is read of one text: the longest articles have some 40,000 characters; a page that the
extractor failed to trim must not hold up the line."""


@frozen
class _Read:
    """A text after tagging, cutting and the grammar."""

    folded: Folded
    readings: tuple[Reading, ...]
    found: tuple[tuple[Frame, ...], ...]
    drafts: tuple[Draft, ...]


@frozen
class _Setting:
    """What a sentence's frames share."""

    spoken: Speaker
    times: tuple[When, ...]
    tongue: Tongue


class Matcher:
    """Reads texts against one dossier. What it answers depends on the text alone.

    A text is read with the lexicon of its language, or of the one it looks to be in.
    """

    def __init__(self, catalog: Catalog, lexicons: Sequence[Lexicon]) -> None:
        """A matcher over these lexicons alone; `build` is the usual way."""
        by_lang: dict[str, list[Lexicon]] = {}
        for lexicon in lexicons:
            by_lang.setdefault(lexicon.lang, []).append(lexicon)
        self._set(catalog, Languages(catalog, by_lang, lambda _: ()))

    def _set(self, catalog: Catalog, languages: Languages) -> None:
        self._catalog = catalog
        self._cast = Cast.build(catalog)
        self._languages = languages

    @classmethod
    def build(cls, catalog: Catalog, langs: Sequence[str] = ("en",)) -> Matcher:
        """A matcher over the catalogue's missions, envoys and countries in some languages.

        Raises `config.lexicon.LexiconError` where a lexicon of the dossier is wrong; the general
        ones are read when they are needed, or by `load`.
        """
        dossier = catalog.dossier.id
        own = {
            lang: [load_dossier_lexicon(dossier, lang)]
            if (DOSSIER_DIR / dossier / "lexicon" / f"{lang}.yaml").exists()
            else []
            for lang in langs
        }
        matcher = cls.__new__(cls)
        matcher._set(catalog, Languages(catalog, own, lambda lang: (load_lexicon(lang),)))
        return matcher

    def load(self) -> None:
        """Read every lexicon now; raises `config.lexicon.LexiconError` where one is wrong."""
        self._languages.load()

    def match(self, text: Text) -> tuple[Report, ...]:
        """What the text says happened; empty when nothing."""
        full = _full(text)
        folded = fold(full)
        if not self._languages.gate.opens(folded):
            return ()
        return merge(self._read(text, full, folded).drafts)

    def touches(self, title: str, lead: str) -> bool:
        """Whether title or lead concerns the dossier at all. Cheap."""
        return self._languages.gate.opens(fold(f"{title}\n{lead}"))

    def explain(self, text: Text) -> Explanation:
        """The same reading as `match`, with all that it rests on."""
        full = _full(text)
        folded = fold(full)
        done = self._read(text, full, folded)
        seen = tuple(views(done.folded, done.readings, done.found))
        return Explanation(full, self._languages.gate.opens(folded), seen, merge(done.drafts))

    def _read(self, text: Text, full: str, searched: str) -> _Read:
        tongue = self._languages.tongue_of(text.lang, full)
        folded, tagged = tongue.tagger.tag(full, searched)
        tags, named_times = split_times(tagged)
        title_end = len(fold(text.title[:MAX_CHARS]))
        sentences = tongue.cutter.cut(
            folded, title_end, with_surnames(folded, settled(tags, folded.folded))
        )
        readings = tuple(read(sentence, folded.folded) for sentence in sentences)
        memory = self._memory(text, readings, tongue.home)
        found_times = times(folded, named_times, text.published)
        found: list[tuple[Frame, ...]] = []
        drafts: list[Draft] = []
        lead, upto = Speaker.OUTLET, 1
        for reading in readings:
            listen(reading, folded, memory)
            seen = tuple(
                foreseen(frames(reading, memory), reading, folded, found_times, text.published)
            )
            found.append(seen)
            note_sides(reading, memory)
            leads = reading.sentence.index == 1 or (lead is Speaker.OUTLET and told_this(reading))
            if not seen and not leads:
                continue
            spoken = speaker(reading, memory)
            if leads:
                lead, upto = spoken, reading.sentence.index
            setting = _Setting(spoken, found_times, tongue)
            for frame in seen:
                drafts.extend(self._drafts(text, folded, reading, frame, setting, memory))
                _remember(frame, memory)
        is_before = text.published is not None and text.published.latest < self._cast.starts
        drafts = list(attributed(drafts, lead, upto, is_silent=memory.is_host_silent))
        kept = () if is_before else tuple(settle(drafts))
        return _Read(folded, readings, tuple(found), kept)

    def _memory(self, text: Text, readings: Sequence[Reading], home: str) -> Memory:
        first = readings[:2]
        return Memory(
            is_about_sender=self._names_claimant(first) or any(map(is_about_sender, first)),
            topic=topic(readings),
            listed=listed(readings),
            home=home if text.publisher_country in {None, home} else "",
            denials=denials(readings),
            publisher_host=text.publisher_host or home_of(first, home, text.publisher_country),
            envoy_hosts=self._cast.envoy_hosts,
            claimants=self._cast.claimants,
            host_envoys=self._cast.host_envoys,
            is_told_at_home=len(readings) > 1 and is_dateline(readings[1]),
            is_looking_back=any(tag.bits & m.OLD for tag in readings[0].tags[:1]),
            is_hearsay=bool(readings[0].bits & m.SOURCES) or any(map(_is_unofficial, readings)),
            is_host_silent=any(reading.bits & m.NO_COMMENT for reading in readings),
        )

    def _names_claimant(self, readings: Sequence[Reading]) -> bool:
        return any(
            tag.bits & m.ENVOY_NAME and tag.value in self._cast.claimants
            for reading in readings
            if reading.bits & m.ENVOY_NAME
            for tag in reading.tags
        )

    def _drafts(
        self,
        text: Text,
        folded: Folded,
        reading: Reading,
        frame: Frame,
        setting: _Setting,
        memory: Memory,
    ) -> Iterator[Draft]:
        sentence = reading.sentence.index
        who = _voice(text, setting.spoken, frame, memory)
        frame = foretold(reading, frame, who)
        back = (
            Recalled("the title looks back")
            if memory.is_looking_back
            else recalled(reading, frame, setting.times, text.published, folded)
        )
        sure = confidence(frame, sentence)
        envoy = envoy_of(reading, frame, folded, setting.tongue.titles)
        shared: dict[str, str | None] = {}
        for host in frame.hosts or (None,):
            yield Draft(
                kind=frame.kind,
                host=_seat_of(frame, host.code if host else None),
                assertion=assertion_of(frame, who, is_silent=memory.is_host_silent),
                mood=frame.mood,
                speaker=who,
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
                rule=frame.rule,
                evidence=evidence(reading, frame, host, folded),
            )

    def _mission(
        self, reading: Reading, frame: Frame, host: Host | None, shared: dict[str, str | None]
    ) -> str | None:
        if host is None or frame.kind in (Kind.RECIPROCAL, Kind.POSITION, Kind.RECOGNIZED):
            return None
        city = ""
        bits = mission_bits(frame)
        if host.tag is not None:
            city = reading.tags[host.tag].city
            own = [p for p in frame.objects if host.tag in p.places]
            bits = own[0].tag.bits if own else bits
        code = _seat_of(frame, host.code) or host.code
        found = self._cast.posts.find(code, city, bits, frame.rank)
        if found is None and host.tag is not None:
            found = shared.get(code)
        shared[code] = found
        return found


def _full(text: Text) -> str:
    return f"{text.title}\n{text.body}"[:MAX_CHARS]


def _is_unofficial(reading: Reading) -> bool:
    """'Neither side has announced it': one term that is both silence and hearsay."""
    both = m.NO_COMMENT | m.SOURCES
    return reading.bits & both == both and any(tag.bits & both == both for tag in reading.tags)


def _voice(text: Text, who: Speaker, frame: Frame, memory: Memory) -> Speaker:
    """On whose word a frame rests: the sentence's speaker's, else the publisher's."""
    if text.publisher_is_claimant:
        return Speaker.CLAIMANT
    if who is Speaker.OUTLET and memory.is_hearsay:
        return Speaker.SOURCES
    if who is Speaker.OUTLET and text.publisher_host is not None:
        codes = {host.code for host in frame.hosts}
        return Speaker.HOST if text.publisher_host in codes else Speaker.OUTLET
    return who


def _seat_of(frame: Frame, code: str | None) -> str | None:
    """A permanent mission, wherever it stands, is at the UN."""
    bits = mission_bits(frame)
    if bits & (m.PERMANENT_MISSION | m.PERMANENT_REPRESENTATIVE):
        return "UN"
    return code


def _remember(frame: Frame, memory: Memory) -> None:
    if frame.direction is not Direction.OTHER and frame.hosts and frame.kind is not Kind.POSITION:
        memory.hosts.append(frame.hosts[0].code)
