"""Bytes to text: byte-order mark, then what the bytes prove, then header, then declaration.

Valid UTF-8 beyond ASCII is UTF-8 whatever is declared: pages that declare GB2312 and send UTF-8
are common, texts of another encoding that happen to be valid UTF-8 are not.
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:-]{2,30})|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{2,30})""",
    re.IGNORECASE,
)
_LOOK_AT = 4096
_WIDER = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-9": "cp1254",
}
"""What browsers read instead: the encoding that those who declare the left one really use."""
_SEVEN_BIT = frozenset({"utf-7", "iso2022_jp", "hz", "iso2022_kr"})
_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape"})
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_LATIN_SHARE = 0.15
"""Texts in Latin letters have fewer bytes beyond ASCII than this."""
_TURKISH_BYTES = frozenset(b"\xfd\xfe\xf0\xdd\xde\xd0")
"""Dotless i, s and g of Turkish: letters of Icelandic in the Western table."""
_TURKISH_SHARE = 0.3
_EAST_ASIAN = (
    ("cp932", re.compile("[\u3041-\u3096\u30a1-\u30fa]"), 0.25),
    ("euc_jp", re.compile("[\u3041-\u3096\u30a1-\u30fa]"), 0.25),
    ("gb18030", re.compile("[的一是不了在人有我他这中大来上国和地到说时要就出会]"), 0.03),
    ("cp949", re.compile("[\uac00-\ud7a3]"), 0.6),
)
"""Encodings that decode one another's bytes, told apart by the letters that come out."""
_BY_DEFAULT = "cp1252"
_TOLERATED = 0.002
"""Share of broken sequences up to which a text is still UTF-8 (cut or patched)."""


def to_text(body: bytes, header_charset: str | None = None) -> str:
    """The text of a feed or a page. Never fails: what no encoding fits becomes U+FFFD."""
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    if (wide := _utf16_without_mark(body)) is not None:
        return body.decode(wide, "replace")
    declared = _declared(body)
    header = _known(header_charset)
    if declared in _SEVEN_BIT or header in _SEVEN_BIT:
        return body.decode(declared if declared in _SEVEN_BIT else header or "utf-8", "replace")
    return _decode(body, header, declared)


def _decode(body: bytes, header: str | None, declared: str | None) -> str:
    text = _strictly(body, "utf-8")
    if text is not None:
        return text
    for name in _in_order(header, declared):
        if (text := _strictly(body, name)) is not None:
            return text
    tolerant = body.decode("utf-8", "replace")
    if tolerant.count("\ufffd") <= max(2, len(tolerant) * _TOLERATED):
        return tolerant
    return _detected(body, _in_order(header, declared))


def _in_order(header: str | None, declared: str | None) -> list[str]:
    """The header first, unless it is the server's default and the text says otherwise."""
    names = [header, declared]
    if header == _BY_DEFAULT and declared:
        names.reverse()
    return [name for name in names if name and name != "utf-8"]


def _detected(body: bytes, hinted: list[str]) -> str:
    if hinted:
        return body.decode(hinted[0], "replace")
    high = [byte for byte in body[:200_000] if byte >= 0x80]
    if len(high) < _LATIN_SHARE * min(len(body), 200_000) and not _in_pairs(body):
        turkish = sum(byte in _TURKISH_BYTES for byte in high) > _TURKISH_SHARE * len(high)
        return body.decode("cp1254" if turkish else _BY_DEFAULT, "replace")
    for name, letters, share in _EAST_ASIAN:
        text = _strictly(body, name)
        if text is not None and _share_of(letters, text) > share:
            return text
    return _guessed(body)


def _guessed(body: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(body[:200_000]).best()
    return body.decode(found.encoding if found else _BY_DEFAULT, "replace")


def _in_pairs(body: bytes) -> bool:
    """Whether most high bytes stand in runs: letters of a script that is not Latin."""
    runs = _HIGH_RUN.findall(body[:200_000])
    return sum(len(run) > 2 for run in runs) > len(runs) / 2


def _share_of(letters: re.Pattern[str], text: str) -> float:
    """How many of the letters beyond ASCII are of a kind."""
    beyond = sum(not char.isascii() for char in text)
    return len(letters.findall(text)) / beyond if beyond else 0.0


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _utf16_without_mark(body: bytes) -> str | None:
    head = body[:200]
    if len(head) < 4 or b"\x00" not in head:
        return None
    if head[0] == 0 and head[1:2] == b"<":
        return "utf-16-be"
    return "utf-16-le" if head[1] == 0 and head[0:1] == b"<" else None


def _declared(body: bytes) -> str | None:
    match = _DECLARED.search(body[:_LOOK_AT])
    return _known((match[1] or match[2]).decode("ascii", "ignore")) if match else None


def _known(name: str | None) -> str | None:
    """The codec's own name, widened; None for a name nobody knows or one that is not a charset."""
    if not name:
        return None
    try:
        found = codecs.lookup(name.strip("\"' ")).name
        " ".encode(found)  # refuses codecs that are not for text, such as base64
    except (LookupError, ValueError):
        return None
    return None if found in _NO_CHARSETS else _WIDER.get(found, found)
