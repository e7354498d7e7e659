"""What the quick reader of lexicons gives is what PyYAML gives."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from config.lexicon import DOSSIER_DIR, LEXICON_DIR
from config.plain_yaml import _mapping, load_plain

SHIPPED = sorted((*LEXICON_DIR.glob("*.yaml"), *DOSSIER_DIR.glob("*/lexicon/*.yaml")))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_reads_every_shipped_lexicon_as_pyyaml_does(path: Path) -> None:
    text = path.read_text("utf-8")
    assert load_plain(text) == _mapping(text), "a line of it is of a form that only PyYAML reads"
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
        "=: 3",
        "a: [x, 'y', z]\nb: [\"q, r\", s t , ü,]  # told\n\n# more\nc:\n  d: [on, x]\n  e: []",
        'a:\n  b:\n    c: [x]\n  d: yes\ne: "no"\nf: =x\ng: [=x, =y z]\nh: {g: 1}',
        "a: x\n  y\nb: z",
        "a: [x\n  y, z]\nb: [x # told\n  , y]",
        'a: ["x\\n", "y\n  z"]',
        "a: x # told\nb: x#y\nc: [x]#y",
        "a: [x]\nb:\n   c: [y]\n   d: [z]\n",
        "a: [1, 2.5, -x, null]\nNO: [x]\nb: null",
        "a: [x, y: z]\nb: [[x], [y]]",
        'a b: [x]\nc’d: [ü ü, \'x\']\n"e f": [x]\n"no": [x]',
        "a: x\r\nb: [y]\r\n",
        "a: x\u2028b: y",
    ],
)
def test_reads_whatever_yaml_holds(text: str) -> None:
    assert repr(load_plain(text)) == repr(yaml.load(text, Loader=yaml.CSafeLoader))


@pytest.mark.parametrize(
    "text",
    [
        *("[", "a: 1\n---\nb: 2", "? [a]\n: b", "*x", "- =", "a: [x]\n b: [y]", "a: x: y"),
        *("a: [x", 'a: ["x" y]', "a: [x,, y]", "a: x\n  b: [y]", "a: [x] y", "a: \x01"),
    ],
)
def test_what_is_wrong_is_told_as_pyyaml_tells_it(text: str) -> None:
    with pytest.raises(yaml.YAMLError) as wanted:
        yaml.load(text, Loader=yaml.CSafeLoader)
    with pytest.raises(type(wanted.value)) as caught:
        load_plain(text)
    assert str(caught.value) == str(wanted.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: [x]\nb: [y]\na: [z]", 3),
        ("c:\n  a: [x]\n  a: [z]", 3),
        ("c:\n  a: [x]\nd: {e: f}\nc:\n  b: [z]", 4),
        ("b: y\nc: {a: x,\n  a: y}", 3),
        ("- a: x\n  a: y", 2),
    ],
)
def test_a_key_that_stands_twice_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(yaml.YAMLError, match="stands already at line") as caught:
        load_plain(text)
    assert f"line {line}," in str(caught.value)


def test_a_key_may_stand_again_in_another_mapping() -> None:
    assert load_plain("a:\n  x: [b]\nc:\n  x: [d]") == {"a": {"x": ["b"]}, "c": {"x": ["d"]}}
