"""Frames: an act with its object makes a kind.

Each rule takes an act and answers with a frame or nothing. A rule asks only for concepts, so it
holds in every language that has words for them. The first rule that answers wins.
"""

from __future__ import annotations

from config.frozen import frozen
from config.vocabulary import Kind, Rank
from watchers.matching import masks as m
from watchers.matching.assertion import Mood, mood
from watchers.matching.clauses import Clause
from watchers.matching.memory import Memory
from watchers.matching.phrase import Phrase
from watchers.matching.reading import Reading
from watchers.matching.roles import Direction, Host, direction, is_where, subject


@frozen
class Frame:
    """One act as the grammar understood it."""

    kind: Kind
    act: int
    clause: Clause
    mood: Mood
    direction: Direction
    objects: tuple[Phrase, ...] = ()
    hosts: tuple[Host, ...] = ()
    rank: Rank | None = None
    is_rank_open: bool = False
    """An envoy of no named rank: the text may name it elsewhere."""
    support: tuple[int, ...] = ()
    """Further tags it rests on."""
    rule: str = ""


_AUXILIARY = m.PASSIVE | m.PLAN | m.NOT | m.WONT | m.ANTERIOR
"""What may stand between a pronoun and its verb."""
_PREMATURE_FAR = 70
"""Characters between an act and the word that calls it too early."""
_SUBJECT_FAR = 40
"""How much farther than an object the subject of a transitive act counts."""


