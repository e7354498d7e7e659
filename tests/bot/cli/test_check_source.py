"""`missionwatch check-source` against a server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.commands import app
from tests.fakes.web import FakeWeb

FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>The Fjord</title>
<language>no</language>
<item><title>One</title><link>http://127.0.0.1/1</link>
<pubDate>Mon, 20 Jul 2026 08:00:00 GMT</pubDate></item>
<item><title>Two</title><link>http://127.0.0.1/2</link></item></channel></rss>"""
HOME = b"""<!doctype html><html lang="no"><head><title>The Fjord</title>
<link rel="alternate" type="application/rss+xml" href="/feed?a=1&amp;b=2">
<link rel="alternate" type="application/rss+xml" href="/comments/feed"></head>
<body><p>Welcome to our newspaper about fjords.</p></body></html>"""

Check = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Check:
    """Runs a command while a small web is served beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MISSIONWATCH_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("MISSIONWATCH_ALLOW_LOOPBACK", "true")
    monkeypatch.setenv("LOGNAME", "olga")

    def invoke(path: str, *options: str, **bodies: bytes) -> Result:
        async def served() -> Result:
            async with FakeWeb() as web:
                for name, body in bodies.items():
                    is_feed = body.startswith(b"<?xml")
                    web.serve(
                        "/feed?a=1&b=2" if name == "feed" else f"/{name}",
                        body,
                        content_type="application/xml" if is_feed else "text/html",
                    )
                arguments = ["check-source", web.url(path), *options]
                return await asyncio.to_thread(CliRunner().invoke, app, arguments)

        return asyncio.run(served())

    return invoke


def test_a_feed_is_read_and_an_entry_proposed(run: Check) -> None:
    answer = run("/rss", "--country", "NO", rss=FEED)
    assert answer.exit_code == 0, answer.output
    assert "Kind: feed; 2 items, 1 of them dated" in answer.stdout
    assert "Missing: dates" in answer.stdout
    assert "Language: no" in answer.stdout
    assert "Matches now: 0 reports" in answer.stdout
    assert "country: 'NO'" in answer.stdout.split("Proposed entry:")[1]


def test_a_page_that_links_a_feed_proposes_the_feed(run: Check) -> None:
    answer = run("/home", home=HOME, feed=FEED)
    assert answer.exit_code == 0, answer.output
    assert "The page links a feed: http://127.0.0.1:" in answer.stdout
    entry = answer.stdout.split("Proposed entry:")[1]
    assert "kind: feed" in entry
    assert "/feed?a=1&b=2" in entry
    assert "Missing: country, give --country" in answer.stdout


def test_what_is_proposed_can_be_added(run: Check) -> None:
    answer = run("/rss", "--country", "NO", "--id", "no-fjord", "--add", rss=FEED)
    assert answer.stdout.endswith("no-fjord is added\n"), answer.output
    told = CliRunner().invoke(app, ["sources", "changes"]).stdout
    assert "add    no-fjord  by olga: check-source read 2 items" in told
    lacking = run("/rss", "--id", "no-other", "--add", rss=FEED)
    assert lacking.exit_code == 1
    assert "country: is missing. Add country." in lacking.stderr


def test_what_cannot_be_read_says_why_and_the_cure(run: Check) -> None:
    gone = run("/nowhere")
    assert gone.exit_code == 1
    assert "Not read: gone: 127.0.0.1 answers 404" in gone.stdout
    assert "Cure: look for where it moved" in gone.stdout
    wall = run("/wall", wall=b"<html><title>Just a moment...</title><body>cf-chl</body></html>")
    assert "Not read: blocked: a Cloudflare challenge" in wall.stdout
    assert "it is not added" in run("/nowhere", "--add").stderr


@pytest.mark.parametrize(
    ("url", "options", "told"),
    [
        ("ftp://x", (), "is no address: write http://… or https://…"),
        ("https://x:99999/", (), "has no usable port or host"),
        ("https://x.example/", ("--kind", "paper"), "--kind 'paper' is unknown: write feed"),
    ],
)
def test_bad_input_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    url: str,
    options: tuple[str, ...],
    told: str,
) -> None:
    monkeypatch.setenv("MISSIONWATCH_DATA", str(tmp_path))
    answer = CliRunner().invoke(app, ["check-source", url, *options])
    assert answer.exit_code == 1
    assert told in answer.stderr
