"""`missionwatch sources …`: every command, its messages and exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app

Run = Callable[..., Result]
ENTRY = """- id: xx-new
  kind: feed
  url: https://new.example/feed
  publisher: New
  country: RU
  lang: ru
  role: news
  tier: 2
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `missionwatch sources …` in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MISSIONWATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MISSIONWATCH_NOW", "2026-07-20T12:00:00Z")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LOGNAME", "olga")

    def invoke(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(app, ["sources", *arguments], input=typed)

    return invoke


def test_every_change_is_kept_with_who_when_and_why(run: Run) -> None:
    assert run("pause", "ru-mid-news", "--why", "a wall").exit_code == 0
    assert run("resume", "ru-mid-news", "--by", "pavel").exit_code == 0
    done = run("retire", "ae-mofaic", "--why", "its host is gone")
    assert done.stdout.startswith("ae-mofaic is retired: ")

    assert run("changes").stdout.splitlines() == [
        "2026-07-20T12:00:00Z  pause  ru-mid-news  by olga: a wall",
        "2026-07-20T12:00:00Z  resume ru-mid-news  by pavel",
        "2026-07-20T12:00:00Z  retire ae-mofaic  by olga: its host is gone",
    ]
    (told,) = map(json.loads, run("changes", "ae-mofaic", "--json").stdout.splitlines())
    assert (told["action"], told["by"], told["reason"]) == ("retire", "olga", "its host is gone")


def test_changes_without_a_store_are_none(run: Run, tmp_path: Path) -> None:
    answer = run("changes")
    assert (answer.exit_code, answer.stdout) == (0, "")
    assert not (tmp_path / "data").exists()


def test_a_source_is_added_by_options(run: Run) -> None:
    options = ["--id", "xx-new", "--url", "https://new.example/feed", "--kind", "feed"]
    options += ["--publisher", "New", "--country", "RU", "--lang", "ru", "--role", "news"]
    done = run("add", *options, "--tier", "2", "--why", "found it")
    assert done.stdout == "xx-new is added: feed https://new.example/feed\n"
    assert "add    xx-new  by olga: found it" in run("changes").stdout
    assert run("pause", "xx-new", "--why", "w").exit_code == 0

    again = run("add", *options, "--tier", "2")
    assert again.exit_code == 1
    assert "xx-new: id: 'xx-new' is a source already. Give it another id" in again.stderr


def test_sources_are_added_from_entries_all_or_none(run: Run, tmp_path: Path) -> None:
    other = ENTRY.replace("xx-new", "xx-bad").replace("new.example", "x.example")
    bad = run("add", "--entry", "-", typed=ENTRY + other.replace("news", "paper"))
    assert bad.exit_code == 1
    assert "--entry:15: xx-bad: role: 'paper' is no role. Write one of host_mfa" in bad.stderr
    assert run("changes").stdout == ""

    (tmp_path / "new.yaml").write_text(ENTRY + other, "utf-8")
    done = run("add", "--entry", "new.yaml")
    assert done.stdout.count(" is added: ") == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("pause", "ru-mid-new", "--why", "x"), "no source 'ru-mid-new': did you mean ru-mid-n"),
        (("resume", "ru-mid-news"), "ru-mid-news is polled already"),
        (("add",), "says no source: give --entry FILE, or --id, --url and the others"),
        (("add", "--entry", "-", "--id", "x"), "--entry holds all fields"),
        (("add", "--entry", "absent.yaml"), "--entry absent.yaml cannot be read"),
        (("add", "--id", "x", "--url", "nonsense"), "x: url: 'nonsense' is no address"),
        (("add", "--id", "x", "--country", "Russia"), "country: 'Russia' is no country code"),
    ],
)
def test_bad_input_is_named_with_its_cure(run: Run, arguments: tuple[str, ...], told: str) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 1
    assert told in answer.stderr
    assert answer.stdout == ""


def test_an_entry_that_is_no_text_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_bytes(b"\xff\xfe\xff")
    answer = run("add", "--entry", "new.yaml")
    assert answer.exit_code == 1
    assert "is not UTF-8: save it as UTF-8" in answer.stderr


