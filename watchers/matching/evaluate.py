"""Measures matching on labelled items: tables of figures, by language and by kind.

alert precision     of the items with an alerting report, those whose main kind is one that alerts
alert recall        of the items whose main kind alerts, those with an alerting report: the hits
right host          of the hits, those with an alerting report at a host of the main event
right kind          of the hits, those with an alerting report of the main kind
right assertion     of the hits with a report right in both, those whose first such is right
reports in labels   of all alerting reports, those whose kind and host stand in the item's labels,
                    the main ones or those in `also`
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from watchers.matching.labelled import Labelled, Verdict, judge, read_labelled
from watchers.matching.matcher import Matcher


@dataclass(frozen=True, slots=True)
class Ratio:
    """`part` of `whole`."""

    part: int = 0
    whole: int = 0

    @property
    def value(self) -> float:
        """Between 0 and 1; 1 where there was nothing to judge."""
        return self.part / self.whole if self.whole else 1.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.part}/{self.whole})"


@dataclass(frozen=True, slots=True)
class Scores:
    """One line of a table."""

    items: int
    precision: Ratio
    recall: Ratio
    host: Ratio
    kind: Ratio
    assertion: Ratio
    pairs: Ratio

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Scores:
        """The figures over some verdicts."""
        every = list(verdicts)
        hits = [each for each in every if each.is_hit]
        sayings = [each.is_assertion_right for each in hits if each.is_assertion_right is not None]
        return cls(
            items=len(every),
            precision=Ratio(len(hits), sum(bool(each.alerts) for each in every)),
            recall=Ratio(len(hits), sum(each.item.is_positive for each in every)),
            host=Ratio(sum(each.is_host_right for each in hits), len(hits)),
            kind=Ratio(sum(each.is_kind_right for each in hits), len(hits)),
            assertion=Ratio(sum(sayings), len(sayings)),
            pairs=Ratio(
                sum(len(each.right) for each in every), sum(len(each.alerts) for each in every)
            ),
        )

    def rows(self) -> tuple[tuple[str, Ratio], ...]:
        """Name and figure, in the order in which they are shown."""
        return (
            ("alert precision", self.precision),
            ("alert recall", self.recall),
            ("right host", self.host),
            ("right kind", self.kind),
            ("right assertion", self.assertion),
            ("reports in labels", self.pairs),
        )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a matcher is worth on some labelled items."""

    verdicts: tuple[Verdict, ...]
    left_out: int
    """Items marked ambiguous that were not judged."""

    def __add__(self, other: Evaluation) -> Evaluation:
        return Evaluation(self.verdicts + other.verdicts, self.left_out + other.left_out)

    @property
    def all(self) -> Scores:
        """The figures over all items."""
        return Scores.of(self.verdicts)

    @property
    def others(self) -> Scores:
        """The figures over all items that are not English."""
        return Scores.of(each for each in self.verdicts if _lang(each) != "en")

    def by_language(self) -> dict[str, Scores]:
        """The figures of each language, that of most items first."""
        groups: dict[str, list[Verdict]] = {}
        for each in self.verdicts:
            groups.setdefault(_lang(each), []).append(each)
        return _scored(groups)

    def by_kind(self) -> dict[str, Scores]:
        """The figures of each labelled main kind, that of most items first."""
        groups: dict[str, list[Verdict]] = {}
        for each in self.verdicts:
            groups.setdefault(each.item.kind, []).append(each)
        return _scored(groups)

    @property
    def misses(self) -> tuple[Verdict, ...]:
        """The items that were read wrong in any way."""
        return tuple(each for each in self.verdicts if each.problems)


def _lang(verdict: Verdict) -> str:
    return verdict.item.text.lang or "unknown"


def _scored(groups: dict[str, list[Verdict]]) -> dict[str, Scores]:
    ordered = sorted(groups.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {name: Scores.of(verdicts) for name, verdicts in ordered}


def evaluate(
    lines: Iterable[str], matcher: Matcher, *, with_ambiguous: bool = False
) -> Evaluation:
    """Judge labelled lines; those marked ambiguous are left out and counted unless asked for.

    Raises `watchers.matching.jsonl.InputError` where a line is no labelled item.
    """
    judged: list[Labelled] = []
    left_out = 0
    for item in read_labelled(lines):
        if item.is_ambiguous and not with_ambiguous:
            left_out += 1
        else:
            judged.append(item)
    return Evaluation(tuple(judge(item, matcher.match(item.text)) for item in judged), left_out)
