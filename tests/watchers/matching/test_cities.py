"""Cities are places inside a host: where things stand, not who acts."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import LexiconError, load_lexicon
from watchers.matching import Matcher
from watchers.matching.lint import lint, mission_cities
from watchers.model import Report, Text


def read(lang: str, title: str) -> tuple[Report, ...]:
    return Matcher.build(load_catalog(), (lang,)).match(Text("t", title, "", lang))


@pytest.mark.parametrize(
    ("lang", "title", "kind", "mission"),
    [
        ("en", "Mumbai's Afghan consul resigns", "envoy_departed", "in-mumbai-consulate"),
        ("en", "Istanbul consulate handed over to Taliban", "mission_handed_over",
         "tr-istanbul-consulate"),
        ("en", "Consulate general of Afghanistan in Peshawar closes", "mission_closed",
         "pk-peshawar-consulate"),
        ("de", "Afghanisches Konsulat in München geschlossen", "mission_closed",
         "de-munich-consulate"),
        ("ru", "Консульство Афганистана в Мешхеде закрылось", "mission_closed",
         "ir-mashhad-consulate"),
        ("tr", "Afganistan'ın İstanbul Başkonsolosluğu Taliban'a devredildi",
         "mission_handed_over", "tr-istanbul-consulate"),
        ("fa", "قونسل افغانستان در استانبول برکنار شد", "envoy_departed", "tr-istanbul-consulate"),
        ("zh", "阿富汗驻伊斯坦布尔总领事馆移交塔利班", "mission_handed_over",
         "tr-istanbul-consulate"),
        ("fr", "Le consulat d'Afghanistan à Istanbul remis aux talibans", "mission_handed_over",
         "tr-istanbul-consulate"),
    ],
)  # fmt: skip
def test_a_city_gives_host_and_mission(lang: str, title: str, kind: str, mission: str) -> None:
    report = read(lang, title)[0]
    assert report.alert
    assert (report.kind.value, report.host, report.mission) == (
        kind,
        mission[:2].upper(),
        mission,
    )


def test_a_city_without_a_mission_gives_no_other_citys() -> None:
    report = read("en", "Taliban appoint consul in Izmir")[0]
    assert (report.host, report.mission) == ("TR", None)


def test_a_city_is_no_state_that_recognises() -> None:
    assert not any(report.alert for report in read("en", "Istanbul recognises Taliban government"))
    assert any(report.alert for report in read("en", "Ankara recognises Taliban government"))


@pytest.mark.parametrize(
    ("lang", "title", "host"),
    [
        ("en", "Islamabad's embassy in Kabul reopens", "PK"),
        ("ru", "Посол Ташкента в Кабуле вручил верительные грамоты", "UZ"),
        ("tr", "Ankara'nın Kabil büyükelçisi güven mektubunu sundu", "TR"),
        ("en", "Pakistan closes its consulate in Kandahar", "PK"),
        ("ru", "Россия открыла генконсульство в Мазари-Шарифе", "RU"),
    ],
)
def test_a_seat_of_government_stands_for_its_state(lang: str, title: str, host: str) -> None:
    report = read(lang, title)[0]
    assert (report.kind.value, report.host, report.alert) == ("reciprocal", host, True)


@pytest.mark.parametrize(
    ("cities", "message"),
    [
        ("[istanbul]", "cities: must be a mapping of ISO code to cities"),
        ("{TR: [istanbul]}", "cities.TR: must be a mapping of English name to names"),
        ("{TR: {Istanbul: istanbul}}", "cities.TR.Istanbul: must be a list of words"),
        ("{NO: {Oslo: [oslo]}}", "cities.False: is no ISO code; put it in quotes"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, cities: str, message: str) -> None:
    (tmp_path / "xx.yaml").write_text(f"lang: xx\ncities: {cities}\n", "utf-8")
    with pytest.raises(LexiconError, match=message.replace(".", r"\.")):
        load_lexicon("xx", tmp_path)


def test_the_linter_tells_of_cities_without_a_name(tmp_path: Path) -> None:
    path = tmp_path / "xx.yaml"
    path.write_text("lang: xx\ncities: {TR: {Istanbul: [istambul]}}\n", "utf-8")
    wanted = [("TR", "Istanbul"), ("PK", "Quetta")]
    found = list(lint(load_lexicon("xx", tmp_path), None, wanted))
    told = [each.told for each in found if each.entry == "cities"]
    assert told == ["no name for Quetta (PK): only the catalogue's own spelling is found"]


def test_the_persian_lexicon_names_every_city_with_a_mission() -> None:
    cities = mission_cities(load_catalog())
    assert ("TR", "Istanbul") in cities
    assert not [each for each in lint(load_lexicon("fa"), None, cities) if each.entry == "cities"]
