"""Makes plain text of what sources send: no markup, no invisible characters, no mojibake.

Every title and lead passes here once, when it is read, so that nothing later has to fear it.
"""

from __future__ import annotations

import html
import re

MAX_TITLE = 500
"""Characters of a title that are kept; a longer one is a body in the wrong element."""
MAX_LEAD = 20_000
"""Characters of a lead that are kept: a whole transcript, but not a book."""

SEPARATOR = "\x1f"
"""Stands between the parts of a text."""
_INVISIBLE_IN_PARTS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1e\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""Controls, bidi marks, zero-width and filler characters, tags, lone surrogates."""
_INVISIBLE = re.compile(f"{SEPARATOR}|{_INVISIBLE_IN_PARTS.pattern}")
_UNREAD = re.compile(
    r"<(script|style|noscript|template|iframe|head)\b.*?(?:</\1\s*>|\Z)", re.I | re.S
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|<!\[CDATA\[|\]\]>", re.S)
_INLINE = re.compile(
    r"</?(?:b|i|em|strong|u|a|span|font|mark|sup|sub|small|abbr|wbr)\b[^<>]*>", re.I
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<[!?][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.I)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_SUSPECT = re.compile(f"[\u00c2-\u00f4{_INVISIBLE_IN_PARTS.pattern[1:]}")
"""What a text has to hold for one of the two patterns to find something."""
_MOJIBAKE = re.compile("[\u00c2-\u00f4][\u0080-\u00bf\u0152-\u02dc\u2013-\u2122]")


def plain(text: str) -> str:
    """One line of text without control, bidi or zero-width characters."""
    if not (text.isascii() and text.isprintable()):
        text = _INVISIBLE.sub("", text)
    elif "  " not in text:
        return text.strip()
    return " ".join(text.split())


def plain_parts(text: str) -> list[str]:
    """What stands between `SEPARATOR`s, as `plain` and `repaired` make it, but for blank parts."""
    parts = text.split(SEPARATOR)
    if _SUSPECT.search(text):
        parts = [plain(repaired(part)) for part in parts]
    return [piece for part in parts if (piece := " ".join(part.split()))]


def clean_title(raw: str) -> str:
    """A title without markup, entities (once or twice escaped), or invisible characters."""
    return _clean(raw, MAX_TITLE)


def clean_lead(raw: str) -> str:
    """The text of a summary or a whole content, at most `MAX_LEAD` characters."""
    return _clean(raw, MAX_LEAD)


def _clean(raw: str, most: int) -> str:
    text = _without_markup(raw[: most * 8])
    if SEPARATOR in text or _SUSPECT.search(text):
        text = plain(repaired(text))
    return " ".join(text.split())[:most].strip()


def repaired(text: str) -> str:
    """Undoes UTF-8 that was read as windows-1252 and encoded again, once or twice.

    Only a text that comes out whole is changed: every character has to take part, so words
    that are right as they stand never are.
    """
    if text.isascii():
        return text
    for _ in range(2):
        if not _MOJIBAKE.search(text):
            return text
        try:
            once = b"".join(_cp1252(char) for char in text).decode("utf-8")
        except UnicodeError:
            return text
        if _CONTROL.search(once):
            return text
        text = once
    return text


def _cp1252(char: str) -> bytes:
    """The byte a character was read from: its own number, else its place in windows-1252."""
    return bytes([ord(char)]) if char <= "\xff" else char.encode("cp1252")


def _without_markup(raw: str) -> str:
    """Strips tags and entities; again when what comes out was escaped twice."""
    if "<" not in raw and "&" not in raw:
        return raw
    text = raw
    for _ in range(3):
        stripped = _strip_tags(text)
        unescaped = html.unescape(stripped)
        if unescaped == text or not (_ENTITY.search(unescaped) or _TAG.search(unescaped)):
            return unescaped
        text = unescaped
    return _strip_tags(text)


def _strip_tags(text: str) -> str:
    if "<" not in text:
        return text
    text = _COMMENT.sub("", text)
    text = _UNREAD.sub(" ", text)
    return _TAG.sub(" ", _INLINE.sub("", text))