@frozen
class Site:
    """Where a rule looks: an act in its clause."""

    reading: Reading
    clause: Clause
    act: int
    memory: Memory
    bits: int
    """The act's concepts."""
    mood: Mood

    @classmethod
    def at(cls, reading: Reading, clause: Clause, act: int, memory: Memory) -> Site:
        """The site of an act."""
        how = mood(reading, clause, act)
        if how is Mood.NEGATED and reading.sentence.index in memory.denials:
            # 'Does not recognise' is a stand, 'has not recognised' an answer to the rumour.
            is_stand = reading.before(act, clause, m.WONT) is not None
            how = how if is_stand or reading.tags[act].is_negated else Mood.DENIED
        return cls(reading, clause, act, memory, reading.tags[act].bits, how)

    def near(self, bits: int, limit: int = 160) -> int | None:
        """The nearest tag of the clause that carries one of some concepts, the act apart."""
        found = [i for i in self.reading.find(self.clause, bits) if i != self.act]
        if not found:
            return None
        best = min(found, key=lambda index: self.reading.distance(self.act, index))
        return best if self.reading.distance(self.act, best) <= limit else None

    def phrase(self, bits: int, limit: int = 160) -> Phrase | None:
        """The nearest phrase of the clause whose head carries one of some concepts."""
        wanted = bits | (m.HEAD if bits & m.ENVOY else 0)
        heads = self._heads(wanted, self.clause.first, self.clause.last)
        heads = heads or self._heads(wanted, *self.clause.resumes)
        if not heads:
            return None
        best = min(heads, key=self._reach)
        return best if self._reach(best) <= limit else None

    def _heads(self, bits: int, first: int, last: int) -> list[Phrase]:
        """The phrases of a stretch that may be what the act is about."""
        return [
            phrase
            for phrase in self.reading.phrases
            if phrase.tag.bits & bits
            and first <= phrase.head < last
            and phrase.head != self.act
            and not self._is_agent(phrase)
            and not self._speaks(phrase)
        ]

    def _reach(self, phrase: Phrase) -> int:
        """A phrase is as near as its nearest tag, less for those that hang on another."""
        reading = self.reading
        linked = any(other.link == phrase.head for other in reading.phrases)
        reach = reading.distance(self.act, phrase.head) + (12 if linked else 0)
        is_subject = bool(self.bits & m.TRANSITIVE) and not self.is_object(phrase)
        return reach + (_SUBJECT_FAR if is_subject else 0)

    def is_object(self, phrase: Phrase) -> bool:
        """Whether the act happens to the phrase: it stands behind, or before a passive."""
        reading = self.reading
        if phrase.head > self.act or not reading.tags[self.act].habits.marks_passive:
            return True
        between = reading.tags[max(phrase.used) + 1 : self.act]
        if any(tag.bits & m.PASSIVE for tag in between):
            return True
        behind = reading.tags[self.act + 1 : self.clause.last]
        if any(tag.bits & (m.BY | m.AS) for tag in behind[:1]):
            return True
        if self.is_active():
            return False
        if reading.sentence.is_title and phrase.head < self.act:
            nouns = m.RANKS | m.MISSIONS | m.OWNERS | m.OFFICIAL | m.PLACE
            first = next((tag for tag in behind if tag.bits & (nouns | m.IN | m.TO_DO)), None)
            return first is None or not first.bits & nouns
        return False

    def is_active(self) -> bool:
        """Whether the act is one word in the present: 'sends', which is no participle."""
        tag, text = self.reading.tags[self.act], self.reading.text
        end = tag.end
        while end < len(text) and text[end].isalnum():
            end += 1
        word = text[tag.start : end]
        suffixes = tag.habits.present.suffixes if tag.habits.present else ()
        return bool(suffixes) and " " not in word and word.endswith(tuple(suffixes))

    def _is_agent(self, phrase: Phrase) -> bool:
        """Behind 'by': who acts, not whom it happens to."""
        before = min(phrase.used) - 1
        if before < 0 or not self.reading.tags[before].bits & m.BY:
            return False
        return self.reading.phraser.near(before, before + 1)

    def _speaks(self, phrase: Phrase) -> bool:
        """'…, a diplomat said' behind an act: who tells of it, not whom it happens to."""
        is_one = not phrase.is_mission and phrase.head > self.act
        if not is_one or not self.reading.tags[self.act].habits.marks_passive:
            return False
        after = max(phrase.used) + 1
        is_say = after < self.clause.last and bool(self.reading.tags[after].bits & m.SAY)
        is_next = is_say and self.reading.gap(after - 1, after) == " "
        return is_next and "," not in self.reading.gap(phrase.head, after)

    def joined(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """The phrase with those that it is coordinated with: 'the embassy … and consulates …'."""
        group = [phrase]
        bits = m.MISSIONS if phrase.is_mission else m.RANKS | m.HEAD
        spans = range(self.clause.first, self.clause.last), range(*self.clause.resumes)
        mine = [
            p
            for p in self.reading.phrases
            if p.tag.bits & bits and any(p.head in span for span in spans)
        ]
        at = next(i for i, other in enumerate(mine) if other.head == phrase.head)
        for other in mine[at + 1 :]:
            if not self._coordinated(group[-1], other):
                break
            group.append(other)
        for other in reversed(mine[:at]):
            if not self._coordinated(other, group[0]):
                break
            group.insert(0, other)
        return tuple(group)

    def _coordinated(self, left: Phrase, right: Phrase) -> bool:
        last, first = max(left.used), min(right.used)
        if first <= last or left.is_mission != right.is_mission:
            return False
        gap = self.reading.text[self.reading.tags[last].end : self.reading.tags[first].start]
        inner = self.reading.tags[last + 1 : first]
        has_and = any(tag.bits & m.AND for tag in inner)
        return len(gap) <= 30 and (has_and or "," in gap) and all(t.bits & m.AND for t in inner)

    def has_no(self, phrase: Phrase) -> bool:
        """'No diplomat …': a negation stands right before the phrase."""
        before = min(phrase.used) - 1
        if before < 0 or before == self.act or not self.reading.tags[before].bits & m.NOT:
            return False
        return self.reading.phraser.near(before, before + 1, 12)

    def way(self, phrase: Phrase) -> Direction:
        """Which way a phrase faces."""
        return direction(self.reading, self.clause, phrase, self.memory)

    def is_its(self) -> bool:
        """'It closes', 'its closure': said of the mission named last, the sending state's."""
        tags, at = self.reading.tags, self.act - 1
        while at >= self.clause.first and tags[at].bits & _AUXILIARY:
            at -= 1
        if at < self.clause.first or not tags[at].bits & m.OWN:
            return False
        before = [p for p in self.reading.phrases if p.is_mission and p.head < self.act]
        return self.way(before[-1]).is_wanted if before else self.memory.is_mission_ours

    def has_post(self, envoy: Phrase) -> bool:
        """'The envoy in X takes charge', 'the claimant's envoy takes charge in X'."""
        if envoy.places:
            return True
        reading = self.reading
        places = reading.find(self.clause, m.PLACE)
        is_placed = any(is_where(reading, i) or not reading.tags[i].can_act for i in places)
        return is_placed and self.way(envoy) is Direction.WANTED

    def is_title_s_end(self) -> bool:
        """Whether a title ends with the act, no question, in a language whose verbs are last."""
        tag = self.reading.tags[self.act]
        rest = self.reading.text[tag.end : self.reading.sentence.end].strip()
        is_last = self.act == len(self.reading.tags) - 1 and not rest.endswith(("?", "؟"))
        is_title = self.reading.sentence.is_title and tag.habits.verb_final
        return is_title and is_last and " " not in rest

    def has(self, bits: int) -> bool:
        """Whether the clause holds one of some concepts."""
        return bool(self.reading.find(self.clause, bits))

    def sentence_has(self, bits: int) -> bool:
        """Whether the sentence does."""
        return bool(self.reading.bits & bits)

    def is_asked_by_claimant(self) -> bool:
        """'The claimant asks X to open …': its wish; nobody has said that he will."""
        reading = self.reading
        asked = reading.before(self.act, self.clause, m.ASK)
        who = None if asked is None else subject(reading, self.clause, asked)
        if asked is None and reading.tags[self.act].habits.verb_final:
            # What is asked for stands before the verb, like a subject: who asks heads the clause.
            who = next(iter(reading.find(self.clause, m.ACTORS)), None)
        if who is None or who in reading.located:
            return False
        tag = reading.tags[who]
        is_person = bool(tag.bits & m.ENVOY_NAME) and tag.value in self.memory.claimants
        return is_person or bool(tag.bits & (m.CLAIMANT | m.CAPITAL))

    def named(self) -> str | None:
        """The id of an envoy of the claimant named in the clause."""
        for index in self.reading.find(self.clause, m.ENVOY_NAME):
            if self.reading.tags[index].value in self.memory.envoy_hosts:
                return self.reading.tags[index].value
        return None

    def is_premature(self) -> bool:
        """'Opening it would be too early', on either side of the act, no other act between."""
        mark = self.near(m.PREMATURE, _PREMATURE_FAR)
        if mark is None:
            return False
        low, high = sorted((self.act, mark))
        return not any(tag.bits & m.ACTS for tag in self.reading.tags[low + 1 : high])
