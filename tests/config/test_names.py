"""Names of hosts in every language."""

from __future__ import annotations

import subprocess
import sys

import pytest

from config.catalog import load_countries
from config.iso3166 import ALPHA3, BODIES, HOST_CODES
from config.names import all_cldr_names, cldr_names, country_names, without_brackets


@pytest.mark.parametrize(
    ("lang", "host", "names"),
    [
        ("en", "RU", {"Russia", "Russian Federation"}),
        ("en", "AE", {"United Arab Emirates", "UAE", "Emirates"}),
        ("en", "TR", {"Türkiye", "Turkey"}),
        ("en", "MM", {"Myanmar", "Burma"}),
        ("en", "UN", {"United Nations"}),
        ("en", "EU", {"European Union"}),
        ("ru", "US", {"Соединенные Штаты", "США"}),
        ("ru", "EU", {"Европейский союз", "Евросоюз"}),
        ("fa", "RU", {"روسیه"}),
        ("fa", "NL", {"هلند", "هالند"}),
        ("zh", "RU", {"俄罗斯", "俄羅斯"}),
        ("uz", "RU", {"Rossiya", "Россия"}),
        ("tr", "CH", {"İsviçre"}),
    ],
)
def test_names_of_a_language_and_its_variants(lang: str, host: str, names: set[str]) -> None:
    assert names <= set(country_names(lang)[host])


def test_english_has_nothing_that_reads_as_a_word() -> None:
    names = {name.casefold() for names in country_names("en").values() for name in names}
    assert not names & {"us", "male", "victoria", "no", "in", "it", "polish", "pole"}


def test_a_language_gets_our_names_in_its_own_script_only() -> None:
    assert "США" in country_names("ru")["US"]
    assert "США" not in country_names("fa")["US"]
    assert "USA" not in country_names("de")["US"]
    assert "امریکا" in country_names("ps")["US"]


@pytest.mark.parametrize(
    "lang", ["en", "fa", "ru", "zh", "ar", "tr", "uz", "ps", "ur", "hi", "de"]
)
def test_a_name_is_one_hosts(lang: str) -> None:
    owners: dict[str, str] = {}
    names = country_names(lang)
    assert len(names) > 190
    for code, own in names.items():
        assert len(set(own)) == len(own)
        for name in own:
            assert owners.setdefault(name.casefold(), code) == code, name


def test_an_unknown_language_has_none() -> None:
    assert country_names("xx") == {}
    assert cldr_names("xx") == {}


def test_other_countries_may_be_given() -> None:
    assert "Russian Federation" not in country_names("en", {})["RU"]


@pytest.mark.parametrize(
    ("name", "short"),
    [("Myanmar (Burma)", "Myanmar"), ("刚果（布）", "刚果"), ("Russia", None), ("(x)", None)],
)
def test_without_brackets(name: str, short: str | None) -> None:
    assert without_brackets(name) == short


def test_all_names_are_of_hosts() -> None:
    found = list(all_cldr_names())
    assert len(found) > 40_000
    assert {code for code, _ in found} == HOST_CODES


def test_codes() -> None:
    assert len(ALPHA3) == 249
    assert len(HOST_CODES) == 251
    assert ALPHA3["RUS"] == "RU"
    assert {"UN", "EU"} == BODIES


def test_our_names_agree_with_cldr() -> None:
    """Where a name of ours is another country's in CLDR, one of the two is a slip."""
    cldr = cldr_names("en")
    owner = {name.casefold(): code for code, names in cldr.items() for name in names}
    for code, country in load_countries().items():
        for name in (country.name, *country.aliases):
            assert owner.get(name.casefold(), code) == code, name


def test_all_languages_leave_memory_alone() -> None:
    """Through babel.Locale they would keep 140 MB."""
    code = (
        "import tracemalloc; from config.names import all_cldr_names;"
        "tracemalloc.start(); names = list(all_cldr_names());"
        "print(tracemalloc.get_traced_memory()[1])"
    )
    # What the process takes at most would not do: a child begins with its parent's peak.
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 1_000_000 < int(run.stdout) < 40_000_000
