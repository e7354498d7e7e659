"""People whom the catalogue does not know: their names as a text writes them beside a post.

A name that is none would stand in the ledger as an envoy, so what is not surely one is left out.
Where letters have case, each word of a name begins with a capital, and in a title nearly all of
whose words do none can be told. Where they have none, a name shows itself by the dots between the
parts of a foreign one (ビラル・カリミ, 比拉尔·卡里米) or by a person's title before it and a mark
behind it. No name goes past a term of the lexicons or the end of its sentence.
"""

from __future__ import annotations

import re

from watchers.matching import masks as m
from watchers.matching.fold import fold
from watchers.matching.phrase import Phrase
from watchers.matching.reading import Reading
from watchers.matching.tags import Folded

_WORD = r"[^\W\d_][\w'’ʼ-]*"
_REST = r"[\w'’ʼ]*+"
"""What a term leaves of its word: an ending, or the second half of a compound."""
_BEHIND = re.compile(rf"{_REST}(?:,? |,|\s?[(«„“\"])({_WORD}(?: {_WORD}){{0,6}})")
_BEFORE = re.compile(rf"{_REST} ({_WORD}(?: {_WORD}){{0,6}})\W{{0,2}}(?:\([^)]*\)\W?)?")
_PARTICLES = frozenset({"al", "ul", "ur", "bin", "ibn", "de", "van", "von", "аль", "уль", "ибн"})
"""What stands uncapitalised inside a name."""
_KATAKANA = re.compile(r"[ァ-ヺー]+(?:[・＝=][ァ-ヺー]+)+")
_HAN = re.compile(r"[㐀-鿿]{1,8}(?:[·•・‧][㐀-鿿]{1,5})+")
_MARKS = tuple(',،、;؛:.。()«»"“”!?؟।—–-\n')
_LONGEST = 4
"""Words of a name, its titles left out."""
_TITLE_CASE = re.compile(r"[^\W\d_]{5,}")


def name_at(
    reading: Reading, phrase: Phrase, folded: Folded, titles: frozenset[str]
) -> str | None:
    """The name right behind a post, or before its 'as'; None where none is sure.

    Args:
        titles: folded words that stand before names and are no part of them.
    """
    if reading.sentence.is_title and _is_title_case(_slice(reading, folded, None, None)):
        return None
    tags, last, first = reading.tags, max(phrase.used), min(phrase.used)
    behind = _slice(reading, folded, last, last + 1 if last + 1 < len(tags) else None)
    found = _name_behind(behind, titles, ends_at_tag=last + 1 < len(tags))
    if found is not None and not (_says(reading, last) and behind.rstrip(" ,").endswith(found)):
        return found
    is_role = first > 0 and bool(tags[first - 1].bits & m.AS)
    edge = first - 1 if is_role else first
    before = _slice(reading, folded, edge - 1 if edge else None, edge)
    dotted = _katakana_before(reading, folded, phrase.head)
    dotted = dotted or (_last(_HAN, before) if is_role else None)
    is_object = is_role and not (edge and tags[edge - 1].bits & m.OF)  # 'a nephew of X as'
    return dotted or (_name_before(before, titles) if is_object else None)


def _says(reading: Reading, last: int) -> bool:
    """Whether what stands behind a post speaks: a word of saying follows, and no other speaker."""
    tags = reading.tags
    if last + 1 >= len(tags) or not tags[last + 1].bits & (m.SAY | m.CLAIM):
        return False
    others = m.MINISTRY | m.OFFICIAL | m.OWNERS | m.CAPITAL
    is_other = last + 2 < len(tags) and bool(tags[last + 2].bits & others)
    return not (is_other and reading.gap(last, last + 1).rstrip().endswith(","))


def _katakana_before(reading: Reading, folded: Folded, head: int) -> str | None:
    """'X・Y大使': right before the post, and no list of states."""
    name = _last(_KATAKANA, _slice(reading, folded, None, head))
    if name is None:
        return None
    start = reading.tags[head].start - len(name)
    inner = (tag for tag in reading.tags[:head] if tag.end > start)
    return None if any(tag.bits & ~m.AND for tag in inner) else name


def _slice(reading: Reading, folded: Folded, after: int | None, until: int | None) -> str:
    """The text between two tags of a sentence, or its edges; one line of it."""
    start = reading.sentence.start if after is None else reading.tags[after].end
    end = reading.sentence.end if until is None else reading.tags[until].start
    if end <= start:
        return ""
    first, last = folded.span(start, end)
    text = folded.text[first:last]
    return text.rpartition("\n")[2] if after is None else text.partition("\n")[0]


def _is_title_case(title: str) -> bool:
    """'Ambassador Presents Credentials in Ankara': capitals tell nothing."""
    words = _TITLE_CASE.findall(title)
    return len(words) > 2 and all(word[0].isupper() for word in words)


def _name_behind(text: str, titles: frozenset[str], *, ends_at_tag: bool) -> str | None:
    katakana = _KATAKANA.match(text)
    if katakana is not None:
        return katakana.group()
    han = _HAN.match(text)
    if han is not None:
        is_whole = han.end() == len(text) if ends_at_tag else not text[han.end() :].strip()
        return han.group() if is_whole or text.startswith(_MARKS, han.end()) else None
    match = _BEHIND.match(text)
    if match is None:
        return None
    words = match.group(1).split(" ")
    if _has_case(words[0]):
        return _joined(_untitled(words, titles))
    untitled = _untitled(words, titles)
    # Without capitals only a title shows where a name begins, and a mark where it ends.
    is_shown = len(untitled) < len(words) and text.startswith(_MARKS, match.end())
    is_name = is_shown and 2 <= len(untitled) <= _LONGEST
    return " ".join(untitled) if is_name else None


def _name_before(text: str, titles: frozenset[str]) -> str | None:
    """What stands before 'as', if it is a name and nothing else."""
    match = _BEFORE.fullmatch(text)
    if match is None or not _has_case(match.group(1)):
        return None
    return _joined(_untitled(match.group(1).split(" "), titles), is_whole=True)


def _joined(words: list[str], *, is_whole: bool = False) -> str | None:
    """The capitalised words at the front as one name; all of them, if it `is_whole`."""
    name: list[str] = []
    for word in words:
        if not _is_capital(word) and not (name and word in _PARTICLES):
            break
        name.append(word)
    while name and name[-1] in _PARTICLES:
        name.pop()
    if is_whole and len(name) < len(words):
        return None
    return " ".join(name) if 2 <= len(name) <= _LONGEST else None


def _untitled(words: list[str], titles: frozenset[str]) -> list[str]:
    first = 0
    while first < len(words) and fold(words[first]).strip(".") in titles:
        first += 1
    return words[first:]


def _is_capital(word: str) -> bool:
    """Begins with a capital, and is no acronym."""
    return word[0].isupper() and not (len(word) > 1 and word.isupper())


def _has_case(word: str) -> bool:
    return word[0].lower() != word[0].upper()


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    """What ends a text, if it is all of this form."""
    found = [match for match in pattern.finditer(text) if match.end() == len(text)]
    return found[-1].group() if found else None
