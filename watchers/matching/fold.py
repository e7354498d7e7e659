"""Folding: one form of a text for search, character by character, so that offsets can be kept.

Case, compatibility forms and accents go; Arabic and Persian letters become one alphabet; all
apostrophes and dashes become `'` and `-`; zero-width marks, tatweel and vowel signs vanish.
Marks that carry the vowel in Indic scripts stay; so do line ends. The same fold is applied to
lexicon terms.
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES = "’‘ʼʻ`´′‛＇ʹ"
_DASHES = "‐‑‒–—―−﹘﹣－"
_QUOTES = "“”„‟«»″＂"
_LETTERS = {
    "ё": "е",
    "،": ",",
    "؛": ";",
    "؟": "?",
    "۔": ".",
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ۍ": "ی",
    "ك": "ک",
    "ڪ": "ک",
    "ة": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ھ": "ه",
    "ہ": "ه",
    "ؤ": "و",
    "ٱ": "ا",
    "ı": "i",
    "ß": "ss",
    "đ": "d",
    "ø": "o",
    "ł": "l",
}
_DROPPED_MARKS = (
    (0x0300, 0x036F),  # Latin, Greek, Cyrillic
    (0x0591, 0x05C7),  # Hebrew points
    (0x0610, 0x061A),
    (0x064B, 0x065F),  # Arabic vowel signs and hamza
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x093C, 0x093C),  # nukta
    (0x09BC, 0x09BC),
    (0x0A3C, 0x0A3C),
)
_DECOMPOSED_SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "ARABIC", "HEBREW", "DEVANAGARI", "BENGALI")


def _fold_char(char: str) -> str:
    if char in _APOSTROPHES:
        return "'"
    if char in _DASHES:
        return "-"
    if char in _QUOTES:
        return '"'
    if char == "ـ" or unicodedata.category(char) == "Cf":
        return ""
    if char.isspace():
        return "\n" if char == "\n" else " "
    return "".join(_fold_letter(part) for part in unicodedata.normalize("NFKC", char).casefold())


def _fold_letter(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if not unicodedata.name(char, "").startswith(_DECOMPOSED_SCRIPTS):
        return "" if _is_dropped(char) else char
    parts = (part for part in unicodedata.normalize("NFKD", char) if not _is_dropped(part))
    return "".join(_LETTERS.get(part, part) for part in parts)


def _is_dropped(char: str) -> bool:
    point = ord(char)
    return char == "ـ" or any(low <= point <= high for low, high in _DROPPED_MARKS)


class _FoldTable(dict[int, str]):
    """A translation table that fills itself: most texts use few letters."""

    def __missing__(self, point: int) -> str:
        folded = self[point] = _fold_char(chr(point))
        return folded


_TABLE = _FoldTable()
_SINGLE: set[str] = set()
"""Characters that are known to fold to one."""
_IN_WORD = bytes(chr(byte).isalnum() for byte in range(128)).ljust(256, b"\0")


def fold(text: str) -> str:
    """The form that is searched."""
    return text.translate(_TABLE)


def starts(text: str, folded: str) -> tuple[int, ...] | None:
    """For each folded offset, the original one; None where they are the same.

    Has one entry more than `folded` has characters: the end of the text.
    """
    if len(folded) == len(text) and (text.isascii() or _fold_singly(set(text))):
        return None
    found: list[int] = []
    lengths = [len(_TABLE[ord(char)]) for char in text]
    for index, length in enumerate(lengths):
        found.extend([index] * length)
    found.append(len(text))
    return tuple(found)


def _fold_singly(chars: set[str]) -> bool:
    """Whether each of some characters folds to one; those that do are remembered."""
    unknown = chars - _SINGLE
    if all(len(_TABLE[ord(char)]) == 1 for char in unknown):
        _SINGLE.update(unknown)
        return True
    return False


def in_words(folded: str) -> bytes:
    """For each character of a folded text 1 if it is one of a word, else 0; and 0 for its end."""
    if folded.isascii():
        return folded.encode().translate(_IN_WORD) + b"\0"
    return bytes(map(str.isalnum, folded)) + b"\0"


def goes_on(in_word: bytes) -> bytes:
    """For each character, by what `in_words` gave, whether a word goes on with it."""
    letters = int.from_bytes(in_word, "big")
    return (letters & letters >> 8).to_bytes(len(in_word), "big")


def original_end(start_of: tuple[int, ...] | None, end: int) -> int:
    """The original end of a span whose folded end is `end` (exclusive, at least 1)."""
    if start_of is None:
        return end
    return start_of[end - 1] + 1
