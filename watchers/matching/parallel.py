"""Matching many texts, in this process or in several.

This process is one of the workers: it hands the others as much as keeps them busy, and reads the
next documents itself meanwhile. The others get documents, which are small, and answer only the
texts that some report was read in. Answers come in the order of the documents.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import fields
from itertools import islice
from multiprocessing.context import BaseContext
from operator import attrgetter
from pathlib import Path
from typing import Any

from watchers.archives import ArchiveError, Document, texts_in
from watchers.matching.matcher import Matcher
from watchers.model import Report, Span, Text

BATCH = 64
"""Documents that go to a worker at once: few enough that a batch ends soon and is not done twice
after a stop, enough that sending it costs nothing beside matching it."""

AHEAD = 2
"""Batches under way a process beside this one: one that is read and one that waits, so that it
is never idle. More would leave this process idle at the end, when it has none left itself."""

UNCLAIMED = 16
"""Batches a process that may wait for an earlier one to be done: what is kept is bounded, however
long that one takes."""

_THREADS = Path("/proc/self/task")

Read = tuple[Text, tuple[Report, ...]]

Packed = list[tuple[tuple[Any, ...], list[list[Any]]]]

BuildMatcher = Callable[[], Matcher]

_Part = Future[Packed] | list[Read]
"""A batch that another process reads, or what this one read in one."""


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

    Without `with_evidence` other processes may answer reports that lack `evidence` and `reasons`,
    which merging does not look at: half of all that they send. Raises ArchiveError.
    """
    matcher = build()
    stream = iter(batches)
    # The first batch before there are others: forked after it, they know the words it needed.
    yield from (read_batch(batch, matcher) for batch in islice(stream, 1))
    if workers == 1:
        yield from (read_batch(batch, matcher) for batch in stream)
        return
    context = _context()
    is_forked = context.get_start_method() == "fork"
    initargs = ((lambda: matcher) if is_forked else build,)
    pool = ProcessPoolExecutor(workers - 1, context, initializer=_begin, initargs=initargs)
    try:
        yield from _Spread(pool, matcher, workers - 1, with_evidence=with_evidence).read(stream)
    finally:
        pool.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """Forked where no other thread runs in this process: that starts at once, with what was
    loaded. Threads and the locks they hold would be lost in a fork; then processes start anew.
    """
    is_alone = _THREADS.is_dir() and len(os.listdir(_THREADS)) == 1
    return multiprocessing.get_context("fork" if is_alone else "spawn")


class _Spread:
    """Batches read by other processes and by this one."""

    def __init__(
        self, pool: ProcessPoolExecutor, matcher: Matcher, others: int, *, with_evidence: bool
    ) -> None:
        self._pool = pool
        self._matcher = matcher
        self._others = others
        self._with_evidence = with_evidence
        self._parts: deque[_Part] = deque()

    def read(self, batches: Iterable[list[Document]]) -> Iterator[list[Read]]:
        """What was read in each batch, in order."""
        for batch in batches:
            if self._under_way() < self._others * AHEAD:
                self._parts.append(self._pool.submit(_read, batch, self._with_evidence))
            else:
                yield from self._read_here(batch)
            yield from self._claimed(self._others * UNCLAIMED)
        yield from self._claimed(0)

    def _under_way(self) -> int:
        return sum(isinstance(part, Future) and not part.done() for part in self._parts)

    def _read_here(self, batch: list[Document]) -> Iterator[list[Read]]:
        try:
            self._parts.append(read_batch(batch, self._matcher))
        except ArchiveError:
            # What stands before it in the archive was read, and comes first.
            yield from self._claimed(0)
            raise

    def _claimed(self, kept: int) -> Iterator[list[Read]]:
        """Parts from the front that are done; more than `kept` are waited for."""
        while self._parts:
            part = self._parts[0]
            if isinstance(part, Future):
                if len(self._parts) <= kept and not part.done():
                    return
                part = unpacked(part.result())
            self._parts.popleft()
            yield part


_matchers: list[Matcher] = []


def _begin(build: BuildMatcher) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle.
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _matchers.append(build())


def _end_with_parent() -> None:
    """A parent that is killed tells nobody; who waits for its next batch would do so for ever."""
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


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
