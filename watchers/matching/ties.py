"""How the tags of a sentence stand to each other: near, touching, in a list."""

from __future__ import annotations

from collections.abc import Sequence

from watchers.matching import masks as m
from watchers.matching.tags import Tag

_MAX_GAP = 28
_STATES_GAP = 12
_UNKNOWN = 3
"""States of no known name that may stand between two of a list."""
_GENITIVE = 3
"""Characters of the words that mark an owner ('s, का, の)."""
_BROKEN = frozenset(',;:()"\n.!?')


class Ties:
    """The tags of one sentence over their text. `text` is the folded text."""

    def __init__(self, text: str, tags: Sequence[Tag]) -> None:
        self.text = text
        self.tags = tags

    def near(self, left: int, right: int, limit: int = _MAX_GAP) -> bool:
        """Whether two neighbouring tags stand close together, no punctuation between."""
        gap = self.text[self.tags[left].end : self.tags[right].start]
        return gap == " " or (len(gap) <= limit and not _BROKEN.intersection(gap))

    def touches(self, left: int, right: int) -> bool:
        """Nothing but a blank between two tags, and what is fused to the words on its sides."""
        between = self.text[self.tags[left].end : self.tags[right].start]
        if between == " ":
            return True
        fused = between.replace(" ", "", 1)
        return not fused or fused.isalpha()

    def owns(self, index: int) -> bool:
        """No more than a genitive's mark stands behind it: 'for (the capital)' is no owner."""
        between = self.text[self.tags[index].end : self.tags[index + 1].start]
        return len(between.strip()) <= _GENITIVE

    def ends_in(self, index: int, endings: tuple[str, ...]) -> bool:
        """'(X)-in embassy': the place's own ending says that the noun stands there."""
        return bool(endings) and self.text.startswith(endings, self.tags[index].end)

    def genitive(self, head: int) -> list[int]:
        """What stands right behind a noun in a language whose genitive shows no word."""
        after = head + 1
        is_next = after < len(self.tags) and self.touches(head, after)
        return [after] if is_next and self.tags[head].habits.owner_follows else []

    def is_marked(self, index: int, marks: frozenset[str]) -> bool:
        """Whether one of some words stands between a tag and the next."""
        return not marks.isdisjoint(
            self.text[self.tags[index].end : self.tags[index + 1].start].split()
        )

    def is_modifier(self, index: int) -> bool:
        """'Ambassador' right before another rank word is part of it ('ambassador-designate')."""
        after = index + 1
        if after >= len(self.tags) or not self.tags[after].bits & m.RANKS:
            return False
        return self.text[self.tags[index].end : self.tags[after].start].strip() in ("", "-")

    def series(self, index: int) -> tuple[int, ...]:
        """The list of places around a place: 'A, B and C'."""
        first = last = index
        while (step := self._series_step(first, -1)) is not None:
            first = step
        while (step := self._series_step(last, 1)) is not None:
            last = step
        return tuple(i for i in range(first, last + 1) if self.tags[i].bits & m.PLACE)

    def cities(self, place: int) -> list[int]:
        """'The X and Y embassies': a place before the noun, with the cities joined to it."""
        found = [i for i in self.series(place) if self.tags[i].is_city and i <= place]
        joined = self.tags[min(found, default=place) : place]
        return found if any(tag.bits & m.AND for tag in joined) else [place]

    def _series_step(self, index: int, direction: int) -> int | None:
        other = index + direction
        joined = 0 <= other < len(self.tags) and bool(self.tags[other].bits & m.AND)
        other += direction if joined else 0
        if not 0 <= other < len(self.tags):
            return None
        if not self.tags[other].bits & m.PLACE:
            return None
        low, high = sorted((index, other))
        gap = self.text[self.tags[low].end : self.tags[high].start]
        is_list = joined or "," in gap
        return other if is_list and len(gap) <= 12 and not set(gap) & set(".;:()") else None

    def states(self, first: int, limit: int = _STATES_GAP) -> list[int]:
        """The list of states and governments that begins at a tag."""
        wanted = m.PLACE | m.OWNERS
        found: list[int] = []
        at = first
        while at < len(self.tags):
            if self.tags[at].bits & wanted:
                found.append(at)
            elif not self.tags[at].bits & m.AND or not found:
                break
            gap = (
                self.text[self.tags[at].end : self.tags[at + 1].start]
                if at + 1 < len(self.tags)
                else "."
            )
            if (len(gap) > limit and not _is_conjoined(gap)) or set(gap) & set(".;:()"):
                break
            at += 1
        return found

    def run(self, target: int) -> list[int]:
        """A place and the list it begins; an owner and its second name."""
        if self.tags[target].bits & m.PLACE:
            return [i for i in self.series(target) if i >= target]
        run = [target]
        while (
            run[-1] + 1 < len(self.tags)
            and self.tags[run[-1] + 1].bits & m.OWNERS
            and self.near(run[-1], run[-1] + 1, 3)
        ):
            run.append(run[-1] + 1)
        return run


def _is_conjoined(gap: str) -> bool:
    """States of no known name between two of a list, the 'and' written as one with each."""
    words = gap.split()
    if not words or gap[-1:] == " ":
        return False
    return len(words) <= _UNKNOWN + 1 and all(word.startswith(words[-1]) for word in words)
