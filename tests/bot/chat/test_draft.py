"""Editors' words and the codes of buttons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.draft import ASSERTIONS, KINDS, RANKS, Drafts, code_of, is_day, kind_of, read_words
from bot.chat.places import Places
from bot.ledger.errors import DecisionError
from bot.model import Correction
from config.catalog import load_catalog
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Kind, Precision, Rank

CATALOG = load_catalog()
DRAFTS = Drafts(CATALOG, Places(CATALOG))
MISSIONS = sorted(CATALOG.missions)
PEOPLE = sorted(CATALOG.envoys)


def test_codes_tell_apart_what_they_stand_for() -> None:
    for codes in (KINDS, RANKS, ASSERTIONS):
        assert len(set(codes.values())) == len(codes)
    assert set(KINDS) == set(Kind) - {Kind.POSITION, Kind.OBSERVATION}
    assert set(RANKS) == set(Rank)
    assert len({code_of(mission, 4) for mission in MISSIONS}) == len(MISSIONS)
    assert len({code_of(person, 5) for person in PEOPLE}) == len(PEOPLE)


@given(
    st.builds(
        Correction,
        kind=st.none() | st.sampled_from(list(KINDS)),
        assertion=st.none() | st.sampled_from(list(Assertion)),
        mission=st.none() | st.sampled_from(MISSIONS),
        happened=st.none()
        | st.builds(
            PartialDate,
            st.dates(min_value=PartialDate.parse("2021-08-15").day),
            st.sampled_from([Precision.DAY, Precision.APPROX]),
        ),
        rank=st.none() | st.sampled_from(list(Rank)),
        envoy=st.none() | st.sampled_from([*PEOPLE, "Zmaray d'Stanikzai"]),
    )
)
def test_a_draft_travels_in_a_button_and_comes_back(fields: Correction) -> None:
    written = DRAFTS.write(fields)
    read = DRAFTS.read(read_words(written).fields, ["Zmaray d'Stanikzai", *PEOPLE])
    host = CATALOG.missions[fields.mission].host if fields.mission else None
    assert read == Correction(
        kind=fields.kind,
        assertion=fields.assertion,
        host=host,
        mission=fields.mission,
        happened=fields.happened,
        rank=fields.rank,
        envoy=fields.envoy,
    )


def test_words_fields_and_addresses_are_told_apart() -> None:
    written = read_words("oslo Rank=charge https://x.example/?a=b envoy=“Gul d'Agha” more")
    assert written.words == ("oslo", "more")
    assert written.fields == {"rank": "charge", "envoy": "Gul d'Agha"}
    assert written.source_url == "https://x.example/?a=b"
    assert read_words("").source_url == ""


def test_names_are_read_as_people_write_them() -> None:
    read = DRAFTS.read({"host": "Норвегия", "kind": "Envoy-Accredited", "date": "2026-07"})
    assert (read.host, read.kind, str(read.happened)) == ("NO", Kind.ENVOY_ACCREDITED, "2026-07")
    assert DRAFTS.read({"mission": "bonn"}).host == "DE"
    assert DRAFTS.read({"host": "no"}).host == "NO"
    assert kind_of("mission-closed") is Kind.MISSION_CLOSED
    assert kind_of("oslo") is None
    assert is_day("~2026-07-20")
    assert DRAFTS.read({"envoy": "jamal NASIR gharwal"}).envoy == "jamal-nasir-gharwal"
    assert DRAFTS.read({"envoy": "Gul  Agha"}).envoy == "Gul Agha"
    assert DRAFTS.read({"envoy": ""}).envoy is None
    assert not is_day("oslo")


def test_an_event_is_named_by_id_or_code() -> None:
    from tests.bot.ledger.conftest import event

    held = event(Kind.RECOGNIZED, "2026-07-20")
    assert DRAFTS.event([held], held.id) == DRAFTS.event([held], code_of(held.id)) == held
    with pytest.raises(DecisionError, match="/correct and a country lists"):
        DRAFTS.event([held], "1a2b3c4d")
