"""Reads the public preview of a Telegram channel, https://t.me/s/<channel>, into items.

Messages stand oldest first and have no titles: the first line of a message is its title, the
whole of it its lead. Pure and picklable; raises `ReadError` only.
"""

from __future__ import annotations

import datetime as dt
import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watchers.charsets import to_text
from watchers.cleaning import clean_lead, clean_title
from watchers.dates import parse_date
from watchers.errors import ReadError
from watchers.links import absolute
from watchers.model import Item, PollState, Reading
from watchers.sniffing import Shape, refuse_deep, shape_of, wall

MAX_MESSAGES = 200
MAX_HEADLINE = 160
"""Characters of a first line that are a title; a longer one is cut at a sentence or a word."""
_POST = re.compile(r"[A-Za-z]\w{3,31}/\d{1,9}")
_LINE = re.compile(r"<br\s*/?>|</p>|</div>", re.IGNORECASE)
_SENTENCE = re.compile(r"^(.{30,}?[.!?؟。…])\s")


def telegram_reading(
    body: bytes, *, url: str, charset: str | None, fetched_at: dt.datetime
) -> Reading:
    """The messages of a channel's preview; those without a text (pictures) are left out."""
    text = to_text(body, charset)
    if shape_of(text) is Shape.EMPTY:
        raise ReadError(PollState.EMPTY, "the body is empty")
    if blocked := wall(text):
        raise blocked
    refuse_deep(text, Shape.HTML)
    tree = LexborHTMLParser(text)
    messages = tree.css(".tgme_widget_message")[-MAX_MESSAGES:]
    if not messages:
        raise _no_messages(tree)
    items = (_item(message, url, fetched_at) for message in messages)
    return Reading(tuple(item for item in items if item is not None))


def _no_messages(tree: LexborHTMLParser) -> ReadError:
    if tree.css_first(".tgme_page, .tgme_channel_info") is not None:
        reason = "the channel has no public preview, or no messages"
        return ReadError(PollState.EMPTY, reason)
    return ReadError(PollState.NOT_A_FEED, "no preview of a Telegram channel")


def _item(message: LexborNode, url: str, fetched_at: dt.datetime) -> Item | None:
    words = message.css_first(".tgme_widget_message_text.js-message_text")
    words = words or message.css_first(".tgme_widget_message_text")
    address = _address(message, url)
    if words is None or address is None:
        return None
    lead = clean_lead(words.html or "")
    title = headline(words.html or "", lead)
    dated = message.css_first("time[datetime]")
    found = parse_date(
        str(dated.attributes.get("datetime") or "") if dated else "", fetched_at=fetched_at
    )
    return Item(
        title=title,
        url=address,
        guid=address.removeprefix("https://t.me/"),
        lead="" if lead == title else lead,
        published=found.at if found else None,
        published_is_day=found is not None and found.is_day,
    )


def headline(markup: str, lead: str) -> str:
    """The first line of a message; of a long one its first sentence, else its first words."""
    lines = (clean_title(line) for line in _LINE.split(markup[: MAX_HEADLINE * 40]))
    first = next((line for line in lines if line), lead)
    if len(first) <= MAX_HEADLINE:
        return first
    if (sentence := _SENTENCE.match(first)) and len(sentence[1]) <= MAX_HEADLINE:
        return sentence[1]
    return first[:MAX_HEADLINE].rsplit(" ", 1)[0] + "…"


def _address(message: LexborNode, url: str) -> str | None:
    """Where the message stands: its own name, else the link of its date."""
    post = str(message.attributes.get("data-post") or "")
    if _POST.fullmatch(post):
        return f"https://t.me/{post}"
    link = message.css_first("a.tgme_widget_message_date[href]")
    return absolute(str(link.attributes.get("href") or ""), url) if link else None
