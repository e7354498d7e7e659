"""A word is found by the head of each term that it stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.concepts import Concept
from config.lexicon import languages, load_lexicon
from config.terms import Term, Terms
from watchers.matching.entries import Shapes
from watchers.matching.fold import fold
from watchers.matching.gazetteer import Meaning, meanings
from watchers.matching.masks import ACCEPT, CLOSE, OPEN
from watchers.matching.tagger import Tagger
from watchers.matching.words import HEAD, Words


def read(*words: str) -> tuple[Words, dict[str, bool]]:
    return Words.read([Meaning(Concept.OPEN, Terms.of(words))], Shapes({}))


@pytest.mark.parametrize(
    ("word", "heads"),
    [
        ("open", {"open"}),
        ("reopening of the embassy", {"reopening "}),
        ("accredit~", {"accredit"}),
        ("accreditat~", {"accreditat"}),
        ("accreditation~", {"accreditat"}),
        ("=USA", {"usa"}),
        ("=United States", {"united sta"}),
        ("{=US|America} opens", {"us opens", "america op"}),
        ("{its|} doors {|wide} open", {"its doors ", "doors open", "doors wide"}),
        ("{its |}doors", {"its doors", "doors"}),
        ("a {its| her} door", {"a its door", "a her door"}),
        ("{take|takes} {up|} post", {"take up po", "takes up p", "take post", "takes post"}),
        ("diplomatic {post|posts}", {"diplomatic"}),
        ("Straße {auf|zu}", {"strasse au", "strasse zu"}),
        (" wide ", {"wide"}),
        ("to the embassy", {"to the emb"}),
        ("＝a～", {"=a~"}),
        ("می‌{گشاید|گشود}", {"میگشاید", "میگشود"}),
    ],
)
def test_heads_of_a_word(word: str, heads: set[str]) -> None:
    words, found = read(word)
    assert found.keys() == heads
    spelled = {term.text for head in heads for _, term in words.terms(head)}
    assert {fold(text)[:HEAD] for text in spelled} == heads


def test_words_of_one_head_come_in_their_order() -> None:
    words, found = read("open door", "open doors", "shut", "open {door|do}", "open door s")
    assert [term.text for _, term in words.terms("open doors")] == ["open doors"]
    found_again = [term.text for _, term in words.terms("open door")]
    assert found_again == ["open door", "open door", "open do"]  # the last has another head too
    assert found.keys() == {"open door", "open doors", "open do", "open door ", "shut"}


def test_a_name_is_found_as_it_is_written() -> None:
    name = Meaning(Concept.PLACE, (Term("Guinea-Bissau"), Term("{x}")), "GW")
    words, found = Words.read([name], Shapes({}))
    assert found == {"guinea-bis": True, "{x}": True}
    assert [*words.terms("guinea-bis")] == [(name, Term("Guinea-Bissau"))]


@pytest.mark.parametrize("lang", languages())
def test_every_term_of_a_language_has_its_head(lang: str) -> None:
    lexicon = load_lexicon(lang)
    words, heads = Words.read(meanings(load_catalog(), [lexicon]), Shapes({}))
    terms = [term for concept in lexicon.terms.values() for term in concept if not term.behind]
    for term in terms[:: max(1, len(terms) // 150)]:
        head = fold(term.text)[:HEAD]
        assert head in heads
        assert term in [each for _, each in words.terms(head)]


def test_terms_that_begin_alike_are_each_found(tmp_path: Path) -> None:
    text = """
lang: xx
concepts:
  OPEN: [inaugurates, inaugurates the embassy, "={Reopening|Reopenings} {of|} "]
  CLOSE: [inaugurates the embassy no more, inaugurat~]
  ACCEPT: [inaugurates, inaugurates the end]
"""
    (tmp_path / "xx.yaml").write_text(text, "utf-8")
    lexicon = load_lexicon("xx", tmp_path)
    tagger = Tagger(meanings(load_catalog(), [lexicon]), [lexicon])
    for _ in range(2):
        for said, bits in (
            ("It inaugurates it", OPEN | ACCEPT),
            ("It inaugurates the embassy", OPEN),
            ("It inaugurates the embassy no more", CLOSE),
            ("It inaugurates the end", ACCEPT),
            ("It inaugurated it", CLOSE),
            ("Reopenings of it", OPEN),
            ("The reopenings of it", 0),
        ):
            found = 0
            for tag in tagger.tag(said)[1]:
                found |= tag.bits & (OPEN | ACCEPT | CLOSE)
            assert found == bits, said
