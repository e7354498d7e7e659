"""Foreign text made harmless before any platform's own escaping: one line, nothing invisible.

Headlines and names come from the web. Control characters (ANSI escapes among them), bidi
overrides and isolates, and lone surrogates are taken out here once, for every renderer; letters,
combining marks and the joiners that Persian and emoji need stay.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from urllib.parse import urlsplit

# CSI and OSC sequences go as a whole, so that no "[31m" is left behind.
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_ZWJ = "\u200d"
_NOT_IN_URLS = re.compile(r"[\s<>\"'|\\^`{}]")


def plain(text: str) -> str:
    """The text on one line, without control, bidi-override and surrogate characters."""
    return _DANGEROUS.sub("", _SPACES.sub(" ", _ANSI.sub("", text)))


def safe_href(href: str | None) -> str | None:
    """The address if it may become a link: http or https, with a host; else None."""
    if href is None:
        return None
    cleaned = plain(href).strip()
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    return _NOT_IN_URLS.sub(lambda found: f"%{ord(found.group()):02X}", cleaned)


def utf16_units(text: str) -> int:
    """How many UTF-16 units the text has: the measure of Telegram's limits."""
    return len(text) + sum(1 for char in text if ord(char) > 0xFFFF)


def grapheme_ends(text: str) -> list[int]:
    """The offsets where the text may be cut without breaking a visible character."""
    ends: list[int] = []
    flags = 0
    for at, (left, right) in enumerate(pairwise(text), 1):
        flags = flags + 1 if _is_flag_letter(left) else 0
        in_flag = flags % 2 == 1 and _is_flag_letter(right)
        if not (_extends(right) or left == _ZWJ or in_flag):
            ends.append(at)
    return [*ends, len(text)] if text else ends


def _is_flag_letter(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _extends(char: str) -> bool:
    return (
        char in "\u200c\u200d"
        or unicodedata.category(char).startswith("M")
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )
