"""Each command's answer, messages and exit code, in text and in JSON."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from bot.lines import said
from bot.model import Alert
from bot.store import ItemState, Store, chats, deliveries, items, sources
from config.concepts import Concept
from config.lexicon import Lexicon, languages
from config.terms import Terms
from tests.bot.samples import ALICE, ALL, BOB, NOW, item, source
from watchers.model import PollState, SourceState

Run = Callable[..., Result]
ACCREDITED = {
    "id": "a",
    "title": "Norway accredits Taliban diplomat as Afghan charge d'affaires",
    "text": "Norway's foreign ministry has accredited a diplomat sent by the Taliban, Gul Agha "
    "Rahimi, as charge d'affaires at the Afghan embassy in Oslo, the ministry said.",
    "published": "2026-07-20",
    "publisher": "Fjord Times",
}
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>
<item><title>One [red]x[/red]</title><link>https://news.example/1</link>
<pubDate>Mon, 20 Jul 2026 08:00:00 GMT</pubDate></item>
<item><title>Two</title><link>https://news.example/2</link></item></channel></rss>"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder of its own, with no setting but the data folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MISSIONWATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MISSIONWATCH_NOW", "2026-07-20T12:00:00Z")
    # Rich wraps nothing, yet a narrow terminal would still cut rules.
    monkeypatch.setenv("COLUMNS", "200")

    def invoke(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, arguments, input=typed)

    return invoke


def lines(objects: Sequence[dict[str, Any]]) -> str:
    return "".join(json.dumps(each) + "\n" for each in objects)


# --- status, missions, latest -------------------------------------------------------------------


def test_status_answers_from_the_shipped_history_without_a_store(run: Run, tmp_path: Path) -> None:
    answer = run("status", "russia", "2022-04-15")

    assert answer.exit_code == 0
    assert answer.stdout.startswith("Russia on 2022-04-15: accepts a chargé d'affaires")
    assert not (tmp_path / "data").exists()


def test_status_as_json(run: Run) -> None:
    status = json.loads(run("status", "bonn", "--json").stdout)
    keys = {"host", "stance", "as_of", "covered_from", "missions", "claims", "events", "sources"}

    assert keys <= status.keys()
    assert status["host"] == "DE"
    assert {"id", "city", "kind", "control", "papers", "head"} <= status["missions"][0].keys()


def test_status_of_all_as_json_is_a_list(run: Run) -> None:
    statuses = json.loads(run("status", "--json").stdout)
    assert len(statuses) > 30


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("history russia 2022-03-01 2022-04-15", "History of Russia from 2022-03-01"),
        ("who moscow", "Jamal Nasir Gharwal"),
        ("compare 2022-04-08 2022-04-15", "What changed from 2022-04-08"),
        ("count 2022-04-15", "Chargé d'affaires accepted: 4"),
        ("search gharwal moscow", "Russia"),
    ],
)
def test_questions_to_the_ledger(run: Run, typed: str, told: str) -> None:
    assert told in run(*typed.split()).stdout


def test_questions_as_json(run: Run) -> None:
    assert json.loads(run("who", "moscow", "--json").stdout)[0]["host"] == "RU"
    then, _ = json.loads(run("count", "2022-04-15", "--json").stdout)
    assert then["hosts"]["charge"] == 4
    compared = json.loads(run("compare", "2022-04-08", "2022-04-15", "--json").stdout)
    assert all(each["event"]["sources"] for each in compared["changes"])
    history = json.loads(run("history", "russia", "--json").stdout)
    found = json.loads(run("search", "gharwal", "moscow", "--json").stdout)
    assert found[0] in history
    nothing = run("compare", "russia", "--json")
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "“russia” is no day" in nothing.stderr


def test_missions_and_latest(run: Run) -> None:
    told = run("missions", "tajikistan").stdout
    assert "Dushanbe" in told
    assert "Khorog" in told

    found = json.loads(run("missions", "tajikistan", "--json").stdout)
    assert {each["id"] for each in found} >= {"tj-dushanbe-embassy"}
    assert len(json.loads(run("latest", "2", "--json").stdout)) == 2
    assert "Source: " in run("latest", "1").stdout


def test_a_place_that_is_unknown_gets_a_suggestion(run: Run) -> None:
    answer = run("status", "rusia")
    assert answer.exit_code == 0
    assert "Russia" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("status", "atlantisss"), "I know no place called “atlantisss”"),
        (("missions", "atlantisss"), "I know no place called “atlantisss”"),
        (("latest", "many"), "is no number above zero"),
        (("status", "russia", "2022-02-31"), "is no date"),
    ],
)
def test_as_json_a_question_without_an_answer_is_bad_input(
    run: Run, arguments: tuple[str, ...], told: str
) -> None:
    answer = run(*arguments, "--json")

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert answer.stderr.startswith("missionwatch: ")
    assert told in answer.stderr
    assert "  " not in answer.stderr
    assert ".W" not in answer.stderr, "sentences of two lines are kept apart"


def test_a_bad_setting_is_exit_2_and_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MISSIONWATCH_LOG_LEVEL", "loud")
    for command in ("status", "match", "run", "doctor"):
        answer = run(command)
        assert answer.exit_code == 2, command
        assert "MISSIONWATCH_LOG_LEVEL" in answer.stderr


def test_no_command_shows_what_there_is(run: Run) -> None:
    for name in ("run", "demo", "doctor", "status", "match", "explain", "preview", "backfill"):
        assert name in run().output
        assert run(name, "--help").exit_code == 0


# --- match, explain, backfill -------------------------------------------------------------------


def test_match_answers_a_line_an_item(run: Run) -> None:
    other = {"id": 7, "title": "Weather", "text": "It rains.", "published": None}
    answer = run("match", typed=lines([ACCREDITED, other]) + "\n")
    first, second = (json.loads(line) for line in answer.stdout.splitlines())

    assert second == {"id": "7", "reports": []}
    (told,) = first["reports"]
    assert (told["kind"], told["assertion"], told["host"]) == (
        "envoy_accredited",
        "confirmed",
        "NO",
    )
    assert told["mission"] == "no-oslo-embassy"
    assert told["alert"] is True
    text = f"{ACCREDITED['title']}\n{ACCREDITED['text']}"
    assert all(text[e["start"] : e["end"]] == e["text"] for e in told["evidence"])


@pytest.mark.parametrize("command", ["match", "backfill"])
@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("no json\n", "line 1 is no JSON"),
        ('{"id": "1", "title": "T"}\n[]\n', "line 2 is no JSON object"),
        ('{"id": "1", "title": "T"}\n{"id": "2"}\n', "2: title: must be a string"),
        ('{"id": "1", "title": "T", "published": "soon"}\n', "1: published: 'soon' is no date"),
    ],
)
def test_a_line_that_is_no_item_is_named(run: Run, command: str, typed: str, told: str) -> None:
    answer = run(command, typed=typed)
    assert answer.exit_code == 1
    assert told in answer.stderr
    assert "Traceback" not in answer.output


def test_explain_gives_reasons_and_shows_foreign_text_as_text(run: Run) -> None:
    title = f"{ACCREDITED['title']} [red]x[/red]"
    answer = run("explain", f"{title}\n{ACCREDITED['text']}", "--published", "2026-07-20")

    assert answer.exit_code == 0
    assert "envoy_accredited · confirmed · NO" in answer.stdout
    assert "[red]x[/red]" in answer.stdout
    assert "confidence 0.9" in answer.stdout
    assert "Taliban=CLAIMANT" in answer.stdout
    assert "frame: envoy_accredited (acceptance, fact)" in answer.stdout
    assert (
        "roles: act: accredits, object: diplomat (claimant's), direction: wanted" in answer.stdout
    )
    assert "host: NO by " in answer.stdout
    assert "+0.20 in the title" in answer.stdout
    assert "of such readings" in answer.stdout


def test_explain_refuses_a_date_that_is_none(run: Run) -> None:
    answer = run("explain", "It rains.", "--published", "soon")
    assert answer.exit_code == 1
    assert "published: 'soon' is no date" in answer.stderr


def test_explain_says_when_there_is_nothing(run: Run) -> None:
    answer = run("explain", "It", "rains.")
    assert "Does not touch the dossier." in answer.stdout
    assert "No report." in answer.stdout


def test_evaluate_tells_figures_by_language_and_kind_and_the_misses(
    run: Run, tmp_path: Path
) -> None:
    right = {**ACCREDITED, "lang": "en", "kind": "envoy_accredited", "hosts": ["NO"]}
    right["assertion"] = "confirmed"
    missed = {**right, "title": "Nothing of note", "text": "", "lang": "xx"}
    (tmp_path / "labelled.jsonl").write_text(lines([right, missed, {**right, "ambiguous": True}]))
    answer = run("evaluate", "labelled.jsonl", "--misses")
    assert answer.exit_code == 0
    told = [" ".join(line.split()) for line in answer.stdout.splitlines()]
    assert "en 1 1.000 1/1 1.000 1/1 1.000 1/1 1.000 1/1 1.000 1/1 1.000 1/1" in told
    assert "envoy_accredited 2 1.000 1/1 0.500 1/2 1.000 1/1 1.000 1/1 1.000 1/1 1.000 1/1" in told
    assert "ambiguous items left out: 1" in told
    assert told[-1] == "labelled envoy_accredited/confirmed/NO; read nothing"
    figures = json.loads(run("evaluate", "labelled.jsonl", "--json").stdout)
    assert figures["left_out"] == 1
    assert figures["all"]["alert recall"] == {"part": 1, "whole": 2, "value": 0.5}
    assert [miss["problems"] for miss in figures["misses"]] == [["missed"]]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"title": "x", "kind": "closed"}', "labelled.jsonl: line 1: kind: is 'closed'"),
        (b"no json", "labelled.jsonl: line 1: "),
        (b"\xff\xfe", "labelled.jsonl is no UTF-8"),
    ],
)
def test_evaluate_names_file_and_line(run: Run, tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "labelled.jsonl").write_bytes(content)
    answer = run("evaluate", "labelled.jsonl")
    assert answer.exit_code == 1
    assert answer.stderr.startswith(f"missionwatch: {told}")


def test_lexicon_check_counts_all_and_tells_one(run: Run) -> None:
    every = run("lexicon", "check")
    assert every.exit_code == 0
    counted = [line.split(":")[0] for line in every.stdout.splitlines()]
    assert counted == list(languages())
    one = run("lexicon", "check", "en")
    assert one.exit_code == 0
    assert one.stdout.startswith("en: warning: ")


def test_lexicon_check_is_exit_1_on_errors(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Lexicon("en", terms={Concept.EMBASSY: Terms()})
    monkeypatch.setattr("config.lexicon.load_lexicon", lambda lang: broken)
    answer = run("lexicon", "check", "en")
    assert answer.exit_code == 1
    assert "en: error: EMBASSY: holds no terms" in answer.stdout


def test_lexicon_check_names_the_languages_there_are(run: Run) -> None:
    answer = run("lexicon", "check", "xx")
    assert answer.exit_code == 1
    assert f"no lexicon for 'xx': there are {', '.join(languages())}" in answer.stderr


def test_backfill_merges_in_order_of_time(run: Run) -> None:
    again = ACCREDITED | {"id": "b", "published": "2026-07-21", "publisher": "Second Herald"}
    answer = run("backfill", "--json", typed=lines([again, ACCREDITED]))
    (event,) = map(json.loads, answer.stdout.splitlines())

    assert (event["kind"], event["host"], event["known"]) == ("envoy_accredited", "NO", False)
    assert event["items"] == ["a", "b"]
    told = run("backfill", "--empty", typed=lines([again, ACCREDITED])).stdout
    assert "news 2, mentions 0" in told


# --- preview ------------------------------------------------------------------------------------


def test_preview_of_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    first, second = map(json.loads, run("preview", "feed.xml", "--json").stdout.splitlines())

    assert first == {
        "title": "One [red]x[/red]",
        "url": "https://news.example/1",
        "published": "2026-07-20T08:00:00Z",
    }
    assert second["published"] is None
    shown = run("preview", "feed.xml").stdout
    assert "2026-07-20  One [red]x[/red]" in shown
    assert "no date" in shown


def test_preview_goes_on_after_a_target_that_fails(run: Run, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(FEED)
    (tmp_path / "page.xml").write_bytes(b"<html><body><p>hello</p></body></html>")
    answer = run("preview", "missing.xml", "page.xml", "feed.xml", "--kind", "feed")

    assert answer.exit_code == 1
    assert "missionwatch: missing.xml: cannot be read" in answer.stderr
    assert "missionwatch: page.xml: not_a_feed" in answer.stderr
    assert "Two" in answer.stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("x.xml", "--kind", "podcast"), "--kind 'podcast' is unknown"),
        (("http://127.0.0.1:1/feed",), "not a public address"),
        (("http://news.example:seven/",), "no usable port"),
        (("http://user@news.example/",), "user name"),
    ],
)
def test_preview_refuses_with_a_reason(run: Run, arguments: tuple[str, ...], told: str) -> None:
    answer = run("preview", *arguments)
    assert answer.exit_code == 1
    assert told in answer.stderr.replace("that is not public", "not a public address")


# --- doctor -------------------------------------------------------------------------------------


def test_doctor_without_a_store_says_how_to_get_one(run: Run) -> None:
    answer = run("doctor")
    assert answer.exit_code == 1
    assert "`missionwatch run` makes one" in answer.stderr


def test_doctor_names_what_is_not_well(run: Run, tmp_path: Path) -> None:
    asyncio.run(_fill(tmp_path / "data" / "missionwatch.db"))
    told = run("doctor").stdout.splitlines()

    assert told[0] == "Deliveries waiting: 1; given up: 1"
    assert "  42: rejected: too odd" in told
    assert "  43 is not written to: blocked" in told
    assert "Items: new 0, waiting_article 0, done 0, failed 1" in told
    assert "  paper '[red]poison[/red]': ValueError: no such grammar" in told
    (heading,) = [row for row in told if row.startswith("Sources watched: ")]
    assert heading.endswith(", failing 1")
    since = "failing since 20 Jul 2026, 09:00 UTC"
    assert told[-1] == f"  {BROKEN}: {since}: 3 polls in a row failed: 404."


BROKEN = "no-ud-rss"
"""A source of the shipped catalogue: the only one of Norway's own."""


