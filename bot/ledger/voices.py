"""Who speaks through a publisher: copies of one text are one voice, however many print them.

A voice is the agency that publisher or text names ("(AP)", "AFP via Dawn"), else the publisher
under one name for all its mirrors and languages. Two voices are one, too, when their texts are
near-duplicates: that catches the wire copy that names no wire. Translations are caught by the
named agency or by the publisher's own name only.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from bot.model import Event, Voice

SKETCHED_CHARS = 2_000
"""Of a text: copies differ at the end, where each desk adds its own background."""

SKETCH = 24
"""Hashes kept a text: the smallest of its runs of words. Fewer runs make no sketch, since short
headlines of independent outlets are often the same."""

RUN = 4
"""Words a run."""

NEAR_DUPLICATE = 0.5
"""Share of runs that copies have in common; independent reports of one act share under 0.1."""

_ANYWHERE: Mapping[str, tuple[str, ...]] = {
    "ap": ("Associated Press", "آسوشیتدپرس", "أسوشيتد برس", "美联社", "美聯社", "AP通信"),
    "afp": ("AFP", "Agence France-Presse", "АФП", "فرانس برس", "خبرگزاری فرانسه", "法新社"),
    "reuters": ("Reuters", "Рейтер", "رویترز", "رويترز", "روئٹرز", "路透", "ロイター", "रॉयटर्स"),
    "dpa": ("dpa", "Deutsche Presse-Agentur", "د ب أ"),
    "efe": ("Agencia EFE",),
    "tass": ("TASS", "ТАСС"),
    "ria": ("RIA Novosti", "РИА Новости"),
    "interfax": ("Interfax", "Интерфакс"),
    "xinhua": ("Xinhua", "新华社", "新華社", "شینهوا", "شينخوا"),
    "anadolu": ("Anadolu", "آناتولی", "الأناضول"),
}
"""Names of agencies that can be taken for nothing else."""

_BRACKETED: Mapping[str, tuple[str, ...]] = {
    "ap": ("AP",),
    "efe": ("EFE",),
    "ani": ("ANI",),
    "pti": ("PTI",),
    "ians": ("IANS",),
}
"""Short ones that count only in brackets, or in a publisher's name."""

_SITES = {
    "apnews.com": "ap",
    "reuters.com": "reuters",
    "afp.com": "afp",
    "dpa.com": "dpa",
    "efe.com": "efe",
    "tass.ru": "tass",
    "tass.com": "tass",
    "ria.ru": "ria",
    "interfax.ru": "interfax",
    "xinhuanet.com": "xinhua",
    "news.cn": "xinhua",
    "aa.com.tr": "anadolu",
    "aninews.in": "ani",
    "ptinews.com": "pti",
}

_AGENCIES = frozenset({*_ANYWHERE, *_BRACKETED})

_Agencies = tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...]
"""Their names, the forms they are written in, and what finds those as whole words."""

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})


@lru_cache(256)
def voice_of(publisher: str, text: str = "") -> Voice:
    """The voice of a publisher in a text; a text that names several agencies is its own."""
    name = canonical(publisher)
    if name not in _AGENCIES:
        named = _agencies_in(text)
        name = named[0] if len(named) == 1 else name
    return Voice(name, sketch_of(text))


@lru_cache(4_096)
def canonical(publisher: str) -> str:
    """One name for a publisher, its mirrors, its languages and whoever passes it on."""
    named = _agencies_in_publisher(publisher)
    if len(named) == 1:
        return named[0]
    name = re.sub(r"\s*[(（][^)）]*[)）]", "", publisher).strip()
    name = re.split(r"\s+via\s+", name, maxsplit=1)[0]
    name = re.split(r"\s+citing\s+", name, maxsplit=1)[-1]
    name = name.casefold()
    return _site(name) if re.fullmatch(r"[\w-]+(\.[\w-]+)+", name) else name


def sketch_of(text: str) -> tuple[int, ...]:
    """What tells near-duplicates; empty for a text too short to tell."""
    head = text[:SKETCHED_CHARS].casefold()
    words = re.findall(r"\w+", head)
    if len(words) * 12 < len(head):
        # No blanks between words: the letters are the runs.
        words = [letter for word in words for letter in word]
    runs = {zlib.crc32(" ".join(words[at : at + RUN]).encode()) for at in range(len(words) - RUN)}
    return tuple(sorted(runs)[:SKETCH]) if len(runs) >= SKETCH else ()


def are_one(one: Voice, other: Voice) -> bool:
    """True for one name, or for near-duplicate texts."""
    if one.name == other.name:
        return True
    if not one.sketch or not other.sketch:
        return False
    a, b = set(one.sketch), set(other.sketch)
    smallest = sorted(a | b)[:SKETCH]
    return sum(each in a and each in b for each in smallest) >= NEAR_DUPLICATE * SKETCH


def with_voice(voices: tuple[Voice, ...], voice: Voice) -> tuple[Voice, ...]:
    """The voices with one more, where it is none of them."""
    return voices if any(are_one(voice, each) for each in voices) else (*voices, voice)


def voices_of(event: Event) -> tuple[Voice, ...]:
    """Who speaks for an event; those kept without a voice speak under their publishers' names."""
    if event.voices:
        return event.voices
    return tuple(Voice(name) for name in names_of(event.publishers))


def names_of(publishers: Iterable[str]) -> tuple[str, ...]:
    """The publishers' own names, each once."""
    return tuple(dict.fromkeys(canonical(publisher) for publisher in publishers))


def _agencies_in_publisher(publisher: str) -> list[str]:
    site = _site(publisher.casefold())
    if site in _SITES:
        return [_SITES[site]]
    return sorted(_named_in(publisher, _PATTERNS) | _named_in(publisher, _SHORT))


def _agencies_in(text: str) -> list[str]:
    return sorted(_named_in(text, _PATTERNS) | _named_in(text, _IN_BRACKETS))


def _named_in(text: str, agencies: _Agencies) -> set[str]:
    # Most texts name none, and looking for the bare forms is twenty times as quick.
    return {
        name
        for name, forms, pattern in agencies
        if any(form in text for form in forms) and pattern.search(text)
    }


def _site(name: str) -> str:
    labels = name.removesuffix(".").split(".")
    has_second_level = len(labels) > 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if has_second_level else -2 :])


def _whole_word(form: str) -> str:
    if ord(form[0]) >= _FIRST_WITHOUT_BLANKS:
        return re.escape(form)
    return rf"(?<![^\W\d_]){re.escape(form)}(?![^\W\d_])"


def _compiled(names: Mapping[str, tuple[str, ...]], pattern: Callable[[str], str]) -> _Agencies:
    return tuple(
        (name, forms, re.compile("|".join(pattern(form) for form in forms)))
        for name, forms in names.items()
    )


_FIRST_WITHOUT_BLANKS = 0x3000
"""From here on scripts part words by no blanks."""

_PATTERNS = _compiled(_ANYWHERE, _whole_word)
_SHORT = _compiled(_BRACKETED, lambda form: rf"(?<![\w.]){form}(?![\w.])")
_IN_BRACKETS = _compiled(_BRACKETED, lambda form: rf"[(（]{form}[)）]")
