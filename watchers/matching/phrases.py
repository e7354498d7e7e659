"""Noun phrases around a mission word or a rank: whose it is and where it stands.

"The Afghan embassy in London", "Afghanistan's Muscat embassy", "Indonesia's new chargé in Kabul":
the same few ties in each. An owner is the sending state (or one of its two governments) or a
foreign state; a place is where it stands. Here the wanted direction parts from `reciprocal`.
"""

from __future__ import annotations

from watchers.matching import masks as m
from watchers.matching.gazetteer import PlaceForm
from watchers.matching.phrase import Owner, Phrase, owner_of
from watchers.matching.ties import Ties

_QUALIFIERS = m.FORMER | m.ACTING | m.DESIGNATE | m.FIRST | m.NEW | m.MUTUAL | m.OLD
_LEFT = m.OWNERS | m.RANKS | m.MISSIONS | _QUALIFIERS | (m.PLACE | m.CAPITAL | m.HOME_CITY | m.OWN)
_TIES = m.IN | m.TOWARD | m.OF
_SITES = m.PLACE | m.HOME
_BETWEEN = m.FORMER | m.ACTING | m.DESIGNATE | m.NEW | m.OWN
"""What may stand between a noun and the owner behind it."""
_TOWARD_GAP = 6
_LIST_GAP = 4


