"""A language is a lexicon and nothing else: four small ones, each with its own habits.

They are made for this test: a few words each, enough for one sentence of every construction.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from config.lexicon import Lexicon, load_lexicon
from config.model import Catalog
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of

LEXICONS = {
    # Cases, genitive without a word for it, negation in front.
    "ru": """
lang: ru
affixes: {suffixes: [а, у, ом, е, ы, ов, ам, ами]}
concepts:
  CLAIMANT: [талиб~, исламск~ эмират~, исламский эмират]
  SENDER: [афган~]
  AMBASSADOR: [посол, посл]
  EMBASSY: [посольств~]
  CREDENTIALS: [верительн~]
  PRESENT: [вручил~]
  ACCEPT: [принял~]
  RECOGNISE: [признал~]
  CLOSE: [закрыл~, закрыто]
  HAND_OVER: [передан~]
  NOT: [не]
  IN: [в]
places: {RU: [росси~, москв~], UZ: [узбекистан~, ташкент~], CN: [кита~], "NO": [осло]}
""",
    # No spaces; all that belongs to a noun stands before it.
    "zh": """
lang: zh
has_spaces: false
sentence_ends: "。！？"
breaks: ["，"]
concepts:
  CLAIMANT: [塔利班]
  SENDER: [阿富汗]
  AMBASSADOR: [大使]
  EMBASSY: [大使馆]
  ACCEPT: [接受]
  RECOGNISE: [承认]
  CLOSE: [关闭]
  NOT: [不, 未]
  IN: [驻]
places: {RU: [俄罗斯], CN: [中国], GB: [英国]}
""",
    # Right to left, verb at the end, negation as a prefix of the verb.
    "fa": """
lang: fa
affixes: {prefixes: [و, ب], suffixes: [ها, ی], negative_prefixes: [ن, نمی]}
breaks: ["،"]
concepts:
  CLAIMANT: [طالبان, امارت اسلامی]
  SENDER: [افغانستان]
  AMBASSADOR: [سفیر]
  EMBASSY: [سفارت]
  ACCEPT: [پذیرفت~]
  RECOGNISE: [به رسمیت شناخت]
  CLOSE: [بسته شد]
  HAND_OVER: [تحویل]
  IN: [در]
places: {RU: [روسیه], IR: [ایران, تهران], "NO": [اوسلو]}
""",
    # Endings upon endings, negation inside the verb, and behind a noun.
    "tr": """
lang: tr
negation_follows: true
affixes:
  suffixes: ["'ın", "'a", "'ı", "'daki", i, ini]
  negative_suffixes: [ma, me]
concepts:
  CLAIMANT: [taliban]
  SENDER: [afganistan]
  EMBASSY: [büyükelçilik, büyükelçiliği]
  RECOGNISE: [tanı~]
  RECOGNITION: [tanıma kararı]
  HAND_OVER: [geçti]
  NOT: [değil]
places: {IR: [iran, tahran], RU: [rusya]}
""",
}


@pytest.fixture(scope="module")
def lexicons(tmp_path_factory: pytest.TempPathFactory) -> list[Lexicon]:
    folder: Path = tmp_path_factory.mktemp("lexicon")
    for lang, text in LEXICONS.items():
        (folder / f"{lang}.yaml").write_text(text, "utf-8")
    return [load_lexicon(lang, folder) for lang in LEXICONS]


@pytest.fixture(scope="module")
def polyglot(catalog: Catalog, lexicons: list[Lexicon]) -> Matcher:
    return Matcher(catalog, lexicons)


SENTENCES = [
    ("ru", "Россия признала Исламский Эмират", "recognized/confirmed/RU/None"),
    ("ru", "Россия не признала талибов", "position/denied/RU/None"),
    ("ru", "Посольство Афганистана в Осло закрыто", "mission_closed/confirmed/NO/no-oslo-embassy"),
    (
        "ru",
        "Посол талибов вручил верительные грамоты в Ташкенте",
        "ambassador_accepted/confirmed/UZ/uz-tashkent-embassy",
    ),
    ("ru", "Китай принял посла талибов", "ambassador_accepted/confirmed/CN/cn-beijing-embassy"),
    (
        "ru",
        "Посольство Афганистана в Москве передано талибам",
        "mission_handed_over/confirmed/RU/ru-moscow-embassy",
    ),
    ("zh", "俄罗斯承认塔利班政府", "recognized/confirmed/RU/None"),
    ("zh", "中国接受塔利班大使", "ambassador_accepted/confirmed/CN/cn-beijing-embassy"),
    ("zh", "阿富汗驻英国大使馆关闭", "mission_closed/confirmed/GB/gb-london-embassy"),
    ("zh", "中国不承认塔利班", "position/denied/CN/None"),
    ("fa", "روسیه امارت اسلامی را به رسمیت شناخت", "recognized/confirmed/RU/None"),
    ("fa", "ایران سفیر طالبان را پذیرفت", "ambassador_accepted/confirmed/IR/ir-tehran-embassy"),
    ("fa", "سفارت افغانستان در اوسلو بسته شد", "mission_closed/confirmed/NO/no-oslo-embassy"),
    (
        "fa",
        "سفارت افغانستان در تهران به طالبان تحویل شد",
        "mission_handed_over/confirmed/IR/ir-tehran-embassy",
    ),
    ("tr", "Rusya, Taliban yönetimini tanıdı", "recognized/confirmed/RU/None"),
    ("tr", "Rusya Taliban'ı tanımadı", "position/denied/RU/None"),
    ("tr", "Rusya Taliban'ı tanıdı değil", "position/denied/RU/None"),
    (
        "tr",
        "Afganistan'ın Tahran'daki büyükelçiliği Taliban'a geçti",
        "mission_handed_over/confirmed/IR/ir-tehran-embassy",
    ),
]


@pytest.mark.parametrize("lang", [True, False], ids=["language known", "language unknown"])
@pytest.mark.parametrize(("code", "title", "expected"), SENTENCES)
def test_reads(polyglot: Matcher, code: str, title: str, expected: str, lang: bool) -> None:
    text = text_of({"id": "1", "title": title, "text": "", "lang": code if lang else None})
    told = [f"{r.kind}/{r.assertion}/{r.host}/{r.mission}" for r in polyglot.match(text)]
    assert told == [expected]


def test_a_negated_acceptance_is_none(polyglot: Matcher) -> None:
    title = "ایران سفیر طالبان را نپذیرفت"
    assert polyglot.match(text_of({"id": "1", "title": title, "lang": "fa"})) == ()
