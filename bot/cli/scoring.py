"""How an evaluation of matching looks: as tables for people, as one object for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from watchers.matching.evaluate import Evaluation, Ratio, Scores
from watchers.matching.labelled import Verdict

_HEADINGS = ("precision", "recall", "host", "kind", "assertion", "in labels")


def tables(evaluation: Evaluation) -> Iterator[Table | Text]:
    """The figures of all, of English and of the others, then by language and by kind."""
    languages = evaluation.by_language()
    rows = {"all": evaluation.all}
    if len(languages) > 1 and "en" in languages:
        rows |= {"en": languages["en"], "all but en": evaluation.others}
    yield _table("language", rows | languages)
    yield _table("kind", evaluation.by_kind())
    yield Text(f"ambiguous items left out: {evaluation.left_out}", style="dim")


def _table(first: str, rows: Mapping[str, Scores]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first)
    table.add_column("items", justify="right")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right", no_wrap=True)
    for name, scores in rows.items():
        cells = (_cell(ratio) for _, ratio in scores.rows())
        table.add_row(name, str(scores.items), *cells)
    return table


def _cell(ratio: Ratio) -> str:
    return f"{ratio.value:.3f} {f'{ratio.part}/{ratio.whole}':>7}" if ratio.whole else "–"


def misses(evaluation: Evaluation) -> Iterator[Text]:
    """Each item that was read wrong: what is wrong, what is labelled and what was read."""
    for verdict in evaluation.misses:
        item = verdict.item
        head = Text(", ".join(verdict.problems), style="bold yellow")
        head.append(f"  {item.text.lang or 'unknown'} {item.text.id}  ", style="dim")
        head.append(item.text.title)
        yield head
        yield Text(f"    labelled {item}; read {' '.join(_read(verdict)) or 'nothing'}")


def _read(verdict: Verdict) -> list[str]:
    return [
        f"{report.kind}/{report.assertion}/{report.host or '-'} {report.confidence:.2f}"
        for report in verdict.alerts
    ]


def as_object(evaluation: Evaluation) -> dict[str, Any]:
    """The same, and every miss, ready for JSON."""
    return {
        "left_out": evaluation.left_out,
        "all": _scores(evaluation.all),
        "others": _scores(evaluation.others),
        "languages": {name: _scores(each) for name, each in evaluation.by_language().items()},
        "kinds": {name: _scores(each) for name, each in evaluation.by_kind().items()},
        "misses": [
            {
                "id": verdict.item.text.id,
                "lang": verdict.item.text.lang,
                "title": verdict.item.text.title,
                "problems": list(verdict.problems),
                "labelled": str(verdict.item),
                "read": _read(verdict),
            }
            for verdict in evaluation.misses
        ],
    }


def _scores(scores: Scores) -> dict[str, Any]:
    figures = {
        name: {"part": ratio.part, "whole": ratio.whole, "value": round(ratio.value, 4)}
        for name, ratio in scores.rows()
    }
    return {"items": scores.items, **figures}