class Phraser(Ties):
    """Finds the phrases of one sentence. `text` is the folded text."""

    _sites: frozenset[int] = frozenset()
    """Tags that say where the envoys found so far serve."""

    def phrases(self) -> tuple[Phrase, ...]:
        """All phrases, left to right; an envoy's comes after the mission that it is tied to."""
        found: list[Phrase] = []
        missions: dict[int, Phrase] = {}
        self._sites = frozenset()
        for index, tag in enumerate(self.tags):
            if tag.bits & m.MISSIONS and not tag.bits & m.RANKS:
                missions[index] = self._phrase(index, found[-1] if found else None, missions)
                found.append(missions[index])
        for index, tag in enumerate(self.tags):
            if tag.bits & (m.RANKS | m.HEAD) and not self.is_modifier(index):
                phrase = self._phrase(index, None, missions)
                if phrase.link is not None or tag.bits & m.RANKS:
                    found.append(phrase)
                    self._sites |= self._sites_of(phrase)
        return tuple(sorted(found, key=lambda phrase: phrase.head))

    def _phrase(self, head: int, before: Phrase | None, missions: dict[int, Phrase]) -> Phrase:
        left = self._left(head)
        right, links = self._right(head, left, missions)
        owner, code, places, is_home = self._whose(head, left, right)
        link = next(iter(links or self._post_ahead(head, left, missions)), None)
        if link is None and self.tags[head].bits & m.HEAD:
            link = next((i for i in left if i in missions), None)
        if link is not None:
            other = missions[link]
            places = places or list(other.places)
            is_home = is_home or other.is_home
            if owner is Owner.UNKNOWN:
                owner, code = other.owner, other.owner_code
        if owner is Owner.UNKNOWN and before is not None and self._continues(before, head, left):
            owner, code = before.owner, before.owner_code
            is_home = is_home or (before.is_home and not places)
        used = frozenset({head, *left, *right, *links})
        peers, among = (
            self._among(head, right, used) if self.tags[head].bits & m.RANKS else (None, None)
        )
        if peers is not None and among is not None:
            owner, code, is_home = among, "", False
            places = [i for i in places if i not in peers]
            used |= peers
        appointed, chooser = self._appointed(max(used))
        if appointed is not None:
            used = used | {appointed, appointed + 1, appointed + 2}
        return Phrase(
            head=head,
            tag=self.tags[head],
            owner=chooser or owner,
            owner_code=code,
            places=tuple(places),
            is_home=is_home,
            link=link,
            used=used,
            peers=peers or frozenset(),
            appointed=appointed,
        )

    def _sites_of(self, phrase: Phrase) -> frozenset[int]:
        """Where an envoy serves, behind his 'in': no attribute of the next noun."""
        behind = (i for i in phrase.used if i > phrase.head and i - 1 in phrase.used)
        return frozenset(i for i in behind if self.tags[i - 1].bits & m.IN)

    def _left(self, head: int) -> list[int]:
        found: list[int] = []
        at = head
        marks = self.tags[head].habits.actor_marks
        while at and self.near(at - 1, at) and not (marks and self.is_marked(at - 1, marks)):
            before = self.tags[at - 1].bits
            is_tied = bool(before & m.IN) and self._is_site(at)
            if (not before & _LEFT and not is_tied) or at - 1 in self._sites:
                break
            at -= 1
            found.append(at)
        return found

    def _is_site(self, at: int) -> bool:
        """What stands behind an 'in' and before the noun, and is said of the noun."""
        if self._is_glued(at - 1):
            return bool(self.tags[at].bits & _SITES)
        # The sender's name with a blank before it owns the noun: 'at the sender's embassy'.
        is_place = bool(self.tags[at].bits & (_SITES & ~m.SENDER))
        return is_place and self._owner_ahead(at - 2)

    def _is_glued(self, tie: int) -> bool:
        """'In' and its place written as one: both are said of the noun behind them."""
        return self.tags[tie].end == self.tags[tie + 1].start

    def _sited(self, head: int, left: list[int]) -> frozenset[int]:
        """Of what stands before the noun, all that stands behind an 'in' or holds one.

        A noun that holds one itself ('(X) in-embassy') says where it stands of the place before.
        """
        tags = self.tags
        if tags[head].bits & m.IN and left and tags[left[0]].bits & _SITES:
            return frozenset(left[:1])
        where = tags[head].habits.where
        ties = {i for i in left if tags[i].bits & m.IN or self.ends_in(i, where)}
        pure = {i for i in ties if not tags[i].bits & _SITES}
        return frozenset(i for i in left if tags[i].bits & _SITES and (i in ties or i - 1 in pure))

    def _owner_ahead(self, at: int) -> bool:
        """An owner before 'in X': in some languages all of it stands before the noun."""
        return at >= 0 and bool(self.tags[at].bits & m.OWNERS) and self.near(at, at + 1, 3)

    def _right(
        self, head: int, left: list[int], missions: dict[int, Phrase]
    ) -> tuple[list[int], list[int]]:
        """Tags tied on behind the head by 'in', 'of' …, and missions reached that way."""
        post = self._post_behind(head, missions)
        found = post or self._beside(head, left) or self._described(head)
        links: list[int] = post[-1:]
        at = found[-1] if found else head
        while at + 2 < len(self.tags) and self._is_tie(at):
            target = self._target(at + 1)
            if target is None or not self._reaches(at + 1):
                break
            reached = self.run(target)
            if self.tags[target].bits & m.EMBASSIES and target in missions:
                links.append(target)
                reached = [target]
            inner = [] if target in links else [*range(at + 2, target), *reached]
            found.extend([at + 1, *inner])
            at = reached[-1]
        return found, links

    def _post_behind(self, head: int, missions: dict[int, Phrase]) -> list[int]:
        """'The head (of) the new embassy': a mission right behind who serves in it."""
        tags = self.tags
        if not tags[head].habits.owner_follows or not tags[head].bits & (m.RANKS | m.HEAD):
            return []
        at = head + 1
        while at < len(tags) and self.touches(at - 1, at) and at not in missions:
            if not tags[at].bits & (m.OWNERS | _BETWEEN):
                return []
            at += 1
        is_reached = at in missions and self.touches(at - 1, at)
        return list(range(head + 1, at + 1)) if is_reached else []

    def _post_ahead(self, head: int, left: list[int], missions: dict[int, Phrase]) -> list[int]:
        """'The embassy's head', in languages where all that is said of a noun stands before it."""
        habits = self.tags[head].habits
        is_before = habits.verb_final and not habits.owner_follows
        return [i for i in left if i in missions] if is_before else []

    def _beside(self, head: int, left: list[int]) -> list[int]:
        """An owner right behind the noun, as in languages whose genitive shows no word."""
        is_owned = any(self.tags[i].bits & (m.OWNERS | m.PLACE) for i in left)
        habits = self.tags[head].habits
        is_before = habits.verb_final and not habits.owner_follows
        if is_owned and is_before:
            return []
        after = head + 1
        while after < len(self.tags) and self.tags[after].bits & _BETWEEN:
            after += 1
        if after >= len(self.tags) or not all(self.touches(i, i + 1) for i in range(head, after)):
            return []
        skipped = list(range(head + 1, after))
        if self.tags[after].bits & m.OWNERS:
            # 'A diplomat (to) the sender's minister': there all that owns a noun stands before it.
            return [] if is_before else [*skipped, *self.run(after)]
        if self._is_foreign_owner(after) or self._is_genitive(head, after):
            return [*skipped, after]
        is_own = any(self.tags[i].bits & m.OWN for i in skipped)
        return skipped if is_own and habits.owner_follows else []

    def _described(self, head: int) -> list[int]:
        """'Ambassador new to X': adjectives that part the noun from its tie."""
        last = head
        while last + 1 < len(self.tags) and self.touches(last, last + 1):
            if not self.tags[last + 1].bits & (m.NEW | m.ACTING | m.OWN):
                break
            last += 1
        is_tied = head < last < len(self.tags) - 2 and self._is_tie(last)
        return list(range(head + 1, last + 1)) if is_tied else []

    def _is_foreign_owner(self, place: int) -> bool:
        """'Embassy (of) X in the capital': X is whose it is."""
        home = place + 2
        if home >= len(self.tags) or not self.tags[place].bits & m.PLACE:
            return False
        is_in = bool(self.tags[place + 1].bits & (m.IN | m.TOWARD))
        is_tied = is_in and self.near(place, place + 1, 12) and self.near(place + 1, home, 12)
        return is_tied and bool(self.tags[home].bits & m.HOME)

    def _is_genitive(self, head: int, after: int) -> bool:
        """'Ambassador X': where no word marks the owner, a state behind a post is whose it is."""
        tag = self.tags[after]
        is_state = bool(tag.bits & m.PLACE) and not tag.is_city
        return is_state and self.tags[head].habits.owner_follows

    def _is_tie(self, at: int) -> bool:
        tie = self.tags[at + 1]
        return bool(tie.bits & _TIES) and self.near(at, at + 1, 12)

    def _reaches(self, tie: int) -> bool:
        """'To serve all X' is no tie: 'to' stands right before what it points to."""
        gap = self.tags[tie + 1].start - self.tags[tie].end
        return not self.tags[tie].bits & m.TOWARD or gap <= _TOWARD_GAP

    def _target(self, tie: int) -> int | None:
        """What a tie points to: a mission behind 'the …', else the first place or owner."""
        wanted = m.OWNERS | m.HOME | m.PLACE
        at = tie + 1
        while at < len(self.tags) and self.near(at - 1, at):
            if self.tags[at].bits & m.MISSIONS and not self.tags[at].bits & m.RANKS:
                return at
            if not self.tags[at].bits & (wanted | _QUALIFIERS | m.OWN):
                break
            at += 1
        return next((i for i in range(tie + 1, at) if self.tags[i].bits & wanted), None)

    def _among(
        self, head: int, right: list[int], used: frozenset[int]
    ) -> tuple[frozenset[int] | None, Owner | None]:
        """Envoys of several states, the sending one among them: the others, and whose it is."""
        last = max(used)
        listed = self.states(right[1]) if len(right) > 1 and self._is_of(right[0]) else []
        genitive = next((i for i in right if self._is_genitive(head, i)), None)
        if not listed and genitive is not None:
            listed = self.states(genitive, _LIST_GAP)
        if not listed and last + 2 < len(self.tags) and self.tags[last + 1].bits & m.LIKE:
            gap = self.text[self.tags[last].end : self.tags[last + 1].start]
            listed = self.states(last + 2) if gap.strip() in ("", ",") else []
        owners = [i for i in listed if self.tags[i].bits & m.OWNERS]
        is_list = len(listed) > len(owners) or bool(listed and listed[0] == last + 2)
        if not owners or not is_list:
            return None, None
        return frozenset(listed), owner_of(self.tags[i] for i in owners)

    def _is_of(self, tie: int) -> bool:
        return bool(self.tags[tie].bits & m.OF)

    def _whose(
        self, head: int, left: list[int], right: list[int]
    ) -> tuple[Owner, str, list[int], bool]:
        sited = self._sited(head, left)
        whose = [i for i in left if i not in sited]
        # A compound may name its owner itself, as Dutch and German write one.
        own = [*whose, *right, head]
        owner = owner_of(self.tags[i] for i in own if self.tags[i].bits & m.OWNERS)
        located = self._located(right)
        for index in sited:
            located |= self.tags[index].bits
        if located & m.HOME and not self.tags[head].bits & m.OWNERS:
            owner = owner_of(self.tags[i] for i in whose)
        places, code = self._places(left, right, owner, sited)
        if owner is Owner.UNKNOWN and places and not code:
            places, code = self._seat_as_owner(head, [*right, *left], places, located)
        is_home = bool(located & m.HOME) or self._capital_before(head, left, places)
        if code and owner is Owner.UNKNOWN:
            owner = Owner.FOREIGN
            is_home = is_home or self._home_between(left)
        if owner is Owner.UNKNOWN and self._chosen_by_capital(head, left, right):
            owner = Owner.CLAIMANT
        return owner, code if owner is Owner.FOREIGN else "", places, is_home

    def _located(self, right: list[int]) -> int:
        """The bits of what stands behind 'in' or 'to'."""
        bits = 0
        is_in = False
        for index in right:
            tag = self.tags[index]
            if tag.bits & _TIES:
                is_in = bool(tag.bits & (m.IN | m.TOWARD))
            elif is_in and not self._owns_next(index):
                bits |= tag.bits
        return bits

    def _owns_next(self, index: int) -> bool:
        """'At the sender's embassy': it says whose the embassy is, not where one stands."""
        after = index + 1
        is_owner = bool(self.tags[index].bits & m.SENDER)
        return is_owner and after < len(self.tags) and bool(self.tags[after].bits & m.MISSIONS)

    def _places(
        self, left: list[int], right: list[int], owner: Owner, sited: frozenset[int]
    ) -> tuple[list[int], str]:
        """Where it stands, and the foreign state that owns it."""
        places: list[int] = []
        code = ""
        is_in = False
        for index in right:
            tag = self.tags[index]
            if tag.bits & _TIES:
                is_in = bool(tag.bits & (m.IN | m.TOWARD))
            elif tag.bits & m.PLACE:
                if is_in or owner.is_sender or tag.is_city:
                    places.append(index)
                else:
                    code = code or tag.value
        for index in left:
            tag = self.tags[index]
            if not tag.bits & m.PLACE:
                continue
            if index in sited or tag.is_city or owner.is_sender:
                places = places or self.cities(index)
            else:
                code = code or tag.value
        return places, code

    def _seat_as_owner(
        self, head: int, used: list[int], places: list[int], located: int
    ) -> tuple[list[int], str]:
        """'(The seat of X)'s ambassador in the capital': the seat stands for its state."""
        seat = self.tags[places[0]]
        is_home = located & m.HOME or self._home_between([i for i in used if i < head])
        is_owner = (
            len(places) == 1 and seat.form is PlaceForm.SEAT and not self._is_sited(places[0])
        )
        return ([], seat.value) if is_home and is_owner else (places, "")

    def _is_sited(self, place: int) -> bool:
        """Behind an 'in', or written as one with it."""
        at_place = bool(self.tags[place].bits & m.IN)
        return at_place or (place > 0 and bool(self.tags[place - 1].bits & (m.IN | m.TOWARD)))

    def _capital_before(self, head: int, left: list[int], places: list[int]) -> bool:
        """'Its Kabul embassy', but not 'Kabul's ambassador to X'."""
        if not self.tags[head].bits & m.MISSIONS or places:
            return False
        return any(self.tags[i].bits & (m.CAPITAL | m.HOME_CITY) for i in left)

    def _home_between(self, left: list[int]) -> bool:
        """'X's Kabul ambassador': the place between the owner and the noun is where he serves."""
        home = [i for i in left if self.tags[i].bits & (m.CAPITAL | m.HOME_CITY)]
        owners = [i for i in left if self.tags[i].bits & m.PLACE]
        return bool(home and owners) and all(i < home[0] for i in owners)

    def _chosen_by_capital(self, head: int, left: list[int], right: list[int]) -> bool:
        """'The capital's envoy', 'envoy of the capital'."""
        if not self.tags[head].bits & m.RANKS:
            return False
        is_of = len(right) > 1 and bool(self.tags[right[0]].bits & m.OF)
        is_held = self.tags[head].bits & m.IN  # 'in the capital', in the noun's own words
        before = [i for i in left if not is_held and not self._is_sited(i) and self.owns(i)]
        choosers = before + (right[1:2] if is_of else self.genitive(head))
        return any(self.tags[i].bits & m.CAPITAL for i in choosers)

    def _continues(self, before: Phrase, head: int, left: list[int]) -> bool:
        """'The embassy in X and its consulates in Y': one owner."""
        start = max(before.used)
        first = min([head, *left])
        if first - start > 2 or first <= start:
            return False
        between = self.text[self.tags[start].end : self.tags[first].start]
        joined = any(self.tags[i].bits & m.AND for i in range(start, first))
        return len(between) < 24 and (joined or "," in between)

    def _appointed(self, last: int) -> tuple[int | None, Owner | None]:
        """'… appointed by the claimant' behind the phrase says whose it is."""
        tags = self.tags
        if last + 2 < len(tags) and self._is_chosen(last + 1):
            return None, owner_of([tags[last + 2]]).or_claimant
        if tags[last].bits & (m.APPOINT | m.SEND) and tags[last].bits & m.ENVOY:
            last -= 1  # 'the consul sent by …', where 'sent' is the word for an envoy too
        if last + 2 >= len(tags) or not tags[last + 1].bits & (m.APPOINT | m.SEND):
            return None, None
        if not self.near(last, last + 1, 10) or not tags[last + 2].bits & m.BY:
            return None, None
        if last + 3 >= len(tags) or not tags[last + 3].bits & (m.OWNERS | m.CAPITAL):
            return None, None
        return last + 1, owner_of([tags[last + 3]]).or_claimant

    def _is_chosen(self, mark: int) -> bool:
        """', sent (by) X': a participle with its agent's case, where no word says 'by'."""
        before = self.text[self.tags[mark - 1].end : self.tags[mark].start]
        is_agent = bool(self.tags[mark + 1].bits & (m.OWNERS | m.CAPITAL))
        is_mark = bool(self.tags[mark].bits & m.NEW) and before.strip() == ","
        return is_mark and is_agent and self.touches(mark, mark + 1)
