"""A stream of everyday news: headlines from templates, the same for the same seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

TEMPLATES = Path(__file__).parent / "data" / "everyday.yaml"
_SLOT = re.compile(r"\{([a-z])(2?)\}")


def headlines(count: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """(language, headline): `count` of them, all different, each template as often as it can."""
    languages = yaml.safe_load(TEMPLATES.read_text("utf-8"))
    every = [(lang, template) for lang, own in languages.items() for template in own["t"]]
    dice = random.Random(seed)
    seen: set[tuple[str, str]] = set()
    while len(seen) < count:
        for lang, template in every:
            told = lang, _filled(template, languages[lang], dice)
            if told not in seen and len(seen) < count:
                seen.add(told)
                yield told


def _filled(template: str, words: dict[str, list[str]], dice: random.Random) -> str:
    drawn: dict[str, list[str]] = {}

    def word(slot: re.Match[str]) -> str:
        name, is_second = slot.groups()
        if name == "n":
            return str(dice.randint(2, 980))
        pair = drawn.setdefault(name, dice.sample(words[name], 2))
        return pair[bool(is_second)]

    return _SLOT.sub(word, template)
