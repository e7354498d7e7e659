"""Split terms: two parts with other words between."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import LexiconError, load_lexicon
from watchers.matching import Matcher
from watchers.matching.gazetteer import meanings
from watchers.matching.masks import APPOINT, CLOSE, ENVOY, RECOGNISE, REFUSE
from watchers.matching.tagger import Tagger
from watchers.matching.tags import Tag
from watchers.model import Text

GERMAN = """
lang: xx
particles: [an, ab, ein]
places: {"NO": [norwegen]}
concepts:
  RECOGNISE: ["erkenn~ … an"]
  REFUSE: ["lehn~ … ab"]
  CLOSE: ["stell~ … {den betrieb|} ein"]
  TOWARD: [an]
  AND: [und]
  NOT: [nicht]
"""


def tagged(folder: Path, text: str, words: str = GERMAN) -> list[Tag]:
    (folder / "xx.yaml").write_text(words, "utf-8")
    lexicon = load_lexicon("xx", folder)
    return Tagger(meanings(load_catalog(), [lexicon]), [lexicon]).tag(text)[1]


def acts(tags: list[Tag]) -> list[tuple[int, int, bool]]:
    wanted = RECOGNISE | REFUSE | CLOSE
    return [(tag.start, tag.bits & wanted, tag.is_negated) for tag in tags if tag.bits & wanted]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Norwegen erkennt das Emirat an", [(9, RECOGNISE, False)]),
        ("Norwegen erkannte das Emirat an", []),
        ("Norwegen erkennt das Emirat nicht an.", [(9, RECOGNISE, True)]),
        ("Norwegen lehnt ihn ab und erkennt sie an", [(9, REFUSE, False), (26, RECOGNISE, False)]),
        ("Norwegen erkennt an den Zeichen viel", []),
        ("Norwegen erkennt viel. Sie kamen an", []),
        ("Norwegen erkennt am 1. Juli das Emirat an", [(9, RECOGNISE, False)]),
        ("Norwegen stellt am Montag den Betrieb ein", [(9, CLOSE, False)]),
        ("Norwegen stellt ein Auto vor", []),
        (f"Norwegen erkennt {'sehr ' * 30}viel an", []),
    ],
)
def test_the_parts_meet_in_one_clause(
    tmp_path: Path, text: str, found: list[tuple[int, int, bool]]
) -> None:
    assert acts(tagged(tmp_path, text)) == found


def test_the_second_part_is_no_word_of_its_own(tmp_path: Path) -> None:
    tags = tagged(tmp_path, "Norwegen erkennt das Emirat an")
    assert [tag.start for tag in tags] == [0, 9]


def test_where_verbs_come_last_the_term_stands_at_its_second_part(tmp_path: Path) -> None:
    tags = tagged(tmp_path, "norwegen erkennt sie an", "verb_final: true" + GERMAN)
    assert acts(tags) == [(21, RECOGNISE, False)]


@pytest.mark.parametrize("term", ["takes …", "… over", "takes … it … over"])
def test_a_split_term_has_two_parts(tmp_path: Path, term: str) -> None:
    with pytest.raises(LexiconError, match=r"concepts\.TAKE_OVER"):
        tagged(tmp_path, "", f'lang: xx\nconcepts: {{TAKE_OVER: ["{term}"]}}')


@pytest.mark.parametrize(
    ("lang", "title", "kind"),
    [
        ("de", "Katar erkennt als zweiter Staat das Islamische Emirat an", "recognized"),
        ("de", "Polen lehnt den Botschafter der Taliban ab", "accreditation_refused"),
        ("de", "Afghanische Botschaft in Prag stellt nach drei Jahren den Betrieb ein",
         "mission_closed"),
        ("ru", "Талибы взяли посольство Афганистана в Праге под контроль", "mission_handed_over"),
    ],
)  # fmt: skip
def test_split_verbs_of_a_language(lang: str, title: str, kind: str) -> None:
    report = Matcher.build(load_catalog(), (lang,)).match(Text("t", title, "", lang))[0]
    assert (report.kind.value, report.alert) == (kind, True)


def test_a_noun_at_the_edge_of_an_acts_words_is_read_as_well(tmp_path: Path) -> None:
    words = "lang: xx\nconcepts: {APPOINT: [names envoy], ENVOY: [envoy], EMBASSY: [embassy]}"
    tags = tagged(tmp_path, "x names envoy y", words)
    assert [(tag.start, tag.end, tag.bits) for tag in tags] == [(2, 8, APPOINT), (8, 13, ENVOY)]
