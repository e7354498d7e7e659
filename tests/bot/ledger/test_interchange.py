"""The ledger in other forms, and back."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.ledger import events_of
from bot.ledger.codes import CODES, codes_of
from bot.ledger.errors import DocumentError, MissingLibraryError
from bot.ledger.exporting import COLUMNS, ExportFormat, exported, row_of
from bot.ledger.interchange import document_of, entry_of, events_in
from bot.model import Origin, Voice
from config.model import Catalog
from config.vocabulary import (
    Announcer,
    Assertion,
    Control,
    Evidence,
    Kind,
    Precision,
    Rank,
    RankFlag,
    Stance,
)
from tests.bot.ledger.conftest import ASTANA, DENIED, DOSSIER, PLANNED, event

SCHEMA = json.loads((Path(__file__).parents[3] / "docs" / "ledger.schema.json").read_text())


def written(catalog: Catalog, form: ExportFormat) -> bytes:
    return exported(events_of(catalog), catalog, form)


# --- there and back -------------------------------------------------------------------------


def test_the_shipped_history_comes_back_as_itself(catalog: Catalog) -> None:
    document = json.loads(written(catalog, ExportFormat.JSON))
    assert tuple(events_in(document, DOSSIER)) == events_of(catalog)


def test_nothing_of_an_event_is_lost() -> None:
    held = event(
        Kind.ENVOY_ACCREDITED,
        "2026-05",
        rank=Rank.CHARGE,
        rank_flags=(RankFlag.ACTING,),
        control=Control.CLAIMANT,
        stance=Stance.CHARGE,
        voices=(Voice("a", (1, 2)), Voice("b")),
        retracted=True,
        revision=4,
        origin=Origin.EDITOR,
        notes="a note",
    )
    document = json.loads(json.dumps(document_of([held], DOSSIER)))
    assert events_in(document, DOSSIER) == [held]


def test_unknown_fields_are_ignored_and_missing_ones_have_defaults() -> None:
    needed = ("id", "date", "kind", "assertion", "known_at")
    held = event(Kind.RECOGNIZED, "2026-05-01", act="", publishers=(), origin=Origin.EDITOR)
    entry = {key: value for key, value in entry_of(held).items() if key in {*needed, "host"}}
    document = document_of([], DOSSIER) | {"events": [entry | {"more": 1}]}
    assert events_in(document, DOSSIER) == [held]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("id", "", "id: must be a text"),
        ("id", 7, "id: must be a text"),
        ("kind", "war", "kind: 'war' is none of recognized"),
        ("kind", None, "kind: None is none of"),
        ("rank", "king", "rank: 'king' is none of"),
        ("rank_flags", ["old"], "rank_flags: 'old' is none of"),
        ("date", "2026-13-01", "date: '2026-13-01' is not YYYY-MM-DD"),
        ("date", None, "date: None is not"),
        ("date_precision", "hour", "date_precision: 'hour' is none of"),
        ("known_at", "2026-01-01T00:00:00", "known_at: '2026-01-01T00:00:00' has no time zone"),
        ("known_at", "yesterday", "known_at: 'yesterday' is not an ISO time"),
        ("host", 7, "host: must be a text"),
        ("revision", 0, "revision: must be a number from 1"),
        ("revision", True, "revision: must be a number from 1"),
        ("publishers", "BBC", "publishers: must be a list"),
        ("publishers", [1], "publishers: must hold texts"),
        ("citations", [{}], "citations: must hold objects with a url"),
        ("citations", [{"url": "u", "date": "x"}], "citations: 'x' is not YYYY-MM-DD"),
        ("citations", [{"url": "u", "date_approx": 1}], "citations: must hold texts"),
        ("voices", ["a"], "voices: must hold objects"),
        ("voices", [{"name": "a", "sketch": ["x"]}], "voices: a sketch is a list of numbers"),
    ],
)
def test_what_is_wrong_names_entry_and_field(field: str, value: Any, why: str) -> None:
    good, bad = (entry_of(event(Kind.RECOGNIZED, day)) for day in ("2026-05-01", "2026-05-02"))
    document = document_of([], DOSSIER) | {"events": [good, bad | {field: value}]}
    with pytest.raises(DocumentError) as refused:
        events_in(document, DOSSIER)
    assert str(refused.value).startswith("entry 2 (")
    assert why in str(refused.value)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ([], "no export of a ledger"),
        ({"format": "csv"}, "no export of a ledger"),
        (document_of([], DOSSIER) | {"version": 9}, "version 9"),
        (document_of([], "elsewhere"), "of 'elsewhere', not of 'afghanistan'"),
        (document_of([], DOSSIER) | {"events": {}}, "no list of `events`"),
        (document_of([], DOSSIER) | {"events": [3]}, "entry 1 is no object"),
        (document_of([event(Kind.RECOGNIZED, "2026-05-01")] * 2, DOSSIER), "entry 1's already"),
    ],
)
def test_what_is_no_export(document: object, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        events_in(document, DOSSIER)


# --- tables and maps ------------------------------------------------------------------------


def test_csv_has_a_row_an_event(catalog: Catalog) -> None:
    rows = list(csv.DictReader(io.StringIO(written(catalog, ExportFormat.CSV).decode())))
    assert len(rows) == len(events_of(catalog))
    (moscow,) = (row for row in rows if row["id"] == "2025-07-03-ru-recognized-moscow")
    assert (moscow["host_name"], moscow["city"], moscow["cameo"]) == ("Russia", "Moscow", "054")
    assert moscow["latitude"].startswith("55.")


def test_foreign_text_is_no_formula(catalog: Catalog) -> None:
    held = event(Kind.RECOGNIZED, "2026-05-01", notes='=HYPERLINK("x")', publishers=("@x",))
    (row,) = csv.DictReader(io.StringIO(exported([held], catalog, ExportFormat.CSV).decode()))
    assert row["notes"] == '\'=HYPERLINK("x")'
    assert row["publishers"] == "'@x"


def test_geojson_places_what_has_a_mission(catalog: Catalog) -> None:
    held = [
        event(Kind.RECOGNIZED, "2026-05-01"),
        event(Kind.MISSION_CLOSED, "2026-05-02", mission=ASTANA),
    ]
    found = json.loads(exported(held, catalog, ExportFormat.GEOJSON))
    assert found["type"] == "FeatureCollection"
    nowhere, astana = found["features"]
    assert nowhere["geometry"] is None
    mission = catalog.missions[ASTANA]
    assert astana["geometry"] == {"type": "Point", "coordinates": [mission.lon, mission.lat]}
    assert astana["properties"]["city"] == "Astana"


def test_parquet_is_read_as_typed_columns(catalog: Catalog) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(written(catalog, ExportFormat.PARQUET)))
    assert tuple(table.column_names) == COLUMNS
    first, row = events_of(catalog)[0], table.to_pylist()[0]
    assert (row["date"], row["known_at"]) == (first.happened.day, first.known_at)
    assert row["retracted"] is False


def test_parquet_without_its_library_says_what_to_do(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingLibraryError, match=r"install missionwatch\[parquet\]"):
        written(catalog, ExportFormat.PARQUET)


def test_a_row_has_all_columns(catalog: Catalog) -> None:
    assert set(row_of(event(Kind.RECOGNIZED, "2026-05-01"), catalog)) == set(COLUMNS)


# --- codes ----------------------------------------------------------------------------------


def test_every_kind_but_observation_has_codes() -> None:
    assert set(CODES) == set(Kind) - {Kind.OBSERVATION}
    assert codes_of(event(Kind.OBSERVATION, "2026-05-01")) is None


def test_plans_and_denials_are_coded_as_such() -> None:
    opens = codes_of(event(Kind.MISSION_OPENED, "2026-05-01", PLANNED))
    closes = codes_of(event(Kind.MISSION_CLOSED, "2026-05-01", PLANNED))
    assert opens is not None
    assert closes is not None
    assert (opens.cameo, closes.cameo) == ("032", "130")
    assert codes_of(event(Kind.MISSION_CLOSED, "2026-05-01", DENIED)) is None


# --- the schema -----------------------------------------------------------------------------


def test_the_schema_tells_every_field_and_value() -> None:
    entry = SCHEMA["properties"]["events"]["items"]
    assert list(entry["properties"]) == list(entry_of(event(Kind.RECOGNIZED, "2026-05-01")))
    assert set(entry["required"]) == {"id", "date", "kind", "assertion", "known_at"}
    values = {
        "kind": Kind,
        "assertion": Assertion,
        "date_precision": Precision,
        "announced_by": Announcer,
        "evidence": Evidence,
        "origin": Origin,
    }
    for name, kind in values.items():
        assert entry["properties"][name]["enum"] == [each.value for each in kind]
    for name, optional in {"rank": Rank, "control": Control, "stance": Stance}.items():
        expected = [*(each.value for each in optional), None]
        assert entry["properties"][name]["enum"] == expected
    flags = entry["properties"]["rank_flags"]["items"]["enum"]
    assert flags == [each.value for each in RankFlag]


def test_revisions_differ_only_where_told() -> None:
    held = event(Kind.RECOGNIZED, "2026-05-01")
    assert entry_of(replace(held, revision=2)) == entry_of(held) | {"revision": 2}
