"""Every value of the vocabulary has words, and none of them is of one dossier."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.model import Event, Scope, ScopeKind
from bot.wording import MISSION_KINDS, PAPERS, RANKS, Wording, cited, date
from config.model import Catalog, Citation
from config.partial_date import PartialDate
from config.vocabulary import (
    Assertion,
    Control,
    Kind,
    MissionKind,
    Papers,
    Precision,
    Rank,
    RankFlag,
    Stance,
)  # fmt: skip

DAY = PartialDate(dt.date(2022, 4, 9))


def event(kind: Kind = Kind.ENVOY_ACCREDITED, assertion: Assertion = Assertion.CONFIRMED) -> Event:
    return Event(
        id="e", dossier="d", kind=kind, assertion=assertion, host="RU", mission=None,
        happened=DAY, known_at=dt.datetime(2022, 4, 9, tzinfo=dt.UTC),
    )  # fmt: skip


@pytest.fixture
def words(catalog: Catalog) -> Wording:
    return Wording(catalog)


def test_every_value_has_words(words: Wording) -> None:
    assert set(MISSION_KINDS) == set(MissionKind)
    assert set(PAPERS) == set(Papers)
    assert set(RANKS) == set(Rank)
    for labels in (
        [words.stance(each) for each in Stance],
        [words.stance_group(each) for each in Stance],
        [words.control(each) for each in Control],
        [words.happening(event(each)) for each in Kind],
        [words.happening(event(assertion=each)) for each in Assertion],
    ):
        assert all(labels)
        assert len(set(labels)) == len(labels)


def test_the_names_come_from_the_dossier(catalog: Catalog) -> None:
    dossier = replace(
        catalog.dossier, claimant_short="Junta", predecessor_short="the Union", capital="Naypyidaw"
    )
    words = Wording(replace(catalog, dossier=dossier))
    assert words.control(Control.CLAIMANT) == "run by the Junta"
    assert words.control(Control.COOPERATING) == ("run by staff of the Union who follow Naypyidaw")
    assert words.papers(Papers.REJECTED) == "Naypyidaw accepts this mission's documents: no"
    claimed = event(assertion=Assertion.CLAIMED)
    assert words.happening(claimed) == "envoy accredited (by Naypyidaw's word)"
    assert words.happening(claimed, with_assertion=False) == "envoy accredited"


def test_an_envoy_is_named_with_rank_and_what_qualifies_it(words: Wording) -> None:
    named = replace(
        event(Kind.ENVOY_NAMED),
        envoy="Somebody New",
        rank=Rank.CHARGE,
        rank_flags=(RankFlag.ACTING, RankFlag.DESIGNATE),
    )
    assert words.happening(named).endswith(", Somebody New (acting chargé d'affaires-designate)")


def test_statements_are_told_by_their_note_cut_short(words: Wording) -> None:
    said = replace(event(Kind.POSITION), notes="premature " * 40)
    told = words.happening(said)
    assert told.startswith("statement: premature premature")
    assert told.endswith("…")
    assert len(told) < 200


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (None, "date unknown"),
        (DAY, "2022-04-09"),
        (replace(DAY, precision=Precision.APPROX), "about 2022-04-09"),
        (replace(DAY, precision=Precision.MONTH), "2022-04"),
        (replace(DAY, precision=Precision.UNKNOWN), "date unknown"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(day: PartialDate | None, text: str) -> None:
    assert date(day) == text


def test_sources_carry_their_date() -> None:
    assert cited(Citation("u", "VOA", dt.date(2022, 4, 15))) == "VOA, 2022-04-15"
    assert cited(Citation("u", "VOA", None, "2022-04")) == "VOA, 2022-04"
    assert cited(Citation("u", "VOA")) == "VOA"


def test_scopes_have_names_even_when_they_are_gone(words: Wording) -> None:
    assert words.scope(Scope(ScopeKind.ALL)) == "everything"
    assert words.scope(Scope(ScopeKind.HOST, "RU")) == "Russia"
    assert words.scope(Scope(ScopeKind.REGION, "atlantis")) == "atlantis"
    assert words.host("ZZ") == "ZZ"
    assert words.host(None) == "several hosts"
