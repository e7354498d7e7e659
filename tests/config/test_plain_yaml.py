"""What the quick reader of lexicons gives is what PyYAML gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from config.lexicon import DOSSIER_DIR, LEXICON_DIR
from config.plain_yaml import load_plain

SHIPPED = sorted((*LEXICON_DIR.glob("*.yaml"), *DOSSIER_DIR.glob("*/lexicon/*.yaml")))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_reads_every_shipped_lexicon_as_pyyaml_does(path: Path) -> None:
    text = path.read_text("utf-8")
    # By repr, so that True is not 1.
    assert repr(load_plain(text)) == repr(yaml.load(text, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "word",
        "# nothing",
        "a: no\nb: 2020-01-01\nc: ~\nd:\ne: 1.5\nf: '1'\ng: 'no'\nh: 0x1F",
        "1: one\nno: 2",
        "[yes, 'yes', \"\", n, -, -1, .5]",
        "a: &x [1]\nb: *x",
        "- !!int '3'",
        "<<: {a: 1}\nb: 2",
        "a: |\n  long\n  text\n",
        "{a: 1, a: 2}",
        "=: 3",
    ],
)
def test_reads_whatever_yaml_holds(text: str) -> None:
    assert repr(load_plain(text)) == repr(yaml.load(text, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize("text", ["[", "a: 1\n---\nb: 2", "? [a]\n: b", "*x", "- ="])
def test_what_is_wrong_is_told_as_pyyaml_tells_it(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as wanted:
        yaml.load(text, Loader=yaml.CSafeLoader)
    with pytest.raises(type(wanted.value)) as caught:
        load_plain(text)
    assert str(caught.value) == str(wanted.value)
