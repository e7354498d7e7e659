"""A text that does not say its language is read in the one it looks like."""

from __future__ import annotations

import pytest

from config.catalog import load_catalog
from config.lexicon import languages
from watchers.matching import Matcher
from watchers.model import Text

TEXTS = {
    "en": "Russia accredits Taliban diplomat as chargé d'affaires at the Afghan embassy in Moscow",
    "ru": "Россия аккредитовала дипломата талибов в качестве временного поверенного в делах",
    "fa": "روسیه دیپلومات طالبان را به عنوان شارژدافیر سفارت افغانستان در مسکو پذیرفت",
    "ur": "روس نے طالبان کے سفارت کار کو ماسکو میں افغان سفارت خانے کا ناظم الامور تسلیم کیا ہے",
    "ar": "روسيا تعتمد دبلوماسيا من طالبان قائما بالأعمال في سفارة أفغانستان في موسكو",
    "de": "Russland akkreditiert einen Diplomaten der Taliban als Geschäftsträger in Moskau",
    "fr": "La Russie accrédite un diplomate des talibans comme chargé d'affaires à Moscou",
    "tr": "Rusya, Taliban'ın atadığı diplomatı Moskova'da maslahatgüzar olarak kabul etti",
    "pl": "Rosja akredytowała dyplomatę talibów jako chargé d'affaires ambasady Afganistanu",
    "nl": "Rusland accrediteert diplomaat van de taliban als zaakgelastigde in Moskou",
    "pt": "A Rússia aceitou um diplomata do Talibã como encarregado de negócios em Moscovo",
    "es": "Rusia acepta a un diplomático talibán como encargado de negocios en Moscú",
    "it": "La Russia accredita un diplomatico talebano come incaricato d'affari a Mosca",
    "az": "Rusiya Talibanın göndərdiyi diplomatı müvəqqəti işlər vəkili kimi qəbul etdi",
    "uk": "Росія акредитувала дипломата талібів як тимчасового повіреного у справах",
    "bg": "Русия акредитира дипломат на талибаните като временно управляващ в Москва",
    "bn": "তালেবানের পাঠানো কূটনীতিককে চার্জ দ্য অ্যাফেয়ার্স হিসেবে গ্রহণ করেছে রাশিয়া",
    "hi": "रूस ने तालिबान के राजनयिक को मॉस्को में प्रभारी राजदूत के रूप में स्वीकार किया",
    "mr": "रशियाने तालिबानच्या राजनैतिक अधिकाऱ्याला मॉस्कोमध्ये प्रभारी राजदूत म्हणून मान्यता दिली",
    "ta": "தலிபான் தூதரை மாஸ்கோவில் ரஷ்யா ஏற்றுக்கொண்டது",
    "ml": "താലിബാൻ അംബാസഡറെ മോസ്കോയിൽ റഷ്യ സ്വീകരിച്ചു",
    "ka": "რუსეთმა თალიბანის დიპლომატი მოსკოვში დროებით რწმუნებულად მიიღო",
    "zh": "俄罗斯外交部接受塔利班任命的外交官担任阿富汗驻莫斯科大使馆临时代办",
}


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher.build(load_catalog(), languages())


@pytest.mark.parametrize("lang", TEXTS)
def test_the_language_is_told_from_the_text(matcher: Matcher, lang: str) -> None:
    assert matcher._languages.guess(TEXTS[lang]) == lang


@pytest.mark.parametrize("lang", TEXTS)
def test_it_is_read_as_if_the_language_had_been_said(matcher: Matcher, lang: str) -> None:
    said = matcher.match(Text("1", TEXTS[lang], lang=lang))

    assert matcher.match(Text("1", TEXTS[lang])) == said


def test_an_unknown_language_is_guessed_too(matcher: Matcher) -> None:
    assert matcher.match(Text("1", TEXTS["en"], lang="xx")) == matcher.match(
        Text("1", TEXTS["en"], lang="en")
    )


def test_a_text_without_letters_has_no_language(matcher: Matcher) -> None:
    assert matcher._languages.guess("2022 – 15/04") is None
