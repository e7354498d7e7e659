"""Matching in several processes reads what one reads, in the same order."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from config.catalog import load_catalog
from watchers.archives import ArchiveError, Document, DocumentKind
from watchers.matching import Matcher
from watchers.matching.parallel import batches_of, packed, read_all, read_batch, unpacked

LABELLED = Path(__file__).parents[2] / "data" / "labelled_en.jsonl"


def build() -> Matcher:
    """What a worker builds: it must be found by its name."""
    return Matcher.build(load_catalog())


def documents() -> list[Document]:
    lines = LABELLED.read_text("utf-8").splitlines()
    items = [json.loads(line) | {"id": str(n)} for n, line in enumerate(lines)]
    return [
        Document(f"line {n}", DocumentKind.LINE, json.dumps(each).encode())
        for n, each in enumerate(items, start=1)
    ]


def test_tuples_lose_nothing() -> None:
    read = read_batch(documents(), build())
    assert len(read) > 20
    assert any(report.evidence and report.rank for _, reports in read for report in reports)
    assert unpacked(packed(read)) == read


def test_two_read_what_one_reads() -> None:
    one = list(read_all(batches_of(documents()), build, 1))
    assert len(one) > 1
    assert list(read_all(batches_of(documents()), build, 2)) == one


@pytest.mark.parametrize("workers", [1, 2])
def test_what_cannot_be_read_stops_it(workers: int) -> None:
    bad = [*documents()[:70], Document("line 71", DocumentKind.LINE, b"nonsense")]
    found = read_all(batches_of(bad), build, workers)
    assert next(found)
    with pytest.raises(ArchiveError, match=r"^line 71: "):
        list(found)


def test_without_evidence_all_that_merging_looks_at_comes_back() -> None:
    whole = chain.from_iterable(read_all(batches_of(documents()), build, 1))
    bare = chain.from_iterable(read_all(batches_of(documents()), build, 2, with_evidence=False))
    assert list(bare) == [
        (text, tuple(replace(report, evidence=(), reasons=()) for report in reports))
        for text, reports in whole
    ]
