"""What rounds of polls cost, alone and beside lemon24/reader on the same feeds.

The comparison runs where that package is: in this Python, or in the one that the environment
variable `READER_PYTHON` names. The limits are issue 3's.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import structlog

from config.model import Source
from tests.benchmarks.feedserver import ITEMS, address, serving
from tests.benchmarks.polling import Round, rounds, source_of
from watchers.model import PollState

FEEDS = 10_000
COMPARED = 150
TIMES = 3
CPU_S = 20.0
RSS_MB = 400.0
STALL_S = 0.1
QUIET_RATIO = 5.0
NEW_RATIO = 1.5
SCRIPT = Path(__file__).with_name("with_reader.py")


@pytest.fixture(autouse=True)
def quiet_logs() -> Iterator[None]:
    """Ten thousand lines of log are no part of what is measured."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    yield
    structlog.configure(**before)


def sources(count: int, port: int, kind_of: Callable[[int], str]) -> list[Source]:
    return [source_of(n, address(kind_of(n), n, port), port) for n in range(count)]


def measured(watched: Sequence[Source], folder: Path, times: int = 1) -> Round:
    """The cheapest round but the first, which knows nothing and asks every robots.txt."""

    async def run() -> Round:
        async with rounds(watched, folder) as line:
            await line.run()
            return min([await line.run() for _ in range(times)], key=lambda found: found.cpu_s)

    return asyncio.run(run())


@pytest.mark.timeout(600)
def test_ten_thousand_feeds(tmp_path: Path) -> None:
    def kind_of(number: int) -> str:
        place = number % 50
        return "new" if place == 0 else "same" if place <= 4 else "kept"

    with serving() as port:
        found = measured(sources(FEEDS, port, kind_of), tmp_path)
    print(
        f"\n{FEEDS} feeds: {found.cpu_s:.1f} s CPU, {found.wall_s:.1f} s, {found.rss_mb:.0f} MB,"
    )
    print(f"longest stall {found.longest_stall_s * 1000:.0f} ms, {found.new_items} new items")
    assert found.states == {
        PollState.NOT_MODIFIED: FEEDS * 90 // 100,
        PollState.SAME_BODY: FEEDS * 8 // 100,
        PollState.OK: FEEDS * 2 // 100,
    }
    assert found.new_items == ITEMS * FEEDS * 2 // 100
    assert found.cpu_s <= CPU_S
    assert found.rss_mb <= RSS_MB
    assert found.longest_stall_s <= STALL_S


def theirs(urls: Sequence[str], folder: Path) -> float:
    """Feeds per CPU second of reader's cheapest update but the first."""
    python = os.environ.get("READER_PYTHON", sys.executable)
    command = [python, str(SCRIPT), str(folder / "reader.db"), str(TIMES + 1)]
    ran = subprocess.run(command, input="\n".join(urls), capture_output=True, text=True)
    if "No module named" in ran.stderr:
        pytest.skip("the reader package is not at hand: set READER_PYTHON")
    assert ran.returncode == 0, ran.stderr
    updates = [json.loads(line) for line in ran.stdout.splitlines()]
    return len(urls) / min(float(update["cpu_s"]) for update in updates[1:])


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("name", "kind_of", "ratio"),
    [
        ("nothing new", lambda n: "kept" if n % 10 else "same", QUIET_RATIO),
        ("all new", lambda n: "new", NEW_RATIO),
    ],
    ids=["nothing_new", "all_new"],
)
def test_beside_reader(
    tmp_path: Path, name: str, kind_of: Callable[[int], str], ratio: float
) -> None:
    with serving() as port:
        watched = sources(COMPARED, port, kind_of)
        their_rate = theirs([source.url for source in watched], tmp_path)
        our_rate = measured(watched, tmp_path, TIMES).per_cpu_s
    print(f"\n{name}: {our_rate:.0f} feeds a CPU second, reader {their_rate:.0f}")
    assert our_rate >= ratio * their_rate
