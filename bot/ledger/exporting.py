"""The ledger in the formats of other tools: one JSON document, or rows for tables and maps."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from bot.ledger.errors import MissingLibraryError
from bot.ledger.interchange import COURSE, document_of, entry_of
from bot.model import Event
from config.model import Catalog


class ExportFormat(StrEnum):
    """What `export` writes. Only `json` can be imported again."""

    JSON = "json"
    CSV = "csv"
    GEOJSON = "geojson"
    PARQUET = "parquet"


def exported(events: Sequence[Event], catalog: Catalog, form: ExportFormat) -> bytes:
    """The events in a format, as the bytes of a file. Raises MissingLibraryError."""
    match form:
        case ExportFormat.JSON:
            return _json(document_of(events, catalog.dossier.id))
        case ExportFormat.CSV:
            return _csv([row_of(event, catalog) for event in events])
        case ExportFormat.GEOJSON:
            return _json(_features([row_of(event, catalog) for event in events]))
        case ExportFormat.PARQUET:
            return _parquet([row_of(event, catalog) for event in events])


def row_of(event: Event, catalog: Catalog) -> dict[str, Any]:
    """One event as a flat row: names beside ids, lists joined by a bar, where it stands."""
    entry = entry_of(event)
    mission = catalog.missions.get(event.mission or "")
    country = catalog.countries.get(event.host or "")
    envoy = catalog.envoys.get(event.envoy or "")
    for plain in ("voices", "citations", *COURSE):
        del entry[plain]
    return entry | {
        "rank_flags": "|".join(entry["rank_flags"]),
        "publishers": "|".join(entry["publishers"]),
        "host_name": country.name if country else None,
        "city": mission.city if mission else None,
        "envoy_name": envoy.name if envoy else event.envoy,
        "latitude": mission.lat if mission else None,
        "longitude": mission.lon if mission else None,
        "sources": " ".join(citation.url for citation in event.citations),
    }


COLUMNS = (
    "id", "act", "date", "date_precision", "kind", "assertion", "host", "host_name", "mission",
    "city", "latitude", "longitude", "envoy", "envoy_name", "rank", "rank_flags", "control",
    "stance", "announced_by", "evidence", "known_at", "origin", "revision", "retracted", "cameo",
    "plover", "publishers", "sources", "notes",
)  # fmt: skip
"""The columns of a row, in the order in which tables have them."""


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(row[name]) for name in COLUMNS})
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    # A spreadsheet runs what begins so as a formula; foreign text must not be run.
    is_formula = isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r"))
    return f"'{value}" if is_formula else value


def _features(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": [_feature(row) for row in rows]}


def _feature(row: Mapping[str, Any]) -> dict[str, Any]:
    place = (row["longitude"], row["latitude"])
    point = {"type": "Point", "coordinates": place} if None not in place else None
    properties = {name: row[name] for name in COLUMNS if name not in {"latitude", "longitude"}}
    return {"type": "Feature", "id": row["id"], "geometry": point, "properties": properties}


def _parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    try:
        import pyarrow
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingLibraryError(
            "parquet needs the library pyarrow: install missionwatch[parquet], "
            "or export csv instead"
        ) from error
    types = {
        "latitude": pyarrow.float64(),
        "longitude": pyarrow.float64(),
        "revision": pyarrow.int32(),
        "retracted": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "known_at": pyarrow.timestamp("us", tz="UTC"),
    }
    schema = pyarrow.schema([(name, types.get(name, pyarrow.string())) for name in COLUMNS])
    columns = {name: [_typed(name, row[name]) for row in rows] for name in COLUMNS}
    sink = io.BytesIO()
    parquet.write_table(pyarrow.table(columns, schema=schema), sink)
    return sink.getvalue()


def _typed(name: str, value: Any) -> Any:
    if name == "date":
        return dt.date.fromisoformat(value)
    return dt.datetime.fromisoformat(value) if name == "known_at" else value
