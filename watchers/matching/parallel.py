"""Matching many texts, in this process or in several.

Workers get documents, which are small, and answer only the texts that some report was read in.
Each worker builds its own matcher once. Answers come in the order of the documents.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Any

from watchers.archives import Document, texts_in
from watchers.matching.matcher import Matcher
from watchers.model import Report, Span, Text

BATCH = 64
"""Documents that go to a worker at once: few enough that a batch ends soon and is not done twice
after a stop, enough that sending it costs nothing beside matching it."""

AHEAD = 4
"""Batches a worker that wait for it, so that it never does."""

Read = tuple[Text, tuple[Report, ...]]

Packed = list[tuple[tuple[Any, ...], list[list[Any]]]]

BuildMatcher = Callable[[], Matcher]


def batches_of(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """The documents in runs of `BATCH`."""
    stream = iter(documents)
    while batch := list(islice(stream, BATCH)):
        yield batch


def read_batch(batch: Sequence[Document], matcher: Matcher) -> list[Read]:
    """The texts of some documents that anything was read in, with their reports."""
    texts = (text for document in batch for text in texts_in(document))
    read = ((text, matcher.match(text)) for text in texts)
    return [(text, reports) for text, reports in read if reports]


def read_all(
    batches: Iterable[list[Document]],
    build: BuildMatcher,
    workers: int = 1,
    *,
    with_evidence: bool = True,
) -> Iterator[list[Read]]:
    """What was read in each batch, in order. `build` must be a function of some module.

    Without `with_evidence` workers may answer reports that lack `evidence` and `reasons`, which
    merging does not look at: half of all that they send. Raises ArchiveError.
    """
    if workers == 1:
        matcher = build()
        yield from (read_batch(batch, matcher) for batch in batches)
        return
    # Spawned, not forked: threads of this process would be lost in a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_build, initargs=(build,))
    try:
        yield from _spread(pool, batches, workers * AHEAD, with_evidence=with_evidence)
    finally:
        pool.shutdown(cancel_futures=True)


def _spread(
    pool: ProcessPoolExecutor,
    batches: Iterable[list[Document]],
    most: int,
    *,
    with_evidence: bool,
) -> Iterator[list[Read]]:
    waiting: deque[Future[Packed]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_read, batch, with_evidence))
        if len(waiting) >= most:
            yield unpacked(waiting.popleft().result())
    while waiting:
        yield unpacked(waiting.popleft().result())


_matchers: list[Matcher] = []


def _build(build: BuildMatcher) -> None:
    _matchers.append(build())


def _read(batch: list[Document], with_evidence: bool) -> Packed:
    return packed(read_batch(batch, _matchers[0]), with_evidence=with_evidence)


# Pickling a frozen dataclass with slots runs Python for every one; of tuples it does not. That
# takes 35 µs an item instead of 97, beside some 700 of matching; without evidence less than half.

_NAMES = [field.name for field in fields(Report)]
_SPANS_AT, _REASONS_AT = _NAMES.index("evidence"), _NAMES.index("reasons")
_OF_TEXT = attrgetter(*(field.name for field in fields(Text)))
_OF_SPAN = attrgetter(*(field.name for field in fields(Span)))
_OF_REPORT = attrgetter(*(field.name for field in fields(Report)))


def packed(read: Iterable[Read], *, with_evidence: bool = True) -> Packed:
    """What was read, as plain tuples."""
    pack = _packed if with_evidence else _packed_barely
    return [(_OF_TEXT(text), list(map(pack, reports))) for text, reports in read]


def unpacked(sent: Packed) -> list[Read]:
    """The same, back from the tuples."""
    return [(Text(*text), tuple(map(_unpacked, reports))) for text, reports in sent]


def _packed(report: Report) -> list[Any]:
    values = list(_OF_REPORT(report))
    values[_SPANS_AT] = [_OF_SPAN(span) for span in report.evidence]
    return values


def _packed_barely(report: Report) -> list[Any]:
    values = list(_OF_REPORT(report))
    values[_SPANS_AT], values[_REASONS_AT] = (), ()
    return values


def _unpacked(values: list[Any]) -> Report:
    values[_SPANS_AT] = tuple(Span(*each) for each in values[_SPANS_AT])
    return Report(*values)
