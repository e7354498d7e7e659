"""Places as people type them: what resolves, what is only suggested, what is neither."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.places import MAX_SUGGESTIONS, Place, PlaceKind, Places, Suggestions, name_key
from config.catalog import load_catalog
from config.model import Catalog

CATALOG = load_catalog()
PLACES = Places(CATALOG)


def place(text: str) -> Place:
    found = PLACES.resolve(text)
    assert isinstance(found, Place), (text, found)
    return found


def suggested(text: str) -> list[str]:
    found = PLACES.resolve(text)
    assert isinstance(found, Suggestions), (text, found)
    return [option.name for option in found.places]


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("Russia", "RU"),
        ("  RUSSIA ", "RU"),
        ("Россия", "RU"),
        ("россия", "RU"),
        ("روسیه", "RU"),
        ("روسيه", "RU"),  # an Arabic yeh for the Persian one
        ("俄罗斯", "RU"),
        ("俄羅斯", "RU"),
        ("რუსეთი", "RU"),
        ("rossiya", "RU"),
        ("rusia", "RU"),  # Spanish, and so no slip of the pen
        ("Russians", "RU"),
        ("türkiye", "TR"),
        ("TURKIYE", "TR"),
        ("turkey", "TR"),
        ("Turk", "TR"),
        ("Deutschland", "DE"),
        ("जर्मनी", "DE"),
        ("uae", "AE"),
        ("U.A.E.", "AE"),
        ("the Emirates", "AE"),
        ("emirati", "AE"),
        ("امارات", "AE"),
        ("GB", "GB"),
        ("gb", "GB"),
        ("uk", "GB"),
        ("GBR", "GB"),
        ("England", "GB"),
        ("us", "US"),
        ("USA", "US"),
        ("США", "US"),
        ("Holland", "NL"),
        ("Czech Republic", "CZ"),
        ("kirghizia", "KG"),
        ("uzbek", "UZ"),
        ("no", "NO"),
        ("NO", "NO"),
        ("rus", "RU"),
        ("un", "UN"),
        ("United Nations", "UN"),
        ("ООН", "UN"),
        ("eu", "EU"),
        ("European Union", "EU"),
        ("Cote d'Ivoire", "CI"),
        ("Lisbon", "PT"),
        ("Kuwait", "KW"),
        ("DRC", "CD"),
        ("Guinea", "GN"),
        ("Áo", "AT"),  # Vietnamese; without the accent it would be Angola's code
        ("nga", "RU"),  # Vietnamese; in capitals it is Nigeria's code
        ("NGA", "NG"),
    ],
)
def test_a_host(text: str, host: str) -> None:
    found = place(text)
    assert (found.kind, found.value, found.host) == (PlaceKind.HOST, host, host)
    assert found.name == CATALOG.countries[host].name


@pytest.mark.parametrize(
    ("text", "mission"),
    [
        ("bonn", "de-bonn-consulate"),
        ("Bonn, Germany", "de-bonn-consulate"),
        ("Moscow", "ru-moscow-embassy"),
        ("embassy in moscow", "ru-moscow-embassy"),
        ("مسکو", "ru-moscow-embassy"),
        ("München", "de-munich-consulate"),
        ("the hague", "nl-thehague-embassy"),
        ("Nur-Sultan", "kz-astana-embassy"),
        ("delhi", "in-newdelhi-embassy"),
        ("دهلی نو", "in-newdelhi-embassy"),
        ("kuwait city", "kw-kuwait-embassy"),
        ("UNESCO", "un-unesco-permanent-delegation"),
        ("ru-moscow-embassy", "ru-moscow-embassy"),
    ],
)
def test_a_missions_city(text: str, mission: str) -> None:
    found = place(text)
    assert (found.kind, found.value) == (PlaceKind.MISSION, mission)
    assert found.host == CATALOG.missions[mission].host


@pytest.mark.parametrize(
    ("city", "first", "other", "how"),
    [
        ("Geneva", "ch-geneva-embassy", "un-geneva-permanent-mission", "UN Geneva"),
        ("Vienna", "at-vienna-embassy", "un-vienna-permanent-mission", "UN Vienna"),
        ("Paris", "fr-paris-embassy", "un-unesco-permanent-delegation", "UN Paris"),
        (
            "new york",
            "un-newyork-permanent-mission",
            "us-newyork-consulate",
            "New York consulate",
        ),
        ("Doha", "qa-doha-embassy", "qa-doha-political-office", "Doha office"),
    ],
)
def test_a_city_with_two_missions(city: str, first: str, other: str, how: str) -> None:
    found = place(city)
    assert found.value == first
    assert [(option.value, option.name) for option in found.others] == [(other, how)]
    picked = place(how)
    assert (picked.value, picked.name, picked.others) == (other, how, ())


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("central asia", "central-asia"),
        ("central-asia", "central-asia"),
        ("the Gulf", "gulf"),
        ("europe", "europe"),
        ("South Asia", "south-asia"),
        ("middle east", "middle-east"),
        ("asia", "asia"),
        ("neighbours", "neighbours"),
        ("Neighbors", "neighbours"),
    ],
)
def test_a_region(text: str, region: str) -> None:
    found = place(text)
    assert (found.kind, found.value, found.host) == (PlaceKind.REGION, region, None)


@pytest.mark.parametrize(
    "text",
    ["all", "Everything", "*", "the world", "afghanistan", "Kabul", "افغانستان", "Афганистан"],
)
def test_everything(text: str) -> None:
    """The dossier's own country is everything: all there is to tell is about it."""
    assert place(text).kind is PlaceKind.EVERYTHING


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Russsa", "Russia"),
        ("rusia federation", "Russia"),
        ("germny", "Germany"),
        ("Iren", "Iran"),
        ("pakstan", "Pakistan"),
        ("Turkmenstan", "Turkmenistan"),
        ("New Dehli", "New Delhi"),
        ("centrl asia", "Central Asia"),
        ("arabia", "Saudi Arabia"),
        ("Росия", "Russia"),
    ],
)
def test_a_slip_of_the_pen_is_only_suggested(text: str, first: str) -> None:
    assert suggested(text)[0] == first


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("congo", {"DR Congo", "Republic of the Congo"}),
        ("Congolese", {"DR Congo", "Republic of the Congo"}),
        ("korea", {"North Korea", "South Korea"}),
        ("Dominican", {"Dominica", "Dominican Republic"}),
        ("刚果", {"DR Congo", "Republic of the Congo"}),
        ("nigera", {"Niger", "Nigeria"}),  # Niger in Latvian, or Nigeria without a letter
    ],
)
def test_a_name_of_two_is_asked_back(text: str, both: set[str]) -> None:
    assert set(suggested(text)) == both


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "x",
        "zz",
        "of",
        "the",
        "asdfqwer",
        "latest news please",
        "\u202e",
        "9",
        "a" * 5000,
    ],
)
def test_no_place(text: str) -> None:
    assert PLACES.resolve(text) is None


