"""Background that the whole text shows: one act told twice, and what lay before the news."""

from __future__ import annotations

import pytest

from tests.watchers.matching.test_lead import alerts

CASES = [
    # Whom a host refuses, or who served in what closes, is described, not named.
    (
        "en",
        "Latvia refuses to accredit Taliban diplomat",
        "Kabul nominated the envoy in Riga in March.",
        {"accreditation_refused/confirmed/LV"},
    ),
    (
        "ru",
        "Белоруссия признала Исламский Эмират",
        "Указ подписан в Минске. Посла пришлют в Кабул осенью, афганская сторона пришлет своего.",
        {"recognized/confirmed/BY"},
    ),
    # The same kinds told the other way round are news: the envoy is named, then refused.
    (
        "en",
        "Taliban name ambassador to Latvia",
        "Riga refuses to accredit the Taliban ambassador.",
        {"envoy_named/confirmed/LV", "accreditation_refused/confirmed/LV"},
    ),
    # Who moves in has arrived.
    (
        "uz",
        "Термиздаги Афғонистон консуллиги толибонлар ихтиёрига ўтди",
        "Янги консул Кобулдан етиб келиб, иш бошлади.",
        {"mission_handed_over/confirmed/UZ"},
    ),
    # Whom the envoy calls on receives his papers.
    (
        "tr",
        "Suudi büyükelçi Kabil'de göreve başladı",
        "Büyükelçi güven mektubunu Emirhan Muttaki'ye sundu.",
        {"reciprocal/confirmed/SA"},
    ),
    # A word for 'before' at the head of a sentence is said of the verb, not of the noun behind it.
    (
        "ru",
        "Президент Туркменистана принял верительные грамоты у посла Афганистана",
        "До этого афганскую миссию в Ашхабаде возглавлял временный поверенный.",
        {"ambassador_accepted/confirmed/TM"},
    ),
]


@pytest.mark.parametrize(("lang", "title", "body", "found"), CASES)
def test_one_act_is_told_once(lang: str, title: str, body: str, found: set[str]) -> None:
    assert alerts(lang, title, body) == found


RESIGNED = {
    "fa": ("سفیر افغانستان در تهران استعفا داد", "طالبان سفارت را تحویل {}."),
    "tr": ("Afganistan'ın Tahran büyükelçisi istifa etti", "Elçilik Taliban'a {}."),
    "uz": ("Afg‘onistonning Tehrondagi elchisi iste’foga chiqdi", "Elchixona Tolibonga {}."),
    "kk": ("Ауғанстанның Тегерандағы елшісі отставкаға кетті", "Елшілік тәліптерге {}."),
}


@pytest.mark.parametrize(
    ("lang", "told", "before"),
    [
        ("fa", "گرفتند", "گرفته بودند"),
        ("tr", "teslim edildi", "teslim edilmişti"),
        ("uz", "topshirildi", "topshirilgan edi"),
        ("kk", "тапсырылды", "тапсырылған болатын"),
    ],
)
def test_a_pluperfect_in_the_body_tells_of_what_was_before(
    lang: str, told: str, before: str
) -> None:
    title, body = RESIGNED[lang]
    news = alerts(lang, title)
    assert news == {"envoy_departed/confirmed/IR"}
    assert alerts(lang, title, body.format(told)) > news
    assert alerts(lang, title, body.format(before)) == news


@pytest.mark.parametrize(
    ("lang", "title", "body"),
    [
        (
            "tr",
            "Afganistan'ın Varşova Büyükelçiliği Taliban'a devredildi",
            "Kabil'den gönderilen maslahatgüzar pazartesi günü kapıyı açtı.",
        ),
        (
            "uz",
            "Afg‘onistonning Varshavadagi elchixonasi Tolibonga topshirildi",
            "Kobul tayinlagan elchi matbuotga gapirmadi.",
        ),
        (
            "ky",
            "Варшавадагы Ооганстан элчилиги талиптердин колуна өттү",
            "Кабул дайындаган элчи бул тууралуу сөз кылган жок.",
        ),
    ],
)
def test_a_participle_before_its_noun_only_describes(lang: str, title: str, body: str) -> None:
    assert alerts(lang, title, body) == {"mission_handed_over/confirmed/PL"}
