"""Matching many texts, in this process or in several.

Workers get documents, which are small, and answer only the texts that some report was read in.
Each worker builds its own matcher once. Answers come in the order of the documents.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice

from watchers.archives import Document, texts_in
from watchers.matching.matcher import Matcher
from watchers.model import Report, Text

BATCH = 64
"""Documents that go to a worker at once: few enough that a batch ends soon and is not done twice
after a stop, enough that sending it costs nothing beside matching it."""

AHEAD = 4
"""Batches a worker that wait for it, so that it never does."""

Read = tuple[Text, tuple[Report, ...]]

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
    batches: Iterable[list[Document]], build: BuildMatcher, workers: int = 1
) -> Iterator[list[Read]]:
    """What was read in each batch, in order. `build` must be a function of some module.

    Raises ArchiveError.
    """
    if workers == 1:
        matcher = build()
        yield from (read_batch(batch, matcher) for batch in batches)
        return
    # Spawned, not forked: threads of this process would be lost in a fork.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_build, initargs=(build,))
    try:
        yield from _spread(pool, batches, workers * AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def _spread(
    pool: ProcessPoolExecutor, batches: Iterable[list[Document]], most: int
) -> Iterator[list[Read]]:
    waiting: deque[Future[list[Read]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_read, batch))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


_matchers: list[Matcher] = []


def _build(build: BuildMatcher) -> None:
    _matchers.append(build())


def _read(batch: list[Document]) -> list[Read]:
    return read_batch(batch, _matchers[0])
