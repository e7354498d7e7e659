"""Matching in several processes reads what one reads, in the same order."""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

from config.catalog import load_catalog
from watchers.archives import ArchiveError, Document, DocumentKind
from watchers.matching import Matcher
from watchers.matching.parallel import (
    _context,
    batches_of,
    packed,
    read_all,
    read_batch,
    unpacked,
)
from watchers.model import Text

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


@pytest.fixture(params=["fork", "spawn"])
def start_method(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which the other processes start, whatever threads this one has."""
    method = str(request.param)
    context = multiprocessing.get_context(method)
    monkeypatch.setattr("watchers.matching.parallel._context", lambda: context)
    return method


@pytest.mark.usefixtures("start_method")
@pytest.mark.parametrize("workers", [2, 3])
def test_several_read_what_one_reads(workers: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("watchers.matching.parallel.BATCH", 4)
    one = list(read_all(batches_of(documents()), build, 1))
    assert len(one) > 20
    assert list(read_all(batches_of(documents()), build, workers)) == one


def test_a_process_with_threads_forks_none() -> None:
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert _context().get_start_method() == "spawn"
    finally:
        stop.set()
        thread.join()


def test_a_batch_that_takes_long_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Later batches are read here while another process is at an earlier one, up to a bound."""
    monkeypatch.setattr("watchers.matching.parallel.UNCLAIMED", 5)
    monkeypatch.setattr("watchers.matching.parallel.texts_in", _wait_at_the_gate)
    monkeypatch.setattr("watchers.matching.parallel.BATCH", 1)
    monkeypatch.setattr("watchers.matching.parallel._context", _forking)
    gate = tmp_path / "gate"
    some = [Document(f"{gate}:{n}", DocumentKind.LINE, b"") for n in range(9)]
    taken = 0

    def stream() -> Iterator[list[Document]]:
        nonlocal taken
        for batch in batches_of(some):
            taken += 1
            if taken == 7:
                gate.touch()
            yield batch

    assert len(list(read_all(stream(), build, 2))) == 9


def _forking() -> BaseContext:
    return multiprocessing.get_context("fork")


def _wait_at_the_gate(document: Document) -> list[Text]:
    gate, _, number = document.where.rpartition(":")
    while number == "1" and not Path(gate).exists():
        time.sleep(0.01)
    return []


KILLED = """
from tests.watchers.matching.test_parallel import build, documents
from watchers.matching.parallel import batches_of, read_all
import multiprocessing, os, signal
found = read_all(batches_of(documents() * 9), build, 2)
next(found), next(found)
print(multiprocessing.active_children()[0].pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_none_outlives_its_parent() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], capture_output=True, text=True, check=False
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    deadline = time.monotonic() + 10
    while _runs(int(ended.stdout)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("workers", [1, 2])
def test_what_cannot_be_read_stops_it(workers: int) -> None:
    bad = [*documents()[:70], Document("line 71", DocumentKind.LINE, b"nonsense")]
    found = read_all(batches_of(bad), build, workers)
    assert next(found)
    with pytest.raises(ArchiveError, match=r"^line 71: "):
        list(found)


def test_without_evidence_all_that_merging_looks_at_comes_back() -> None:
    whole = list(chain.from_iterable(read_all(batches_of(documents()), build, 1)))
    bare = [
        (text, tuple(replace(report, evidence=(), reasons=()) for report in reports))
        for text, reports in whole
    ]
    assert unpacked(packed(whole, with_evidence=False)) == bare
    found = chain.from_iterable(read_all(batches_of(documents()), build, 2, with_evidence=False))
    assert unpacked(packed(found, with_evidence=False)) == bare
