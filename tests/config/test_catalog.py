"""A broken catalogue: each kind of mistake is told with its file, entry, field and cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from config.catalog import SHIPPED, dossier_ids, load_catalog, load_countries, load_sources
from config.errors import CatalogError, ConfigError, Problem
from config.vocabulary import MissionKind, Precision, Read

DOSSIER = """\
id: testland
title: Testland
country: AF
capital: Testville
claimant: New Government
claimant_short: New
predecessor: Old Government
predecessor_short: Old
starts: 2021-08-15
"""
MISSIONS = """\
- id: ru-moscow-embassy
  host: RU
  city: Moscow
  kind: embassy
  lat: 55.7
  lon: 37.5
  control: claimant
  host_stance: charge
  head:
    envoy: jane-doe
    rank: charge
    flags: [acting]
    since: 2022-04-09
  papers_2024: accepted
  also_accredited_to: [BY]
  as_of: 2022-05-01
  sources:
    - 2022-04-09 | TASS | https://tass.example/1
  notes: 'A note: with a colon'
"""
HISTORY = """\
- id: 2022-04-09-ru
  date: ~2022-04-09
  host: RU
  mission: ru-moscow-embassy
  kind: mission_handed_over
  assertion: confirmed
  announced_by: host_mfa
  control: claimant
  stance: charge
  person:
    envoy: jane-doe
    name: J. Doe
    rank: charge
  sources:
    - ~2022-04 | Radio | Two | https://radio.example/2

- id: 2022-05-multi
  date: 2022-05
  host: [NO, BY]
  kind: position
  assertion: claimed
  announced_by: media
  sources:
    - 2022-05-02 | TASS | http://tass.example/3

- id: 2023-none
  date: 2023
  kind: position
  assertion: claimed
  announced_by: claimant_mfa
  sources:
    - 2023-05-02 | TASS | http://tass.example/4
"""
ENVOYS = """\
- id: jane-doe
  name: Jane Doe
  role: claimant
  hosts: [RU]
  names:
    - Jane Dow
    - Джейн Доу

- id: john-roe
  name: John Roe
