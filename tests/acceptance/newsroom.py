"""The world that a real process watches: a ministry's page, feeds and articles over HTTP."""

from __future__ import annotations

import datetime as dt
import html
from email.utils import format_datetime
from pathlib import Path

import yaml

from tests.fakes.slack import SlackServer
from tests.fakes.telegram import TelegramServer
from tests.fakes.web import FakeWeb

STARTS = dt.datetime(2026, 7, 20, 8, tzinfo=dt.UTC)
"""After the last row of the shipped history."""
RATE = 240
"""The process's clock: a source with every_min 1 is polled each quarter to whole second."""
_SOURCES = (
    ("tj-mid", "page", "MFA Tajikistan", "TJ", "host_mfa"),
    ("gr-mfa", "page", "MFA Greece", "GR", "host_mfa"),
    ("kabul-mfa", "feed", "MFA Kabul", "AF", "claimant"),
    ("steppe-wire", "feed", "Steppe Wire", "KZ", "wire"),
    ("caravan-post", "feed", "Caravan Post", "PK", "news"),
    ("fjord-times", "page", "Fjord Times", "NO", "news"),
)


class Newsroom:
    """Publishes what a test tells it; the process under test polls it."""

    def __init__(self, web: FakeWeb) -> None:
        self.web = web
        self._items: dict[str, list[tuple[str, str, str]]] = {name: [] for name, *_ in _SOURCES}
        self._count = 0
        for name, *_ in _SOURCES:
            self.publish(name, "Minister opens an exhibition of carpets", "Carpets were shown.")
            self.publish(name, "Road works begin in the capital", "Roads will be repaired.")

    def publish(self, source: str, title: str, text: str) -> None:
        """Put something on a source, newest first, with its article behind it."""
        self._count += 1
        link = f"/articles/{self._count}"
        self._items[source].insert(0, (title, text, link))
        self.web.serve(link, _article(title, text), content_type="text/html; charset=utf-8")
        kind = next(kind for name, kind, *_ in _SOURCES if name == source)
        body = self._page(source) if kind == "page" else self._feed(source)
        mime = "text/html; charset=utf-8" if kind == "page" else "application/rss+xml"
        self.web.serve(f"/{source}", body.encode(), content_type=mime)

    def settings(self, folder: Path) -> dict[str, str]:
        """What lets a process watch this world and keep its store in a folder."""
        sources = folder / "sources.yaml"
        sources.write_text(yaml.safe_dump([self._entry(*source) for source in _SOURCES]), "utf-8")
        return {
            "DATA": str(folder / "data"),
            "SOURCES_FILE": str(sources),
            "ALLOW_LOOPBACK": "true",
            "MIN_HOST_GAP_S": "0",
            "TICK_S": "0.1",
            "NOW": STARTS.isoformat(),
            "CLOCK_RATE": str(RATE),
            "LOG_FORMAT": "json",
        }

    def _entry(
        self, name: str, kind: str, publisher: str, country: str, role: str
    ) -> dict[str, object]:
        return {
            "id": name,
            "kind": kind,
            "url": self.web.url(f"/{name}"),
            "ports": [self.web.port],
            "publisher": publisher,
            "country": country,
            "lang": "en",
            "role": role,
            "tier": 1,
            "every_min": 1,
            "every_max": 60,
            "enabled": True,
        }

    def _page(self, source: str) -> str:
        rows = "".join(
            f'<li class="news-row"><span class="news-date">20 July 2026</span> '
            f'<a href="{link}">{html.escape(title)}</a></li>'
            for title, _, link in self._items[source]
        )
        return (
            "<!doctype html><html lang='en'><head><title>News</title></head><body>"
            f"<main><h1>News</h1><ul class='news'>{rows}</ul></main></body></html>"
        )

    def _feed(self, source: str) -> str:
        entries = "".join(
            f"<item><title>{html.escape(title)}</title><link>{self.web.url(link)}</link>"
            f"<guid isPermaLink='false'>{source}{link}</guid>"
            f"<pubDate>{format_datetime(STARTS)}</pubDate>"
            f"<description>{html.escape(text)}</description></item>"
            for title, text, link in self._items[source]
        )
        return (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>{source}</title><link>{self.web.url()}</link><description/>"
            f"{entries}</channel></rss>"
        )


def _article(title: str, text: str) -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>{html.escape(title)}</title></head>"
        f"<body><article><h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>"
        "</article></body></html>"
    ).encode()


TAJIK_NEWS = (
    "On the accreditation of a diplomat of the new Afghan authorities",
    "The Ministry of Foreign Affairs of Tajikistan has accredited Mr Abdul Karim Hamid as charge "
    "d'affaires of Afghanistan in Dushanbe. He was appointed by the Taliban government.",
)
TAJIK_NEWS_RETOLD = (
    "Tajikistan accredits Taliban diplomat as Afghan charge d'affaires",
    "Tajikistan's foreign ministry has accredited a diplomat sent by the Taliban, Abdul Karim "
    "Hamid, as charge d'affaires at the Afghan embassy in Dushanbe, the ministry said.",
)
GREEK_CLAIM = (
    "Greece has accredited a diplomat of the Islamic Emirate, says the foreign ministry in Kabul",
    "The Ministry of Foreign Affairs of the Islamic Emirate said that Greece had accredited its "
    "diplomat Noor Ahmad Yusufi as charge d'affaires in Athens. Athens has not commented.",
)
GREEK_NEWS = (
    "On the accreditation of a diplomat of the new Afghan authorities",
    "The Ministry of Foreign Affairs of Greece has accredited Mr Noor Ahmad Yusufi as charge "
    "d'affaires of Afghanistan in Athens. He was appointed by the Taliban government.",
)
HOSTILE_TITLE = (
    "Norway accredits Taliban diplomat [red]as[/red] *Afghan* charge d'affaires <@U1> & <3"
)
"""What must be read of it, letter by letter: the tags behind it go when the item is read."""
HOSTILE_NEWS = (
    f"{HOSTILE_TITLE} <b>bold</b> <!channel> \x1b[31m<script>alert(1)</script>",
    "Norway's foreign ministry has accredited a diplomat sent by the Taliban, Gul Agha Rahimi, "
    "as charge d'affaires at the Afghan embassy in Oslo, the ministry said.",
)


def chats_of(telegram: TelegramServer, slack: SlackServer) -> dict[str, str]:
    """The settings of a process that talks to both fake services."""
    return {
        "TELEGRAM_TOKEN": telegram.token,
        "TELEGRAM_BASE_URL": telegram.url,
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_BASE_URL": slack.api_url,
    }
