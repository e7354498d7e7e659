"""The shipped dossier: it loads, and carries every fact of the reference data."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from config.catalog import SHIPPED, dossier_ids, load_catalog
from config.model import Catalog, Citation, Person
from config.vocabulary import Kind, MissionKind, Precision, Read, SourceKind, SourceRole


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog()


def citation_facts(citations: tuple[Citation, ...]) -> list[tuple[Any, ...]]:
    return [
        (c.url, c.publisher, c.date.isoformat() if c.date else None, c.date_approx)
        for c in citations
    ]


def raw_citations(raw: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [(c["url"], c["publisher"], c["date"], c.get("date_approx")) for c in raw["sources"]]


def person_facts(person: Person | None) -> dict[str, Any] | None:
    if person is None:
        return None
    return {
        "name": person.name,
        "rank": person.rank,
        "rank_flags": list(person.rank_flags),
        "rank_text": person.rank_text,
    }


def raw_person(raw: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if raw is None else {k: v for k, v in raw.items() if k != "since"}


def test_counts(catalog: Catalog) -> None:
    assert len(catalog.missions) == 69
    assert len({row.act for row in catalog.history}) == 290
    observations = {row.act for row in catalog.history if row.kind is Kind.OBSERVATION}
    assert len(observations) == 91
    assert len(catalog.sources) == 267
    assert sum(source.enabled for source in catalog.sources.values()) == 193


def test_missions_carry_every_fact(catalog: Catalog, shared_data: Path) -> None:
    for raw in json.loads((shared_data / "missions.json").read_text(encoding="utf-8")):
        mission = catalog.missions[raw["id"]]
        for plain in ("host", "city", "kind", "lat", "lon", "control", "host_stance"):
            assert getattr(mission, plain) == raw[plain], (raw["id"], plain)
        assert mission.papers_2024 == raw["papers_2024"]
        assert mission.as_of.isoformat() == raw["as_of"]
        assert mission.notes == raw["notes"]
        assert list(mission.also_accredited_to) == raw.get("also_accredited_to", [])
        assert citation_facts(mission.citations) == raw_citations(raw)
        assert person_facts(mission.head) == raw_person(raw["head"])
        since = raw["head"] and raw["head"]["since"]
        assert (mission.head and mission.head.since and mission.head.since.isoformat()) == since


def test_history_carries_every_fact(catalog: Catalog, shared_data: Path) -> None:
    acts: dict[str, list[Any]] = {}
    for row in catalog.history:
        acts.setdefault(row.act, []).append(row)
    for raw in json.loads((shared_data / "events.json").read_text(encoding="utf-8")):
        rows = acts.pop(raw["id"])
        hosts = raw["host"] if isinstance(raw["host"], list) else [raw["host"]]
        assert [row.host for row in rows] == hosts
        for row in rows:
            for plain in ("kind", "assertion", "announced_by", "mission", "notes"):
                assert getattr(row, plain) == raw[plain], (raw["id"], plain)
            assert row.date.day.isoformat() == raw["date"]
            assert row.date.precision == raw["date_precision"]
            assert row.control == raw.get("control")
            assert row.stance == raw.get("stance")
            assert citation_facts(row.citations) == raw_citations(raw)
            assert person_facts(row.person) == raw_person(raw["person"])
            assert (row.kind is Kind.OBSERVATION) == raw.get("observation", False)
    assert not acts


PAGES_OF_THEIR_OWN = (SourceKind.TELEGRAM, SourceKind.SITEMAP, SourceKind.JSON)


def test_sources_carry_every_fact(catalog: Catalog, shared_data: Path) -> None:
    for raw in json.loads((shared_data / "sources.json").read_text(encoding="utf-8")):
        source = catalog.sources[raw.pop("id")]
        raw.pop("evidence")
        # The register knows feeds and pages; a page may have a reader of its own by now.
        kind = raw.pop("kind")
        assert source.kind == kind or (kind == "page" and source.kind in PAGES_OF_THEIR_OWN)
        assert {field: getattr(source, field) for field in raw} == raw


def test_history_is_sorted_by_date(catalog: Catalog) -> None:
    days = [row.date.day for row in catalog.history]
    assert days == sorted(days)
    assert all(row.date.precision in (Precision.DAY, Precision.APPROX) for row in catalog.history)


def test_ids_are_sorted_in_their_files(catalog: Catalog) -> None:
    for records in (catalog.envoys, catalog.sources, catalog.countries):
        assert list(records) == sorted(records)


def test_a_row_with_many_hosts_is_one_act(catalog: Catalog) -> None:
    act = "2024-07-30-multi-services-changed"
    rows = [row for row in catalog.history if row.act == act]
    assert len(rows) == 13
    assert {row.id for row in rows} == {f"{act}:{row.host}" for row in rows}
    assert any(row.host == "NO" for row in rows)


def test_a_row_without_host_stays_without(catalog: Catalog) -> None:
    assert sum(row.host is None for row in catalog.history) == 9


def test_row_ids_are_unique(catalog: Catalog) -> None:
    ids = Counter(row.id for row in catalog.history)
    assert max(ids.values()) == 1


def test_embassies_come_first(catalog: Catalog) -> None:
    kinds = [mission.kind for mission in catalog.missions_of("DE")]
    assert kinds == [
        MissionKind.EMBASSY,
        MissionKind.CONSULATE_GENERAL,
        MissionKind.CONSULATE_GENERAL,
    ]
    assert catalog.missions_of("UN")[0].city == "New York"
    assert catalog.missions_of("FI") == ()


def test_every_person_is_known(catalog: Catalog) -> None:
    persons = [row.person for row in catalog.history if row.person]
    persons += [mission.head for mission in catalog.missions.values() if mission.head]
    assert all(person.envoy in catalog.envoys for person in persons if person.name)


def test_the_two_haqqanis_are_apart(catalog: Catalog) -> None:
    badruddin = catalog.envoys["badruddin-haqqani"]
    tehran = catalog.envoys["fazl-mohammad-haqqani"]
    assert (badruddin.hosts, tehran.hosts) == (("AE",), ("IR",))
    assert not set(badruddin.names) & set(tehran.names)
    assert {"Fazl Ahmad Haqqani", "محمد افضل حقانی"} <= set(tehran.names)


def test_one_man_under_several_names(catalog: Catalog) -> None:
    rows = {row.id: row for row in catalog.history}
    early = rows["2024-05-17-tr-envoy-named-istanbul"].person
    late = rows["2026-03-20-tr-observation-istanbul"].person
    assert early is not None
    assert late is not None
    assert early.name == "Azim Akbari"
    assert early.envoy == late.envoy == "muhammad-akbar-azimi"


def test_envoys_have_a_role_and_several_scripts(catalog: Catalog) -> None:
    assert [e.id for e in catalog.envoys.values() if e.role is None] == ["abdul-jamil-parvani"]
    names = catalog.envoys["amir-khan-muttaqi"].names
    assert {"Amir Khan Mottaki", "امیرخان متقی", "Амир Хан Моттаки", "穆塔基"} <= set(names)


def test_every_host_is_in_a_region(catalog: Catalog) -> None:
    covered = {host for region in catalog.regions.values() for host in region.hosts}
    hosts = {mission.host for mission in catalog.missions.values()}
    hosts |= {row.host for row in catalog.history if row.host}
    assert hosts <= covered
    assert len(hosts) > 45


def test_ministries_that_write_no_zone_have_one(catalog: Catalog) -> None:
    pages = [
        source
        for source in catalog.sources.values()
        if source.kind == "page" and source.role is SourceRole.HOST_MFA
    ]
    assert pages
    assert all(source.timezone for source in pages)
    assert catalog.sources["ru-mid-news"].timezone == "Europe/Moscow"


def test_briefings_are_read_in_full(catalog: Catalog) -> None:
    full = {s.id for s in catalog.sources.values() if s.read is Read.FULL}
    assert {"ru-mid-briefings", "pk-mofa-briefings", "cn-mfa-briefings-en"} <= full
    assert "int-tass-en" not in full


def test_the_dossier_says_who_is_who(catalog: Catalog) -> None:
    dossier = catalog.dossier
    assert dossier_ids() == ("afghanistan",)
    assert (dossier.country, dossier.capital) == ("AF", "Kabul")
    assert dossier.starts == dt.date(2021, 8, 15)


def test_files_tell_what_they_are() -> None:
    files = [*SHIPPED.glob("*.yaml"), *(SHIPPED / "dossiers").glob("*/*.yaml")]
    assert len(files) == 7
    assert all(file.read_text(encoding="utf-8").startswith("# ") for file in files)


def test_loading_is_quick_and_light() -> None:
    """Well under the 0.25 s it may take; CPU time, so that a busy machine does not matter."""
    code = (
        "import sys, time; started = time.process_time();"
        "from config.catalog import load_catalog; load_catalog();"
        "heavy = {'pydantic', 'babel', 'rapidfuzz'} & set(sys.modules);"
        "print(time.process_time() - started, *heavy)"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    took = [run.stdout.split() for run in runs]
    assert all(len(parts) == 1 for parts in took), "a heavy library was imported"
    assert min(float(parts[0]) for parts in took) < 0.25
