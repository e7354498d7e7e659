"""How words are written, and what they stand for."""

from __future__ import annotations

import pytest

from config.terms import Term, Terms, are_sound, spell


@pytest.mark.parametrize(
    ("word", "terms"),
    [
        ("open", [Term("open")]),
        ("open~", [Term("open", is_stem=True)]),
        ("=US", [Term("US", is_exact=True)]),
        ("{a|b} {|c} d", [Term("a d"), Term("a c d"), Term("b d"), Term("b c d")]),
        (
            "stell~ … {den betrieb|} ein",
            [
                Term("stell", True, False, "den betrieb ein"),
                Term("stell", True, False, "ein"),
            ],
        ),
        ("hold~ … up~", [Term("hold", True, False, "up", True)]),
    ],
)
def test_a_word_is_spelled(word: str, terms: list[Term]) -> None:
    assert [*spell(word)] == terms
    assert are_sound(word)


def test_what_does_not_fit_is_left_out() -> None:
    found = spell("{take|open} {up|} post", lambda begun: not begun.startswith("open"))
    assert [term.text for term in found] == ["take up post", "take post"]


@pytest.mark.parametrize(
    "word",
    [
        *("~", "=", "=~", " ", "{a|}", "{=|b}", "{a| ~}", "{a", "a|b", "a}", "{a{b|c}}"),
        *("a …", "… a", "a … ~", "a … b … c", "{a …|b} … c", "a … {b|}"),
    ],
)
def test_what_is_wrong_is_seen_among_others(word: str) -> None:
    with pytest.raises(ValueError, match=r"letters|choices|two parts"):
        [*spell(word)]
    assert not are_sound(f"open\n{word}\nclose")
    assert not are_sound(f"{{open\n{word}\nclose}}")


def test_a_line_end_in_a_word_is_a_blank() -> None:
    assert [*Terms.of(["take\nup", "post"])] == [Term("take up"), Term("post")]
    assert not Terms.of([])