async def _fill(path: Path) -> None:
    store = await Store.open(path)
    async with store.write() as tx:
        for address in (ALICE, BOB):
            await chats.subscribe(tx, address, ALL)
        for name in ("first", "second"):
            alert = Alert(name, name, 1, (), NOW)
            await deliveries.add(tx, alert, said(name), [ALICE], NOW)
        await deliveries.mark_failed(tx, 1, "rejected: too odd")
        await chats.suspend(tx, BOB, "blocked")
        poison = item("[red]poison[/red]")
        await items.add(tx, source("paper"), poison, ItemState.NEW, NOW)
        await items.set_failed(tx, 1, "ValueError: no such grammar", NOW)
        broken = SourceState(
            BROKEN,
            state=PollState.GONE,
            failures=3,
            reason="404",
            trouble_at=NOW - dt.timedelta(hours=3),
            last_poll_at=NOW,
        )
        await sources.save_states(tx, [broken, SourceState("good", state=PollState.OK)])
    await store.close()


def test_status_answers_from_the_store_where_there_is_one(run: Run, tmp_path: Path) -> None:
    async def make() -> None:
        await (await Store.open(tmp_path / "data" / "missionwatch.db")).close()

    asyncio.run(make())
    # A store that no process has filled yet knows nothing: it is the truth once it is there.
    assert json.loads(run("latest", "--json").stdout) == []


