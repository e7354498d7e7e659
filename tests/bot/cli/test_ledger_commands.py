"""Carrying the ledger in and out, backfilling from archives, and measuring."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from bot.ledger import events_of
from bot.model import Decision, Event, Verdict
from bot.store import ItemState, Store, chats, decisions, deliveries, events, items, reports
from config.catalog import load_catalog
from config.vocabulary import Assertion, Kind
from tests.bot.cli.test_commands import ACCREDITED, FEED, lines, run
from tests.bot.samples import ALICE, ALL, NOW, item, source
from watchers.archives import Document, texts_in
from watchers.model import Report, Text

__all__ = ["run"]

Run = Callable[..., Result]

AGAIN = ACCREDITED | {"id": "b", "published": "2026-07-21", "publisher": "Other Times"}
OLD = ACCREDITED | {"id": "c", "url": "https://news.example/c"}
PAGE = f"""<html><head><title>{ACCREDITED["title"]}</title>
<meta property="article:published_time" content="2026-07-20T08:00:00Z"></head><body><article>
<h1>{ACCREDITED["title"]}</h1>{"".join(f"<p>{ACCREDITED['text']}</p>" for _ in range(4))}
</article></body></html>"""


def path_of(tmp_path: Path) -> Path:
    return next((tmp_path / "data").glob("*.db"))


def ledger_of(tmp_path: Path) -> list[Event]:
    async def ask() -> list[Event]:
        store = await Store.open(path_of(tmp_path))
        async with store.read() as tx:
            found = await events.all_events(tx, "afghanistan")
        await store.close()
        return found

    return asyncio.run(ask())


# --- export, import -----------------------------------------------------------------------------


def test_the_history_goes_out_and_comes_back(run: Run, tmp_path: Path) -> None:
    assert run("export", "--output", "ledger.json").exit_code == 0
    taken = run("import", "ledger.json")
    shipped = events_of(load_catalog())
    assert taken.stdout == f"{len(shipped)} new, 0 revised, 0 held already\n"
    assert sorted(ledger_of(tmp_path), key=_id) == sorted(shipped, key=_id)
    again = run("import", "ledger.json")
    assert again.stdout == f"0 new, 0 revised, {len(shipped)} held already\n"
    from_store = json.loads(run("export").stdout)
    assert sorted(from_store["events"], key=_key) == sorted(
        json.loads((tmp_path / "ledger.json").read_text())["events"], key=_key
    )


def _id(event: Event) -> str:
    return event.id


def _key(entry: dict[str, Any]) -> str:
    return str(entry["id"])


@pytest.mark.parametrize("form", ["csv", "geojson"])
def test_other_formats(run: Run, form: str) -> None:
    told = run("export", "--format", form)
    assert told.exit_code == 0
    assert "2025-07-03-ru-recognized-moscow" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("export", "--format", "xml"), "json, csv, geojson, parquet"),
        (("export", "--output", "no/such/folder"), "cannot be written"),
        (("import", "missing.json"), "cannot be read"),
        (("import", "feed.xml"), "is no JSON"),
        (("import", "other.json"), "no export of a ledger"),
        (("labels", "export"), "no store"),
        (("evaluate-ledger", "missing.jsonl"), "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    (tmp_path / "other.json").write_text("{}")
    told = run(*arguments)
    assert told.exit_code == 1
    assert why in told.stderr
    assert "Traceback" not in told.output


def test_decided_reports_are_labelled_items(run: Run, tmp_path: Path) -> None:
    async def decide() -> None:
        store = await Store.open(tmp_path / "data" / "missionwatch.db")
        async with store.write() as tx:
            kept = await items.add(tx, source(), item("A headline"), ItemState.DONE, NOW)
            read = Report(Kind.RECOGNIZED, Assertion.CONFIRMED, "KZ", confidence=0.5)
            report = await reports.add(tx, kept, read, None, NOW)
            await decisions.record(tx, Decision(Verdict.REJECT, "ada", NOW, report=report))
        await store.close()

    asyncio.run(decide())
    label = json.loads(run("labels", "export").stdout)
    assert (label["title"], label["kind"], label["hosts"]) == ("A headline", "none", [])
    assert label["decision"]["by"] == "ada"


# --- backfill -----------------------------------------------------------------------------------


def warc(pages: dict[str, str]) -> bytes:
    """An archive as crawlers write it: request and response, each a gzip member of its own."""
    records = []
    for url, page in pages.items():
        records.append(record(url, "request", b"GET / HTTP/1.1\r\n\r\n"))
        headers = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        records.append(record(url, "response", headers + page.encode()))
    return b"".join(gzip.compress(each) for each in records)


def record(url: str, kind: str, body: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2026-07-25T00:00:00Z\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def told(answer: Result) -> list[dict[str, Any]]:
    assert answer.exit_code == 0, answer.output
    return [json.loads(line) for line in answer.stdout.splitlines()]


def test_lines_feeds_and_crawls_meet_in_one_event(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines([ACCREDITED]))
    with gzip.open(tmp_path / "b.jsonl.gz", "wb") as packed:
        packed.write(lines([AGAIN]).encode())
    feed = FEED.replace(b"One [red]x[/red]", str(ACCREDITED["title"]).encode())
    (tmp_path / "c.xml").write_bytes(feed)
    pages = {"https://www.fjord.example/1": PAGE, "https://www.fjord.example/2": "<html></html>"}
    (tmp_path / "d.warc.gz").write_bytes(warc(pages))
    archives = ("a.jsonl", "b.jsonl.gz", "c.xml", "d.warc.gz")
    (event,) = told(run("backfill", "--json", "--empty", *archives))
    assert set(event["items"]) == {
        "a",
        "b",
        "https://news.example/1",
        "https://www.fjord.example/1",
    }
    assert told(run("backfill", "--json", "--empty", "--workers", "2", *archives)) == [event]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("missing.jsonl",), "missing.jsonl is no file"),
        (("bad.jsonl",), "bad.jsonl, line 2: no JSON"),
        (("bad.xml",), "bad.xml: "),
        (("bad.warc",), "is no WARC file"),
        (("bad.jsonl.gz",), "cannot be read"),
        (("--announce",), "--announce needs --save"),
        (("--save", "--empty"), "exclude each other"),
        (("--resume", "done"), "--resume needs files"),
    ],
)
def test_archives_that_cannot_be_read(
    run: Run, tmp_path: Path, arguments: tuple[str, ...], why: str
) -> None:
    (tmp_path / "bad.jsonl").write_text(lines([ACCREDITED]) + "nonsense\n")
    for name in ("bad.xml", "bad.warc", "bad.jsonl.gz"):
        (tmp_path / name).write_text("nonsense")
    answer = run("backfill", *arguments)
    assert answer.exit_code == 1
    assert why in answer.stderr.replace("\n", " ")
    assert "Traceback" not in answer.output


def test_it_goes_on_where_it_was_stopped(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchers.matching.parallel.BATCH", 1)
    (tmp_path / "a.jsonl").write_text(lines([ACCREDITED, AGAIN]))
    whole = told(run("backfill", "--json", "--empty", "a.jsonl", "--resume", "done"))
    state = tmp_path / "done"
    header, first, second = state.read_text().splitlines(keepends=True)
    # Stopped while the second batch was written.
    state.write_text(header + first + second[: len(second) // 2])
    monkeypatch.setattr("watchers.archives.parse_line", _refuse_first(ACCREDITED["id"]))
    assert told(run("backfill", "--json", "--empty", "a.jsonl", "--resume", "done")) == whole
    assert state.read_text() == header + first + second
    (tmp_path / "b.jsonl").write_text(lines([AGAIN]))
    other = run("backfill", "b.jsonl", "--resume", "done")
    assert other.exit_code == 1
    assert "other archives" in other.stderr


@pytest.mark.parametrize("cut_off", ["", '[["a.js'])
def test_it_begins_again_where_it_was_stopped_before_anything(
    run: Run, tmp_path: Path, cut_off: str
) -> None:
    (tmp_path / "a.jsonl").write_text(lines([ACCREDITED, AGAIN]))
    whole = told(run("backfill", "--json", "--empty", "a.jsonl", "--resume", "done"))
    state = (tmp_path / "done").read_text()
    (tmp_path / "done").write_text(cut_off)
    assert told(run("backfill", "--json", "--empty", "a.jsonl", "--resume", "done")) == whole
    assert (tmp_path / "done").read_text() == state


def test_a_worker_that_was_ended_is_told_of(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watchers.matching.parallel.BATCH", 1)
    monkeypatch.setattr("watchers.matching.parallel._context", lambda: get_context("fork"))
    monkeypatch.setattr("watchers.matching.parallel.texts_in", _end_in_a_worker)
    (tmp_path / "a.jsonl").write_text(lines([ACCREDITED, AGAIN, ACCREDITED]))
    answer = run("backfill", "a.jsonl", "--workers", "2", "--resume", "done")
    assert answer.exit_code == 1
    assert "fewer --workers" in answer.stderr.replace("\n", " ")
    assert len((tmp_path / "done").read_text().splitlines()) == 2  # the header, and what was done


def _end_in_a_worker(document: Document) -> list[Text]:
    if parent_process() is not None:
        os._exit(9)
    return texts_in(document)


def test_it_removes_no_file_that_it_did_not_begin(run: Run, tmp_path: Path) -> None:
    line = lines([ACCREDITED]).rstrip("\n")
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(line)
    answer = run("backfill", "a.jsonl", "--resume", "b.jsonl")
    assert answer.exit_code == 1
    assert "name another file" in answer.stderr.replace("\n", " ")
    assert (tmp_path / "b.jsonl").read_text() == line


def _refuse_first(known: object) -> Callable[[str], Any]:
    from watchers.matching.jsonl import parse_line

    def read(line: str) -> Any:
        text = parse_line(line)
        assert text.id != known, "what was done is done again"
        return text

    return read


def test_saving_enters_the_ledger_silently_and_once(run: Run, tmp_path: Path) -> None:
    subscribe(tmp_path)
    (tmp_path / "a.jsonl").write_text(lines([OLD]))
    done = run("backfill", "--save", "a.jsonl")
    assert done.stdout.startswith("1 texts with news entered, 0 known already; events: 1 new")
    assert "0 deliveries" in done.stdout
    (event,) = (each for each in ledger_of(tmp_path) if each.host == "NO" and not _shipped(each))
    assert (event.kind, str(event.happened)) == (Kind.ENVOY_ACCREDITED, "2026-07-20")
    assert event.known_at.date() == event.happened.day
    again = run("backfill", "--save", "a.jsonl")
    assert again.stdout.startswith("0 texts with news entered, 1 known already; events: 0 new")


def _shipped(event: Event) -> bool:
    return event.origin.value == "history"


def subscribe(tmp_path: Path) -> None:
    async def ask() -> None:
        store = await Store.open(tmp_path / "data" / "missionwatch.db")
        async with store.write() as tx:
            await chats.subscribe(tx, ALICE, ALL)
        await store.close()

    asyncio.run(ask())


def test_announcing_is_asked_for(run: Run, tmp_path: Path) -> None:
    subscribe(tmp_path)
    (tmp_path / "a.jsonl").write_text(lines([OLD]))
    done = run("backfill", "--save", "--announce", "a.jsonl")
    assert "1 deliveries" in done.stdout

    async def waiting() -> int:
        store = await Store.open(path_of(tmp_path))
        async with store.read() as tx:
            count = await deliveries.pending(tx, ALICE.platform)
        await store.close()
        return count

    assert asyncio.run(waiting()) == 1


# --- measuring, and what was known --------------------------------------------------------------


def test_measuring(run: Run, tmp_path: Path) -> None:
    label = {"kind": "envoy_accredited", "assertion": "confirmed", "hosts": ["NO"], "story": "s"}
    labelled = [each | label | {"date": each["published"]} for each in (ACCREDITED, AGAIN)]
    (tmp_path / "en.jsonl").write_text(lines(labelled))
    (tmp_path / "overlaps.json").write_text('{"overlaps": [["s", "t"]]}')
    for options in ((), ("--labels",), ("--overlaps", "overlaps.json")):
        answer = run("evaluate-ledger", "en.jsonl", *options)
        assert answer.exit_code == 0
        assert "1.000 precision, 1.000 recall  (1 right, 0 wrong, 0 missed)" in answer.stdout


def test_status_as_it_was_known(run: Run) -> None:
    now = run("status", "russia", "2022-03-20")
    then = run("status", "russia", "2022-03-20", "--known", "2022-03-20")
    assert "accepts a chargé" in now.stdout
    assert "as known on 2022-03-20: has accepted no envoy" in then.stdout