@pytest.mark.parametrize("command", ["pause", "retire"])
def test_a_reason_is_asked_for(run: Run, command: str) -> None:
    answer = run(command, "ru-mid-news")
    assert answer.exit_code == 2
    assert "--why" in answer.stderr


# --- listing -------------------------------------------------------------------------------------


def test_sources_are_listed_with_counts_and_gaps(run: Run, tmp_path: Path) -> None:
    told = run().stdout
    assert "ru-mid-news (" in told
    assert "No ministry or presidency is read of" in told
    assert not (tmp_path / "data").exists(), "a question makes no store"
    assert run("list", "russia").stdout == run("russia").stdout
    assert "kz-" not in run("russia").stdout


def test_the_listing_as_json(run: Run) -> None:
    run("retire", "ru-mid-news", "--why", "gone")
    found = json.loads(run("russia", "--json").stdout)
    assert {each["country"] for each in found["sources"]} == {"RU"}
    (told,) = (each for each in found["sources"] if each["id"] == "ru-mid-news")
    assert {
        key: told[key] for key in ("health", "reason", "since", "changed_by", "last_item")
    } == {
        "health": "retired",
        "reason": "gone",
        "since": "2026-07-20T12:00:00Z",
        "changed_by": "olga",
        "last_item": None,
    }
    assert found["counts"]["retired"] == 1
    assert found["gaps"]["without_outlet"]["SE"] == "sv"
    assert len(json.loads(run("--json").stdout)["sources"]) > 200


@pytest.mark.parametrize(
    ("place", "told"),
    [("atlantisss", "I know no place called “atlantisss”"), ("andorra", "no source is known of")],
)
def test_a_listing_of_nowhere_is_bad_input(run: Run, place: str, told: str) -> None:
    for as_json in ((), ("--json",)):
        answer = run(place, *as_json)
        if as_json and place == "andorra":
            assert json.loads(answer.stdout)["sources"] == []
        else:
            assert answer.exit_code == 1
            assert told in answer.stderr


def test_help_names_every_command(run: Run) -> None:
    told = run("--help").stdout
    for name in ("list", "add", "pause", "resume", "retire", "changes"):
        assert f"\n  {name} " in told


# --- OPML ----------------------------------------------------------------------------------------

FOREIGN = """<opml version="1.0"><body>
<outline text="A" xmlUrl="https://a.example/feed" language="ru"/>
<outline text="B" xmlUrl="https://b.example/feed"/></body></opml>"""


def test_feeds_go_out_and_come_back(run: Run, tmp_path: Path) -> None:
    run("add", "--entry", "-", typed=ENTRY)
    out = run("export-opml", "all.opml")
    assert out.exit_code == 0
    assert "feeds written" in out.stderr
    assert "OPML holds feeds only" in out.stderr
    assert "https://new.example/feed" in run("export-opml").stdout
    again = run("import-opml", "all.opml")
    assert again.stdout == ""
    assert "xx-new has this address already" in again.stderr


def test_an_import_can_be_tried_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "theirs.opml").write_text(FOREIGN, "utf-8")
    dry = run("import-opml", "theirs.opml", "--dry-run", "--country", "RU")
    assert dry.stdout == "a-example-feed would be added: https://a.example/feed\n"
    assert "left out: https://b.example/feed: lang: is missing. Add lang." in dry.stderr
    assert run("changes").stdout == ""

    done = run("import-opml", "theirs.opml", "--country", "RU", "--lang", "fa")
    assert "2 feeds added, 0 left out" in done.stderr
    assert "by olga: imported from theirs.opml" in run("changes").stdout


@pytest.mark.parametrize("text", [None, "nonsense", "<!DOCTYPE x []><opml/>"])
def test_a_file_that_is_no_opml_is_refused(run: Run, tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "theirs.opml").write_text(text, "utf-8")
    answer = run("import-opml", "theirs.opml")
    assert answer.exit_code == 1
    assert answer.stderr.startswith("missionwatch: theirs.opml ")
