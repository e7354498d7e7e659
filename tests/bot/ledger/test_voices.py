"""Copies, mirrors and named agencies are one voice; independent reports are two."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ledger.merge import MAX_PUBLISHERS
from bot.ledger.voices import SKETCH, are_one, canonical, sketch_of, voice_of, with_voice
from bot.model import ChangeKind, Voice
from config.vocabulary import Evidence, Kind
from tests.bot.ledger.conftest import PLANNED, changed, event, item, report

WIRE = (
    "The foreign ministry said on Tuesday that it had received copies of the credentials of the "
    "new ambassador, who arrived in the capital last week after months of talks. A spokesman "
    "gave no further details, and the embassy could not be reached for comment by the evening."
)
OWN = (
    "Months of quiet talks ended in the capital yesterday, when officials let it be known that "
    "papers of a newly arrived envoy were in their hands. Diplomats who follow the matter see "
    "in it a step that neighbours had expected since spring, and one that others may follow."
)


@pytest.mark.parametrize(
    ("publisher", "name"),
    [
        ("independent.co.uk (AP)", "ap"),
        ("AP via Express & Star", "ap"),
        ("AFP via Dawn", "afp"),
        ("Ariana News / AFP", "afp"),
        ("apnews.com", "ap"),
        ("www.reuters.com", "reuters"),
        ("Reuters", "reuters"),
        ("Рейтер", "reuters"),
        ("DW via Qoshe", "dw"),
        ("DW (mirror)", "dw"),
        ("Amu TV (Dari)", "amu tv"),
        ("RMOL citing Afghanistan International", "afghanistan international"),
        ("www.bbc.com", "bbc.com"),
        ("pashto.bbc.com", "bbc.com"),
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("Kabul Apple Herald", "kabul apple herald"),
        ("", ""),
    ],
)
def test_one_name_for_a_publisher(publisher: str, name: str) -> None:
    assert canonical(publisher) == name


@given(st.text(max_size=40))
def test_a_name_is_canonical_for_ever(publisher: str) -> None:
    assert canonical(canonical(publisher)) == canonical(publisher)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("KABUL (AP) — The ministry said …", "ap"),
        ("An official told AFP that it was done.", "afp"),
        ("به گزارش رویترز این کشور سفیر را پذیرفت", "reuters"),
        ("据法新社报道", "afp"),
        ("Both Reuters and AFP said so.", "herald"),
        ("AP Dhillon sang; ANI did not come", "herald"),
        ("no agency", "herald"),
    ],
)
def test_an_agency_in_the_text(text: str, name: str) -> None:
    assert voice_of("Herald", text).name == name


def test_copies_are_one_voice_whoever_prints_them() -> None:
    copy = Voice("b", sketch_of(WIRE + " The Herald adds a paragraph of its own at the end."))
    assert are_one(Voice("a", sketch_of(WIRE)), copy)
    assert not are_one(Voice("a", sketch_of(WIRE)), Voice("b", sketch_of(OWN)))


def test_short_texts_tell_nothing() -> None:
    assert sketch_of("Russia accepts the ambassador") == ()
    assert not are_one(Voice("a"), Voice("b"))


def test_texts_without_blanks_are_told_by_their_letters() -> None:
    text = (
        "中国外交部发言人在例行记者会上表示中方已经接受阿富汗临时政府派驻的新任大使并收到国书副本"
    )
    assert len(sketch_of(text)) == SKETCH
    assert are_one(Voice("a", sketch_of(text)), Voice("b", sketch_of(text + "。另据本报记者")))


@given(st.lists(st.builds(Voice, st.sampled_from("abcd"))))
def test_voices_are_each_kept_once(told: list[Voice]) -> None:
    voices: tuple[Voice, ...] = ()
    for voice in told:
        voices = with_voice(voices, voice)
    assert len(voices) == len({voice.name for voice in told})


# --- in the ledger --------------------------------------------------------------------------


def test_two_copies_do_not_bear_each_other_out() -> None:
    first = changed(report(Kind.RECOGNIZED), (), replace(item(), text=WIRE, publisher="One"))
    copied = replace(item(), text=WIRE, publisher="Two")
    second = changed(report(Kind.RECOGNIZED), [first.event], copied)
    assert second.event.publishers == ("One", "Two")
    assert second.event.evidence is Evidence.SINGLE
    own = replace(item(), text=OWN, publisher="Three")
    third = changed(report(Kind.RECOGNIZED), [second.event], own)
    assert third.event.evidence is Evidence.OUTLETS
    assert [voice.name for voice in third.event.voices] == ["one", "three"]


def test_copies_do_not_shut_out_the_second_voice() -> None:
    copies = tuple(f"AP via Herald {number}" for number in range(MAX_PUBLISHERS))
    held = event(Kind.RECOGNIZED, "2026-11-19", publishers=copies)
    one_more = changed(report(Kind.RECOGNIZED), [held], item(publisher="AP via Last"))
    assert one_more.event is held
    borne_out = changed(report(Kind.RECOGNIZED), [held], item(publisher="Own Voice"))
    assert borne_out.event.evidence is Evidence.OUTLETS


def test_a_voice_that_was_taken_back_is_not_heard_again() -> None:
    held = event(Kind.RECOGNIZED, "2026-11-19", publishers=("Second Herald",), retracted=True)
    again = changed(report(Kind.RECOGNIZED), [held], item(publisher="Second Herald (Dari)"))
    assert (again.kind, again.event) == (ChangeKind.CORROBORATED, held)
    assert changed(report(Kind.RECOGNIZED), [held], item(publisher="Other")).before is None
    assert changed(report(Kind.RECOGNIZED), [held], item(publisher=None)).before is None


def test_the_first_day_told_dates_the_event() -> None:
    held = event(Kind.MISSION_CLOSED, "2026-11-19", revision=3)
    earlier = changed(report(Kind.MISSION_CLOSED), [held], item("2026-11-14"))
    assert (earlier.kind, str(earlier.event.happened)) == (ChangeKind.CORROBORATED, "2026-11-14")
    assert earlier.event.revision == 4
    much_earlier = changed(report(Kind.MISSION_CLOSED), [held], item("2026-11-10"))
    assert str(much_earlier.event.happened) == "2026-11-19"


def test_a_plan_is_of_the_day_it_is_due_once_that_is_told() -> None:
    plan = changed(report(Kind.MISSION_CLOSED, PLANNED)).event
    assert str(plan.happened) == "2026-11-20"
    due = changed(report(Kind.MISSION_CLOSED, PLANNED, happened="2026-12-27"), [plan])
    assert (due.kind, str(due.event.happened)) == (ChangeKind.CORROBORATED, "2026-12-27")
    undated = changed(report(Kind.MISSION_CLOSED, PLANNED), [due.event], item("2026-11-22"))
    assert str(undated.event.happened) == "2026-12-27"
