"""What languages do with words that English does not: marks inside and behind the verb, owners
and places on the other side. Each has a lexicon of a few words, made for this test.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from config.lexicon import load_lexicon
from config.model import Catalog
from config.vocabulary import Kind
from tests.watchers.matching.conftest import Read
from watchers.matching import Matcher
from watchers.matching.jsonl import text_of

LEXICONS = {
    # The future is an ending; the owner stands behind the noun without a word between.
    "fr": """
lang: fr
negation_follows: true
concepts:
  CLAIMANT: [talibans]
  SENDER: [afghane, afghan]
  CAPITAL: [kaboul]
  EMBASSY: [ambassade]
  AMBASSADOR: [ambassadeur]
  CLOSE: [ferme, fermera]
  OPEN: [rouvre]
  ACCREDIT: [accrédite, accréditera]
  PLAN: [fermera, accréditera]
  NOT: [pas]
  IN: [à]
  OF: [des]
places: {RU: [russie, russe], "NO": [norvège]}
""",
    # The ruling verb stands at the end.
    "fa": """
lang: fa
negation_follows: true
verb_final: true
affixes: {negative_prefixes: [نمی]}
concepts:
  CLAIMANT: [طالبان]
  SENDER: [افغانستان]
  CAPITAL: [کابل]
  EMBASSY: [سفارت]
  AMBASSADOR: [سفیر]
  ENVOY: [دیپلمات]
  ACCEPT: [پذیرش, پذیریم]
  HAND_OVER: [تحویل]
  REFUSE: [خودداری کرد, رد کرد]
  DENY: [تکذیب کرد]
  OPEN: [بازگشایی شد, بازگشایی]
  CLOSE: [بسته شد]
  SAY: [خبر داد]
  DOCUMENTS: [اسناد]
  AND: [و]
  MAYBE: [در حال بررسی]
  NEW: [جدید]
  CREDENTIALS: [اعتمادنامه]
  PRESENT: [تقدیم کرد]
  OWN: [خود]
  IN: [در]
  TOWARD: [به]
places: {RU: [روسیه, مسکو], TJ: [تاجیکستان], IN: [هند], IR: [ایران]}
""",
    # No spaces; where a post is stands before the noun, tied on by a word of its own.
    "zh": """
lang: zh
has_spaces: false
sentence_ends: "。"
breaks: ["，"]
concepts:
  CLAIMANT: [塔利班]
  SENDER: [阿富汗]
  EMBASSY: [使馆]
  AMBASSADOR: [大使]
  CREDENTIALS: [国书]
  PRESENT: [递交]
  APPOINT: [任命]
  CLOSE: [关闭]
  NEW: [新任]
  IN: [驻]
places: {CN: [中国, 华], GB: [英国, 伦敦]}
""",
    # Headlines put who acts behind the verb that else stands last.
    "bn": """
lang: bn
verb_final: true
affixes: {suffixes: [ক]}
concepts:
  CLAIMANT: [তালেবান]
  SENDER: [আফগান]
  AMBASSADOR: [রাষ্ট্রদূত]
  RECOGNISE: [স্বীকৃতি দিল]
  APPOINT: [নিয়োগ দিল]
  NEW: [নতুন]
  NOT: [না]