"""
SOURCES = """\
- id: ru-mid
  kind: page
  url: https://mid.example/news?x=1
  alternates: [http://mid.example/news]
  publisher: MFA Russia
  country: RU
  lang: ru
  role: host_mfa
  tier: 1
  enabled: false
  every_min: 30
  every_max: 720
  read: full
  timezone: Europe/Moscow
  selectors:
    row: li.item
    date: span.date
  ports: [8443]
  seen: 2026

- id: tass
  kind: feed
  url: https://tass.example/rss
  publisher: TASS
  country: RU
  lang: en
  role: wire
  tier: 2
"""
COUNTRIES = """\
- code: AF
  name: Afghanistan
- code: BY
  name: Belarus
- code: NO
  name: Norway
- code: RU
  name: Russia
  aliases: [Russian Federation]
  demonyms: [Russian]
  capital: Moscow
"""
REGIONS = """\
- id: east
  name: The East
  aliases: [Orient]
  hosts: [RU, BY, NO]
"""
FILES = {
    "dossiers/testland/dossier.yaml": DOSSIER,
    "dossiers/testland/missions.yaml": MISSIONS,
    "dossiers/testland/history.yaml": HISTORY,
    "dossiers/testland/envoys.yaml": ENVOYS,
    "dossiers/testland/sources.yaml": SOURCES,
    "countries.yaml": COUNTRIES,
    "regions.yaml": REGIONS,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small sound catalogue."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def file_of(root: Path, name: str) -> Path:
    return root / next(known for known in FILES if known.endswith(name))


def change(root: Path, name: str, old: str, new: str) -> None:
    path = file_of(root, name)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogError) as caught:
        load_catalog("testland", root)
    return caught.value.problems


def test_a_sound_catalogue_loads(root: Path) -> None:
    catalog = load_catalog("testland", root)
    mission = catalog.missions["ru-moscow-embassy"]
    assert mission.kind is MissionKind.EMBASSY
    assert mission.notes == "A note: with a colon"
    assert mission.head is not None
    assert (mission.head.name, mission.head.envoy) == ("Jane Doe", "jane-doe")
    row, *many, none = catalog.history
    assert (row.id, row.date.precision) == ("2022-04-09-ru", Precision.APPROX)
    assert row.person is not None
    assert row.person.name == "J. Doe"
    assert row.citations[0].publisher == "Radio | Two"
    assert (row.citations[0].date, row.citations[0].date_approx) == (None, "2022-04")
    assert [(r.id, r.act, r.host) for r in many] == [
        ("2022-05-multi:NO", "2022-05-multi", "NO"),
        ("2022-05-multi:BY", "2022-05-multi", "BY"),
    ]
    assert (none.host, none.date.precision) == (None, Precision.YEAR)
    assert catalog.envoys["jane-doe"].names == ("Jane Doe", "Jane Dow", "Джейн Доу")
    assert catalog.envoys["john-roe"].role is None
    source = catalog.sources["ru-mid"]
    assert (source.enabled, source.read, source.ports) == (False, Read.FULL, (8443,))
    assert source.selectors == {"row": "li.item", "date": "span.date"}
    defaults = catalog.sources["tass"]
    assert (defaults.enabled, defaults.every_min, defaults.every_max) == (True, 30, 720)
    assert defaults.read is Read.TOUCHED


BROKEN = [
    # file, what is there, what stands there instead, entry, field, told, cure
    ("missions.yaml", "kind: embassy", "kind: embasy", "ru-moscow-embassy", "kind",
     "'embasy' is no kind", "embassy, consulate_general"),
    ("missions.yaml", "host: RU", "host: Russia", "ru-moscow-embassy", "host",
     "'Russia' is no country code", "ISO 3166-1"),
    ("missions.yaml", "host: RU", "host: XK", "ru-moscow-embassy", "host",
     "'XK' is no country code", "ISO 3166-1"),
    ("missions.yaml", "host: RU", "host: DE", "ru-moscow-embassy", "host",
     "DE has no entry in countries.yaml", "Add it there"),
    ("missions.yaml", "also_accredited_to: [BY]", "also_accredited_to: [by]",
     "ru-moscow-embassy", "also_accredited_to", "'by' is no country code", "capital letters"),
    ("missions.yaml", "also_accredited_to: [BY]", "also_accredited_to: [BY, BY]",
     "ru-moscow-embassy", "also_accredited_to", "BY stands twice", "Keep one"),
    ("missions.yaml", "lat: 55.7", "lat: 155.7", "ru-moscow-embassy", "lat",
     "'155.7' is out of bounds", "from -90 to 90"),
    ("missions.yaml", "lat: 55.7", "lat: north", "ru-moscow-embassy", "lat",
     "'north' is out of bounds", "from -90 to 90"),
    ("missions.yaml", "as_of: 2022-05-01", "as_of: 2022-05-32", "ru-moscow-embassy", "as_of",
     "'2022-05-32' is no day", "YYYY-MM-DD"),
    ("missions.yaml", "  as_of: 2022-05-01\n", "", "ru-moscow-embassy", "as_of",
     "is missing", "Add as_of"),
    ("missions.yaml", "city: Moscow", "city:", "ru-moscow-embassy", "city",
     "is missing", "Add city"),
    ("missions.yaml", "city: Moscow", "city: ''", "ru-moscow-embassy", "city",
     "is missing", "Add city"),
    ("missions.yaml", "city: Moscow", "city: [Moscow]", "ru-moscow-embassy", "city",
     "is no plain value", "one value"),
    ("missions.yaml", "city: Moscow", "city: Moscow\n  city: Kazan", "ru-moscow-embassy", "city",
     "stands twice", "Keep one"),
    ("missions.yaml", "city: Moscow", "city: Moscow\n  aliaes: [Moskva]", "ru-moscow-embassy",
     "aliaes", "is no field of this file", "Did you mean aliases"),
    ("missions.yaml", "city: Moscow", "city: Moscow\n  zzz: 1", "ru-moscow-embassy", "zzz",
     "is no field of this file", "Take it out"),
    ("missions.yaml", "city: Moscow", "city: Moscow\n  aliases: Moskva", "ru-moscow-embassy",
     "aliases", "is no list", "aliases: [one, two]"),
    ("missions.yaml", "id: ru-moscow-embassy", "id: Moscow Embassy", "Moscow Embassy", "id",
     "'Moscow Embassy' is no id", "lower-case"),
    ("missions.yaml", "envoy: jane-doe", "envoy: jane", "ru-moscow-embassy", "head.envoy",
     "'jane' is no envoy", "envoys.yaml"),
    ("missions.yaml", "flags: [acting]", "flags: [actin]", "ru-moscow-embassy", "head.flags",
     "'actin' is no flags", "acting, designate"),
    ("missions.yaml", "since: 2022-04-09", "sinze: 2022-04-09", "ru-moscow-embassy", "head.sinze",
     "is no field of this file", "Did you mean since"),
    ("missions.yaml", "papers_2024: accepted", "papers_2024: yes", "ru-moscow-embassy",
     "papers_2024", "'yes' is no papers_2024", "accepted, rejected, unknown"),
    ("missions.yaml", "2022-04-09 | TASS | https://tass.example/1", "https://tass.example/1",
     "ru-moscow-embassy", "sources", "has not three parts", "day | publisher | address"),
    ("missions.yaml", "2022-04-09 | TASS", "April | TASS", "ru-moscow-embassy", "sources",
     "'April' is no day", "YYYY-MM-DD"),
    ("missions.yaml", "https://tass.example/1", "ftp://tass.example/1", "ru-moscow-embassy",
     "sources", "'ftp://tass.example/1' is no address", "http://"),
    ("missions.yaml", "  sources:\n    - 2022-04-09 | TASS | https://tass.example/1\n", "",
     "ru-moscow-embassy", "sources", "are missing", "at least one page"),
    ("history.yaml", "mission: ru-moscow-embassy", "mission: ru-moskow-embassy",
     "2022-04-09-ru", "mission", "'ru-moskow-embassy' is no mission", "missions.yaml"),
    ("history.yaml", "host: RU", "host: BY", "2022-04-09-ru", "mission",
     "ru-moscow-embassy stands in RU, the row's host is BY", "Write host: RU"),
    ("history.yaml", "  host: RU\n", "", "2022-04-09-ru", "mission",
     "stands in RU, the row's host is none", "Write host: RU"),
    ("history.yaml", "kind: mission_handed_over", "kind: handed_over", "2022-04-09-ru", "kind",
     "'handed_over' is no kind", "mission_handed_over"),
    ("history.yaml", "assertion: confirmed", "assertion: sure", "2022-04-09-ru", "assertion",
     "'sure' is no assertion", "confirmed, claimed"),
    ("history.yaml", "control: claimant", "control: nobody", "2022-04-09-ru", "control",
     "'nobody' is no control", "claimant, cooperating"),
    ("history.yaml", "~2022-04-09", "~2022-04", "2022-04-09-ru", "date",
     "'~2022-04' is no date", "~YYYY-MM-DD"),
    ("history.yaml", "date: 2022-05", "date: May", "2022-05-multi", "date",
     "'May' is no date", "YYYY"),
    ("history.yaml", "id: 2022-05-multi", "id: 2022-04-09-ru", "2022-04-09-ru", "id",
     "stands already at line 1", "its own id"),
    ("history.yaml", "person:\n    envoy: jane-doe\n    name: J. Doe\n    rank: charge",
     "person: Jane", "2022-04-09-ru", "person", "is no mapping", "Indent its fields"),
    ("envoys.yaml", "role: claimant", "role: friend", "jane-doe", "role",
     "'friend' is unknown", "claimant, predecessor, host"),
    ("envoys.yaml", "name: John Roe", "name: JANE DOW", "john-roe", "names",
     "'JANE DOW' belongs to jane-doe already", "one of them"),
    ("sources.yaml", "url: https://tass.example/rss", "url: tass.example/rss", "tass", "url",
     "'tass.example/rss' is no address", "http://"),
    ("sources.yaml", "url: https://tass.example/rss", "url: https://tass.example:99999/rss",
     "tass", "url", "is no address", "http://"),
    ("sources.yaml", "url: https://tass.example/rss", "url: https://mid.example/news?x=1",
     "tass", "url", "belongs to ru-mid already", "one of them"),
    ("sources.yaml", "every_min: 30", "every_min: 0", "ru-mid", "every_min",
     "'0' is out of bounds", "from 1 to"),
    ("sources.yaml", "every_min: 30", "every_min: soon", "ru-mid", "every_min",
     "'soon' is out of bounds", "whole number"),
    ("sources.yaml", "every_max: 720", "every_max: 20", "ru-mid", "every_max",
     "20 is shorter than every_min (30)", "at least as long"),
    ("sources.yaml", "tier: 1", "tier: 4", "ru-mid", "tier", "'4' is out of bounds", "1 to 3"),
    ("sources.yaml", "tier: 1", "tier: 1\n  min_gap_s: 0", "ru-mid", "min_gap_s",
     "'0' is out of bounds", "1 to 600"),
    ("sources.yaml", "tier: 1", "tier: 1\n  fields: {list: data}", "ru-mid", "fields",
     "a page has none", "kind: json"),
    ("sources.yaml", "kind: feed", "kind: feed\n  selectors: {row: li}", "tass", "selectors",
     "a feed has none", "kind: page"),
    ("sources.yaml", "kind: feed", "kind: telegram", "tass", "url",
     "'https://tass.example/rss' is no channel's preview", "https://t.me/s/"),
    ("sources.yaml", "enabled: false", "enabled: no", "ru-mid", "enabled",
     "'no' is neither true nor false", "true or false"),
    ("sources.yaml", "timezone: Europe/Moscow", "timezone: Moscow", "ru-mid", "timezone",
     "'Moscow' is no time zone", "IANA"),
    ("sources.yaml", "ports: [8443]", "ports: [84433]", "ru-mid", "ports",
     "'84433' is out of bounds", "65535"),
    ("sources.yaml", "row: li.item", "rows: li.item", "ru-mid", "selectors.rows",
     "is no field of this file", "Did you mean row"),
    ("sources.yaml", "alternates: [http://mid.example/news]", "alternates: [x]", "ru-mid",
     "alternates", "'x' is no address", "http://"),
    ("sources.yaml", "seen: 2026", "seen: 26", "ru-mid", "seen", "'26' is out of bounds", "1995"),
    ("countries.yaml", "code: BY", "code: BL4", "BL4", "code", "'BL4' is no country code", "ISO"),
    ("countries.yaml", "name: Norway", "name: russia", "RU", "name",
     "'Russia' belongs to NO already", "one of them"),
    ("regions.yaml", "hosts: [RU, BY, NO]", "hosts: [RU, BY, NO, DE]", "east", "hosts",
     "DE has no entry in countries.yaml", "Add it there"),
    ("regions.yaml", "hosts: [RU, BY, NO]", "hosts: []", "east", "hosts", "names no host", "List"),
    ("regions.yaml", "hosts: [RU, BY, NO]", "hosts: [RU, NO]", None, "hosts",
     "BY is in no region", "at least one region"),
    ("regions.yaml", "aliases: [Orient]", "aliases: [Norway]", "east", "aliases",
     "'Norway' belongs to NO already", "one of them"),
    ("history.yaml", "  date: ~2022-04-09\n", "", "2022-04-09-ru", "date",
     "is missing", "Add date"),
    ("missions.yaml", "city: Moscow", "city: ~", "ru-moscow-embassy", "city",
     "is missing", "Add city"),
    ("history.yaml", "  kind: mission_handed_over\n", "", "2022-04-09-ru", "kind",
     "is missing", "Add kind"),
    ("sources.yaml", "  tier: 1\n", "", "ru-mid", "tier", "is missing", "Add tier"),
    ("sources.yaml", "  url: https://tass.example/rss\n", "", "tass", "url",
     "is missing", "Add url"),
    ("dossier.yaml", "starts: 2021-08-15\n", "", "testland", "starts",
     "is missing", "Add starts"),
    ("dossier.yaml", "id: testland", "id: other", "testland", "id",
     "'other' is not the folder's name", "Write testland"),
    ("dossier.yaml", "title: Testland\n", "", "testland", "title", "is missing", "Add title"),
    ("dossier.yaml", "title: Testland\n", "titel: Testland\n", "testland", "titel",
     "is no field of this file", "Did you mean title"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "old", "new", "entry", "field", "told", "cure"),
    BROKEN,
    ids=[f"{row[0]}: {row[5]}"[:60] for row in BROKEN],
)
def test_a_mistake_names_file_entry_field_and_cure(
    root: Path, name: str, old: str, new: str, entry: str | None, field: str, told: str, cure: str
) -> None:
    change(root, name, old, new)
    found = [p for p in problems_of(root) if (p.entry, p.field) == (entry, field)]
    assert any(told in p.what and cure in p.cure for p in found), [str(p) for p in found]
    assert all(p.file.endswith(name) for p in found)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [(row[0], row[1], row[2]) for row in BROKEN if row[4] not in {"id", "code", "title", "url"}],
)
def test_one_mistake_is_told_once(root: Path, name: str, old: str, new: str) -> None:
    """A bad entry counts as declared: what points to it is not called dangling."""
    change(root, name, old, new)
    assert len(problems_of(root)) <= 2


def test_a_problem_reads_as_a_sentence_with_its_line(root: Path) -> None:
    change(root, "history.yaml", "mission: ru-moscow-embassy", "mission: ru-moskow-embassy")
    (problem,) = problems_of(root)
    assert str(problem) == (
        "dossiers/testland/history.yaml:4: 2022-04-09-ru: mission: "
        "'ru-moskow-embassy' is no mission. Use an id of missions.yaml, or add it there."
    )


def test_all_problems_of_all_files_are_told_together(root: Path) -> None:
    change(root, "missions.yaml", "kind: embassy", "kind: embasy")
    change(root, "history.yaml", "assertion: confirmed", "assertion: sure")
    change(root, "sources.yaml", "tier: 1", "tier: 9")
    change(root, "envoys.yaml", "role: claimant", "role: friend")
    with pytest.raises(CatalogError) as caught:
        load_catalog("testland", root)
    files = [problem.file.rpartition("/")[2] for problem in caught.value.problems]
    assert files == ["envoys.yaml", "missions.yaml", "history.yaml", "sources.yaml"]
    told = str(caught.value)
    assert told.startswith("the catalogue cannot be used:\n")
    assert all(word in told for word in ("'embasy'", "'sure'", "'9'", "'friend'"))
    assert isinstance(caught.value, ConfigError)


@pytest.mark.parametrize("name", [name.rpartition("/")[2] for name in FILES])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"- id: [unclosed\n", "is no YAML"),
        (b"a: b: c\n", "is no YAML"),
        (b"- id: x\n\tname: tab\n", "is no YAML"),
        (b"- id: *nowhere\n", "is no YAML"),
        (b"- id: a\n---\n- id: b\n", "is no YAML"),
        (b"\x00", "is no YAML"),
        (b"- id: \xff\n", "is not UTF-8"),
        (b"", "is empty"),
        (b"# only a comment\n", "is empty"),
        (b"just words\n", "is no "),
    ],
)
def test_a_file_that_is_no_yaml(root: Path, name: str, content: bytes, told: str) -> None:
    path = file_of(root, name)
    path.write_bytes(content)
    found = [p for p in problems_of(root) if p.file.endswith(name)]
    assert told in found[0].what
    assert found[0].cure


def test_an_entry_that_is_no_mapping(root: Path) -> None:
    change(root, "envoys.yaml", "- id: john-roe\n  name: John Roe", "- John Roe")
    (problem,) = problems_of(root)
    assert (problem.entry, problem.what) == ("entry 2", "is no mapping")


def test_an_entry_without_an_id(root: Path) -> None:
    change(root, "envoys.yaml", "id: john-roe\n  name", "name")
    (problem,) = problems_of(root)
    assert (problem.entry, problem.field, problem.what) == ("entry 2", "id", "is missing")


@pytest.mark.parametrize("name", ["missions.yaml", "history.yaml", "envoys.yaml", "sources.yaml"])
def test_a_file_that_is_not_there(root: Path, name: str) -> None:
    file_of(root, name).unlink()
    found = [p for p in problems_of(root) if p.file.endswith(name)]
    assert "cannot be read (No such file" in found[0].what


def test_an_unknown_dossier_says_which_there_are(root: Path) -> None:
    with pytest.raises(CatalogError, match=r"no dossier 'syria'.*There are: testland"):
        load_catalog("syria", root)


def test_dossier_ids(root: Path) -> None:
    shutil.copytree(root / "dossiers" / "testland", root / "dossiers" / "another")
    assert dossier_ids(root) == ("another", "testland")


def test_shipped_regions_and_countries_serve_another_root(root: Path) -> None:
    (root / "countries.yaml").unlink()
    (root / "regions.yaml").unlink()
    catalog = load_catalog("testland", root)
    assert len(catalog.countries) == 200
    assert "central-asia" in catalog.regions


def test_sources_may_come_from_another_file(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.yaml"
    other.write_text(SOURCES.replace("id: tass", "id: other"), encoding="utf-8")
    assert set(load_catalog("testland", root, other).sources) == {"ru-mid", "other"}
    assert set(load_sources(other)) == {"ru-mid", "other"}


def test_another_sources_file_is_checked_too(tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.yaml"
    other.write_text(SOURCES.replace("tier: 1", "tier: one"), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"elsewhere\.yaml:9: ru-mid: tier: 'one'"):
        load_sources(other)
    with pytest.raises(CatalogError, match=r"elsewhere\.yaml:9: ru-mid: tier: 'one'"):
        load_catalog(sources_file=other)


def test_countries_alone(root: Path) -> None:
    assert set(load_countries(root)) == {"AF", "BY", "NO", "RU"}
    change(root, "countries.yaml", "code: BY", "code: Belarus")
    with pytest.raises(CatalogError, match="'Belarus' is no country code"):
        load_countries(root)


def test_a_byte_order_mark_does_no_harm(root: Path) -> None:
    path = file_of(root, "history.yaml")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_catalog("testland", root)


def test_the_shipped_folder_is_the_default() -> None:
    assert load_catalog().dossier == load_catalog("afghanistan", SHIPPED).dossier