def test_names_of_hosts_and_regions_stay_apart_when_folded() -> None:
    for country in CATALOG.countries.values():
        if country.code != CATALOG.dossier.country:
            for name in (country.name, *country.aliases):
                assert place(name).host == country.code, name
    for region in CATALOG.regions.values():
        for name in (region.id, region.name, *region.aliases):
            assert place(name).value == region.id, name


def test_every_mission_can_be_asked_for() -> None:
    for mission in CATALOG.missions.values():
        found = place(mission.id)
        assert found.value == mission.id
        if found.name != mission.city:
            assert place(found.name).value == mission.id
        elif mission.city != "Kuwait":
            assert place(mission.city).value == mission.id


def test_every_cldr_name_is_its_own_country_or_a_question() -> None:
    """The promise itself, over all 47,000 names: never another country's silently."""
    from config.names import all_cldr_names

    questions = set()
    for code, name in set(all_cldr_names()):
        if code not in CATALOG.countries or code == CATALOG.dossier.country:
            continue
        found = PLACES.resolve(name)
        if isinstance(found, Suggestions):
            questions.add(name)
        else:
            assert found is not None, name
            assert found.host == code, (name, found)
    assert len(questions) < 80


def test_a_small_catalogue_has_only_its_own_places() -> None:
    catalog = Catalog(
        dossier=CATALOG.dossier,
        countries={code: CATALOG.countries[code] for code in ("AF", "RU")},
        regions={},
        missions={},
        envoys={},
        history=(),
        sources={},
    )
    places = Places(catalog)
    places.warm_up()
    assert isinstance(places.resolve("Россия"), Place)
    assert places.resolve("Deutschland") is None


NAMES = st.sampled_from(
    [name for c in CATALOG.countries.values() for name in (c.name, *c.aliases)]
    + [m.city for m in CATALOG.missions.values()]
)
MARKS = st.sampled_from([" ", "\t", "\u200b", "\u200f", "...", "؟", "!", '"'])


@given(NAMES, MARKS, MARKS)
def test_case_marks_and_blanks_do_not_matter(name: str, before: str, behind: str) -> None:
    same = PLACES.resolve(name)
    assert PLACES.resolve(before + name + behind) == same
    assert PLACES.resolve(unicodedata.normalize("NFD", name)) == same
    assert PLACES.resolve(unicodedata.normalize("NFKC", name)) == same
    if name.casefold() == name.upper().casefold():
        assert PLACES.resolve(name.swapcase()) == same


@given(st.text(max_size=120))
def test_keys_are_stable(text: str) -> None:
    key = name_key(text)
    assert name_key(key) == key or key.startswith("the ")
    assert key == " ".join(key.split())
    assert name_key(f" {text} ") == key


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(text: str) -> None:
    found = PLACES.resolve(text)
    if isinstance(found, Suggestions):
        assert 1 <= len(found.places) <= MAX_SUGGESTIONS
        assert len({(option.kind, option.value) for option in found.places}) == len(found.places)
    else:
        assert found is None or isinstance(found, Place)


@given(NAMES.filter(lambda name: len(name_key(name)) >= 6), st.data())
def test_one_letter_lost_never_means_another_host(name: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(name) - 1))
    meant = place(name)
    slip = PLACES.resolve(name[:cut] + name[cut + 1 :])
    assert not isinstance(slip, Place) or slip.host == meant.host
