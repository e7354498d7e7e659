"""How a site's pieces look as bytes, in each of the forms in which sources come."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Callable, Sequence
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tests.week.book import Layout, Piece, Site

_TYPES = {
    Layout.RSS: "application/rss+xml",
    Layout.ATOM: "application/atom+xml",
    Layout.SITEMAP: "application/xml",
    Layout.JSON: "application/json",
}


def content_type(layout: Layout) -> str:
    """The Content-Type of a layout."""
    return f"{_TYPES.get(layout, 'text/html')}; charset=utf-8"


def body(site: Site, layout: Layout, now: dt.datetime) -> str:
    """What a site shows."""
    makers: dict[Layout, Callable[[Site, Sequence[Piece], dt.datetime], str]] = {
        Layout.RSS: _rss,
        Layout.ATOM: _atom,
        Layout.TELEGRAM: _telegram,
        Layout.SITEMAP: _sitemap,
        Layout.JSON: _json,
    }
    make = makers.get(layout)
    shown = site.shown(now)
    return make(site, shown, now) if make else _page(site, layout, shown, now)


def article(piece: Piece) -> str:
    """The page of one piece."""
    return (
        f"<!doctype html><html lang='en'><head><title>{html.escape(piece.title)}</title>"
        f"<meta property='article:published_time' content='{piece.at.isoformat()}'></head>"
        f"<body><article><h1>{html.escape(piece.title)}</h1><p>{html.escape(piece.text)}</p>"
        "</article></body></html>"
    )


LOGIN = (
    "<!doctype html><html><head><title>Sign in</title></head><body><form method='post'>"
    "<input name='user'><input type='password' name='pass'></form></body></html>"
)
CHALLENGE = (
    "<html><head><title>Just a moment...</title></head>"
    "<body><div class='cf-chl'></div></body></html>"
)


def _rss(site: Site, shown: Sequence[Piece], now: dt.datetime) -> str:
    name = html.escape(site.source.publisher)
    ttl = f"<ttl>{site.ttl_min}</ttl>" if site.ttl_min else ""
    entries = "".join(
        f"<item><title>{html.escape(each.title_at(now))}</title><link>{each.url}</link>"
        f"<guid isPermaLink='false'>{_guid(site, each)}</guid>"
        f"<pubDate>{format_datetime(each.at)}</pubDate>"
        f"<description>{html.escape(each.lead)}</description></item>"
        for each in shown
    )
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>{name}</title><link>{site.source.url}</link><description>{name}</description>"
        f"{ttl}{entries}</channel></rss>"
    )


def _atom(site: Site, shown: Sequence[Piece], now: dt.datetime) -> str:
    entries = "".join(
        f"<entry><title>{html.escape(each.title_at(now))}</title><link href='{each.url}'/>"
        f"<id>{_guid(site, each)}</id><published>{each.at.isoformat()}</published>"
        f"<updated>{each.at.isoformat()}</updated><summary>{html.escape(each.lead)}</summary>"
        "</entry>"
        for each in shown
    )
    name = html.escape(site.source.publisher)
    return (
        "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
        f"<title>{name}</title><id>urn:{site.source.id}</id>{entries}</feed>"
    )


def _guid(site: Site, piece: Piece) -> str:
    """One of the publisher, whatever the form of its feeds."""
    return f"urn:{site.source.publisher.replace(' ', '-').replace('&', 'and')}:{piece.number}"


def _page(site: Site, layout: Layout, shown: Sequence[Piece], now: dt.datetime) -> str:
    row = {
        Layout.ROWS: _row,
        Layout.CARDS: _card,
        Layout.TABLE: _line,
        Layout.TEASERS: _teaser,
        Layout.LABELS: _label,
    }[layout]
    around = {
        Layout.ROWS: "<ul class='news'>{}</ul>",
        Layout.CARDS: "<div class='grid'>{}</div>",
        Layout.TABLE: "<table class='press'><tbody>{}</tbody></table>",
        Layout.TEASERS: "<section class='latest'>{}</section>",
        Layout.LABELS: "<div class='wall'>{}</div>",
    }[layout]
    zone = ZoneInfo(site.source.timezone or "UTC")
    rows = "".join(row(each, html.escape(each.title_at(now)), zone) for each in shown)
    return (
        "<!doctype html><html lang='en'><head><title>News</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/about'>About the Ministry</a> "
        "<a href='/contact'>Contact</a></nav>"
        f"<main><h1>News</h1>{around.format(rows)}</main>"
        "<footer><a href='/imprint'>Imprint</a></footer></body></html>"
    )


def _row(piece: Piece, title: str, zone: ZoneInfo) -> str:
    day = piece.at.astimezone(zone)
    return (
        f'<li class="news-row"><span class="news-date">{day.day} {day:%B %Y}</span> '
        f'<a href="{piece.url}">{title}</a></li>'
    )


def _card(piece: Piece, title: str, zone: ZoneInfo) -> str:
    day = piece.at.astimezone(zone)
    return (
        f'<div class="card"><a href="{piece.url}"><h3>{title}</h3></a>'
        f'<time datetime="{day:%Y-%m-%d}">{day:%d.%m.%Y}</time></div>'
    )


def _line(piece: Piece, title: str, zone: ZoneInfo) -> str:
    day = piece.at.astimezone(zone)
    return (
        f'<tr><td class="when">{day:%d.%m.%Y}</td>'
        f'<td class="what"><a href="{piece.url}">{title}</a></td></tr>'
    )


def _teaser(piece: Piece, title: str, _zone: ZoneInfo) -> str:
    return f'<article class="teaser"><h2><a href="{piece.url}">{title}</a></h2></article>'


def _label(piece: Piece, _title: str, zone: ZoneInfo) -> str:
    day = piece.at.astimezone(zone)
    return (
        f'<div class="tile"><time datetime="{day:%Y-%m-%d}">{day:%d.%m.%Y}</time>'
        f'<a href="{piece.url}">Go to the full announcement</a></div>'
    )


def _telegram(_site: Site, shown: Sequence[Piece], now: dt.datetime) -> str:
    posts = "".join(
        "<div class='tgme_widget_message_wrap'><div class='tgme_widget_message' "
        f"data-post='{each.url.removeprefix('https://t.me/')}'>"
        "<div class='tgme_widget_message_text js-message_text'>"
        f"{html.escape(each.title_at(now))}<br>{html.escape(each.lead)}</div>"
        f"<a class='tgme_widget_message_date' href='{each.url}'>"
        f"<time datetime='{each.at.isoformat()}'>{each.at:%H:%M}</time></a></div></div>"
        for each in reversed(shown)
    )
    return (
        "<!doctype html><html><head><title>Channel – Telegram</title></head><body>"
        f"<div class='tgme_channel_info'>Channel</div><section>{posts}</section></body></html>"
    )


def _sitemap(site: Site, shown: Sequence[Piece], now: dt.datetime) -> str:
    entries = "".join(
        f"<url><loc>{each.url}</loc><news:news><news:publication>"
        f"<news:name>{html.escape(site.source.publisher)}</news:name></news:publication>"
        f"<news:publication_date>{each.at.isoformat()}</news:publication_date>"
        f"<news:title>{html.escape(each.title_at(now))}</news:title></news:news></url>"
        for each in shown
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        f"xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'>{entries}</urlset>"
    )


def _json(_site: Site, shown: Sequence[Piece], now: dt.datetime) -> str:
    records = [
        {
            "id": each.number,
            "title": each.title_at(now),
            "url": each.url,
            "created_date": each.at.isoformat(),
            "body": each.lead,
        }
        for each in shown
    ]
    return json.dumps({"total": len(records), "content": records})