def test_status_mentions_that_a_countrys_own_word_is_not_read(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "data" / "missionwatch.db"
    asyncio.run(_lose(path, dt.timedelta(days=20)))
    gap = (
        "None of its own sources has been readable since 30 Jun 2026; what you read may be behind."
    )
    assert gap in run("status", "norway").stdout.splitlines()
    assert json.loads(run("status", "norway", "--json").stdout)["coverage_gap"] == gap
    assert gap not in run("status", "norway", "2026-01-01").stdout
    assert json.loads(run("status", "russia", "--json").stdout)["coverage_gap"] is None
    assert gap not in run("status", "russia").stdout


def test_a_ministry_that_operators_paused_leaves_no_gap(run: Run, tmp_path: Path) -> None:
    asyncio.run(_lose(tmp_path / "data" / "missionwatch.db", dt.timedelta(days=20)))
    pause = ("sources", "pause", BROKEN, "--why", "gone")
    assert run(*pause).exit_code == 0
    assert json.loads(run("status", "norway", "--json").stdout)["coverage_gap"] is None
    assert run("sources", "resume", BROKEN).exit_code == 0
    assert json.loads(run("status", "norway", "--json").stdout)["coverage_gap"] is not None


async def _lose(path: Path, ago: dt.timedelta) -> None:
    store = await Store.open(path)
    async with store.write() as tx:
        lost = SourceState(
            BROKEN,
            state=PollState.GONE,
            failures=9,
            trouble_at=NOW - ago,
            last_poll_at=NOW,
            last_ok_at=NOW - ago,
        )
        await sources.save_states(tx, [lost])
    await store.close()