places: {PK: [পাকিস্তান], RU: [রাশিয়া], IR: [ইরান]}
""",
}

_THREE = "mission_closed/confirmed/IN mission_closed/confirmed/IR mission_closed/confirmed/RU"

SENTENCES = [
    ("fr", "L'ambassade afghane à Oslo ferme", "mission_closed/confirmed/NO"),
    ("fr", "L'ambassade afghane à Oslo fermera", "mission_closed/planned/NO"),
    (
        "fr",
        "La Norvège n'accréditera pas d'ambassadeur des talibans",
        "accreditation_refused/confirmed/NO",
    ),
    (
        "fa",
        "تاجیکستان از پذیرش دیپلمات طالبان خودداری کرد",
        "accreditation_refused/confirmed/TJ",
    ),
    ("fa", "مسکو تحویل سفارت افغانستان به طالبان را رد کرد", "mission_handed_over/denied/RU"),
    (
        "fa",
        "ایران خبر تحویل سفارت افغانستان به طالبان را تکذیب کرد",
        "mission_handed_over/denied/IR",
    ),
    ("fa", "پذیرش سفیر طالبان در ایران در حال بررسی است", "position/planned/IR"),
    ("fr", "L'ambassade russe à Kaboul rouvre", "reciprocal/confirmed/RU"),
    ("fa", "سفارت هند در کابل بازگشایی شد", "reciprocal/confirmed/IN"),
    (
        "fa",
        "سفیر جدید طالبان در مسکو اعتمادنامه خود را تقدیم کرد",
        "ambassador_accepted/confirmed/RU",
    ),
    # Who speaks at the end of a sentence stands at its head.
    ("fa", "طالبان از بازگشایی سفارت هند در کابل خبر داد", "reciprocal/claimed/IN"),
    # A verb of saying ends what stands before it: the next verb rules something else.
    (
        "fa",
        "تاجیکستان از پذیرش دیپلمات طالبان خبر داد و گفتگو را رد کرد",
        "envoy_accredited/confirmed/TJ",
    ),
    # What is not accepted stands before its verb.
    ("fa", "طالبان: اسناد سفارت افغانستان در ایران را نمی‌پذیریم", "services_changed/confirmed/IR"),
    # A comma of another script joins a list, too.
    ("fa", "سفارت افغانستان در هند، ایران و روسیه بسته شد", _THREE),
    ("zh", "塔利班任命新任驻华大使", "envoy_named/confirmed/CN"),
    ("zh", "中国驻阿富汗大使递交国书", "reciprocal/confirmed/CN"),
    ("zh", "阿富汗驻伦敦使馆关闭", "mission_closed/confirmed/GB"),
    ("bn", "রাশিয়া তালেবানকে স্বীকৃতি দিল", "recognized/confirmed/RU"),
    ("bn", "তালেবানকে স্বীকৃতি দিল রাশিয়া", "recognized/confirmed/RU"),
    ("bn", "পাকিস্তানে নতুন রাষ্ট্রদূত নিয়োগ দিল তালেবান", "envoy_named/confirmed/PK"),
    ("bn", "পাকিস্তানে নতুন রাষ্ট্রদূত নিয়োগ দিল ইরান", ""),
    # Behind a vowel sign: 'not' is the end of another word here.
    ("bn", "রাশিয়া ঠিকানা তালেবানকে স্বীকৃতি দিল", "recognized/confirmed/RU"),
]


@pytest.fixture(scope="module")
def polyglot(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    folder: Path = tmp_path_factory.mktemp("lexicon")
    for lang, text in LEXICONS.items():
        (folder / f"{lang}.yaml").write_text(text, "utf-8")
    return Matcher(catalog, [load_lexicon(lang, folder) for lang in LEXICONS])


@pytest.mark.parametrize(("lang", "title", "expected"), SENTENCES)
def test_reads(polyglot: Matcher, lang: str, title: str, expected: str) -> None:
    text = text_of({"id": "1", "title": title, "text": "", "lang": lang})
    told = [f"{r.kind}/{r.assertion}/{r.host}" for r in polyglot.match(text)]
    assert " ".join(told) == expected


def test_staff_that_leave_a_closing_mission_are_no_news_of_their_own(read: Read) -> None:
    closed = "The Afghan embassy in London has closed."
    left = "The Taliban dismissed all staff of the embassy in London."
    assert [r.kind for r in read(closed, left) if r.alert] == [Kind.MISSION_CLOSED]
    assert [r.kind for r in read(left) if r.alert] == [Kind.ENVOY_DEPARTED]


def test_a_mission_given_to_the_hosts_ministry_is_closed(read: Read) -> None:
    given = "Afghan diplomats handed over the embassy in Oslo to the Norwegian foreign ministry"
    assert [f"{r.kind}/{r.host}" for r in read(given)] == ["mission_closed/NO"]
    taken = "Norway handed over the Afghan embassy in Oslo to the Taliban foreign ministry"
    assert [f"{r.kind}/{r.host}" for r in read(taken)] == ["mission_handed_over/NO"]


def test_a_state_that_raises_its_level_in_the_capital_raises_its_own(read: Read) -> None:
    told = read("Pakistan upgrades its representation to ambassador level in Kabul")
    assert [f"{r.kind}/{r.host}" for r in told] == ["reciprocal/PK"]
