"""A coming day makes a plan of what is told in the present; a past one does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.catalog import load_catalog
from config.lexicon import LexiconError, load_lexicon
from config.partial_date import PartialDate
from watchers.matching import Matcher
from watchers.model import Text

WEDNESDAY = "2024-06-12"


def assertion(lang: str, title: str, published: str = WEDNESDAY, body: str = "") -> str:
    matcher = Matcher.build(load_catalog(), (lang,))
    text = Text("t", title, body, lang, PartialDate.parse(published))
    report = matcher.match(text)[0]
    assert report.alert
    return report.assertion.value


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Afghan embassy in Lisbon closes on Friday"),
        ("en", "Germany opens embassy in Kabul in the autumn"),
        ("en", "Afghan embassy in Oslo closes 30 June"),
        ("en", "Afghan embassy in Oslo closing on September 2"),
        ("de", "Die afghanische Botschaft in Warschau schließt zum 1. Juli"),
        ("de", "Polen eröffnet im Herbst seine Botschaft in Kabul"),
        ("fr", "L'ambassade d'Afghanistan à Rome ferme vendredi"),
        ("es", "La embajada de Afganistán en Varsovia cierra el 30 de junio"),
        ("it", "L'ambasciata afghana a Varsavia chiude venerdì"),
        ("ru", "Посольство Афганистана в Варшаве закрывается с 1 июля"),
        ("uk", "Посольство Афганістану у Варшаві закривається в п'ятницю"),
        ("tr", "Afganistan'ın Varşova Büyükelçiliği cuma günü kapanıyor"),
        ("ar", "سفارة أفغانستان في وارسو تغلق أبوابها الجمعة"),
        ("fa", "سفارت افغانستان در وارسا روز جمعه بسته می‌شود"),
        ("ur", "وارسا میں افغان سفارت خانہ جمعہ کو بند ہو رہا ہے"),
        ("kk", "Варшавадағы Ауғанстан елшілігі жұма күні жабылады"),
        ("uz", "Varshavadagi Afg‘oniston elchixonasi juma kuni yopiladi"),
        ("tg", "Сафорати Афғонистон дар Варшава рӯзи ҷумъа баста мешавад"),
    ],
)
def test_a_coming_day_makes_a_plan(lang: str, title: str) -> None:
    assert assertion(lang, title) == "planned"


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Afghan embassy in Lisbon closed on Friday"),
        ("en", "Iran hands over Afghan embassy to Taliban, officials said on Sunday"),
        ("en", "Afghan embassy in Oslo closed 2 June"),
        ("en", "Afghan embassy in Oslo closes on Wednesday"),  # today
        ("en", "Afghan embassy in Oslo closed since Monday"),
        ("de", "Die afghanische Botschaft in Warschau hat am Montag geschlossen"),
        ("fr", "L'ambassade d'Afghanistan à Rome a fermé vendredi"),
        ("es", "La embajada de Afganistán en Varsovia cerró el viernes"),
        ("it", "L'ambasciata afghana a Varsavia ha chiuso venerdì"),
        ("ru", "Посол талибов вручил верительные грамоты в Ташкенте в понедельник"),
        ("tr", "Afganistan'ın Varşova Büyükelçiliği cuma günü kapandı"),
        ("ar", "تسلم دبلوماسي من طالبان السفارة الأفغانية في وارسو الأحد"),
        ("fa", "سفارت افغانستان در وارسا روز جمعه بسته شد"),
        ("kk", "Варшавадағы Ауғанстан елшілігі жұма күні жабылды"),
        ("uz", "Varshavadagi Afg‘oniston elchixonasi juma kuni yopildi"),
    ],
)
def test_a_past_tense_or_a_past_day_does_not(lang: str, title: str) -> None:
    assert assertion(lang, title) == "confirmed"


@pytest.mark.parametrize(
    ("published", "told"),
    [("2024-09-01", "planned"), ("2024-09-12", "confirmed"), ("2024-10", "confirmed")],
)
def test_a_date_is_held_against_the_publication(published: str, told: str) -> None:
    assert assertion("en", "Afghan embassy in Oslo closes on 12 September", published) == told


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("weekdays: {monday: 8}", "weekdays.monday: 8 is no weekday from 1 to 7"),
        ("weekdays: [monday]", "weekdays: must be a mapping of name to number"),
        ("present: {endings: [s]}", "present: must be a mapping of leads, prefixes, suffixes"),
        ("present: {suffixes: s}", "present.suffixes: must be a list of words"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entry: str, message: str) -> None:
    (tmp_path / "xx.yaml").write_text(f"lang: xx\n{entry}\n", "utf-8")
    with pytest.raises(LexiconError, match=message):
        load_lexicon("xx", tmp_path)
