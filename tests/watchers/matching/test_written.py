"""Names that the catalogue does not know: found where they surely are ones, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.catalog import load_catalog
from config.lexicon import languages
from watchers.matching import Matcher
from watchers.model import Text


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.build(load_catalog(), languages())


def envoys(matcher: Matcher, title: str, body: str, lang: str) -> set[str | None]:
    return {report.envoy for report in matcher.match(Text("1", title, body, lang))}


@pytest.mark.parametrize(
    ("lang", "title", "body", "name"),
    [
        (
            "en",
            "Peru takes in an envoy from Kabul",
            "Peru accredited the Taliban's ambassador, Mawlawi Sharif ul Haq Rahmati, on Monday.",
            "Sharif ul Haq Rahmati",
        ),
        (
            "en",
            "Taliban pick a man for Lima",
            "The Taliban appointed Sharif Rahmati as ambassador to Peru.",
            "Sharif Rahmati",
        ),
        (
            "ru",
            "Перу приняло посла талибов",
            "Перу аккредитовало посла талибов Шарифа Рахмати, сообщил МИД.",
            "Шарифа Рахмати",
        ),
        (
            "ja",
            "ペルー、タリバンのシャリフ・ラフマティ大使の信任状を受理",
            "",
            "シャリフ・ラフマティ",
        ),
        (
            "ar",
            "بيرو تقبل أوراق اعتماد سفير طالبان الشيخ شريف رحمتي.",
            "",
            "شريف رحمتي",
        ),
    ],
)
def test_a_name_beside_a_post_is_kept_without_its_titles(
    matcher: Matcher, lang: str, title: str, body: str, name: str
) -> None:
    assert name in envoys(matcher, title, body, lang)


@pytest.mark.parametrize(
    ("lang", "title", "body"),
    [
        (
            "en",
            "Peru accredits Taliban ambassador",
            "Foreign Circles in Lima were told on Monday.",
        ),
        ("en", "Peru Accredits Taliban Ambassador Despite Loud Protests", ""),
        ("en", "Taliban name ambassador to Peru, AVA Monitoring reports", ""),
        ("en", "Peru accepted a nephew of Sharif Rahmati as the Taliban's ambassador", ""),
        ("en", "Peru accredited the Taliban ambassador, Sharif Rahmati said", ""),
        ("ru", "Перу приняло посла талибов\nДокументы Приняты Вчера", ""),
        ("ru", "Посол талибов вручил верительные грамоты президенту Перу", ""),
        ("kk", "Перу Талибан елшісінің сенім грамотасын қабылдады", ""),
        ("fa", "پرو استوارنامه سفیر طالبان را پذیرفته است", ""),
        ("ur", "پیرو نے طالبان کے سفیر کی اسناد قبول کر لیں", ""),
        ("ar", "بيرو تقبل أوراق اعتماد سفير طالبان الجديد الذي وصل أمس", ""),
        ("de", "Peru akkreditiert früheren Provinzgouverneur als Botschafter der Taliban", ""),
        ("ja", "ペルー、タリバンのイラン・パキスタン大使の信任状を受理", ""),
        ("zh", "秘鲁接受塔利班大使递交国书副本 仪式在利马举行", ""),
    ],
)
def test_what_is_no_name_is_none(matcher: Matcher, lang: str, title: str, body: str) -> None:
    reports = matcher.match(Text("1", title, body, lang))

    assert reports, "a text in which nothing is read shows nothing"
    assert {report.envoy for report in reports} == {None}


@settings(deadline=None)  # the first text loads a language
@given(st.text(max_size=40))
def test_no_name_goes_past_a_line_or_four_words(matcher: Matcher, behind: str) -> None:
    title = f"Peru accredits the Taliban's ambassador {behind}"
    known = load_catalog().envoys

    for name in filter(None, envoys(matcher, title, "Foreign Circles", "en") - {*known}):
        assert "\n" not in name
        assert 2 <= len(name.split()) <= 4
