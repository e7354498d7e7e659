"""Strict readers of the platforms' markup: what the real services would see, or refuse."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_TELEGRAM_TAGS = {
    "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre",
    "span", "tg-spoiler", "tg-emoji", "blockquote",
}  # fmt: skip
_TOKEN = re.compile(r"<(/?)([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=(?:\"[^\"<]*\"|'[^'<]*'))?)*)\s*>|<")
_HREF = re.compile(r"href=[\"']([^\"']*)[\"']")
_SLACK_CONTROL = re.compile(r"<([^<>]*)>")
_SLACK_STYLED = {
    "bold": re.compile(r"(?<![^\W_])\*(?=[^\s*])[^*\n]*?[^\s*]\*(?![^\W_])|\*[^\s*]\*"),
    "italic": re.compile(r"(?<!\w)_(?=[^\s_])[^_\n]+_(?!\w)"),
    "struck": re.compile(r"~(?=[^\s~])[^~\n]+~"),
    "code": re.compile(r"`[^`\n]+`"),
    "quote": re.compile(r"^\s*&gt;", re.MULTILINE),
}


class MarkupRefusedError(Exception):
    """The real service would refuse this text."""


@dataclass
class Parsed:
    """The visible text, and each entity as (tag, href)."""

    text: str = ""
    entities: list[tuple[str, str]] = field(default_factory=list)


def parse_telegram_html(source: str) -> Parsed:
    """Read Telegram's HTML as strictly as it does: known tags only, closed in order."""
    parsed, open_tags, last = Parsed(), [], 0
    for token in _TOKEN.finditer(source):
        parsed.text += html.unescape(source[last : token.start()])
        last = token.end()
        closing, tag, attributes = token.group(1), (token.group(2) or "").lower(), token.group(3)
        if tag not in _TELEGRAM_TAGS:
            raise MarkupRefusedError(f'Unsupported start tag "{tag}" at offset {token.start()}')
        if not closing:
            open_tags.append(tag)
            href = _HREF.search(attributes or "")
            parsed.entities.append((tag, html.unescape(href[1]) if href else ""))
        elif not open_tags or open_tags.pop() != tag:
            raise MarkupRefusedError(f"Unmatched end tag at offset {token.start()}")
    if open_tags:
        raise MarkupRefusedError(
            f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"'
        )
    parsed.text += html.unescape(source[last:])
    return parsed


def parse_slack_mrkdwn(source: str) -> Parsed:
    """Read Slack's mrkdwn: the visible text, with links, mentions and styles as entities."""
    parsed, last, bare = Parsed(), 0, ""
    for found in _SLACK_CONTROL.finditer(source):
        parsed.text += html.unescape(source[last : found.start()])
        bare += source[last : found.start()] + "L"
        last = found.end()
        target, _, label = found[1].partition("|")
        kind = {"!": "special", "@": "user", "#": "channel"}.get(target[:1], "link")
        parsed.entities.append((kind, html.unescape(target)))
        parsed.text += html.unescape(label or target)
        bare += label
    parsed.text += html.unescape(source[last:])
    bare += source[last:]
    parsed.entities += [
        (style, "") for style, pattern in _SLACK_STYLED.items() for _ in pattern.findall(bare)
    ]
    return parsed
