"""What a text tells as a whole: hosts of short headlines, rumours denied, questions, history."""

from __future__ import annotations

import pytest

from config.catalog import load_catalog
from config.partial_date import PartialDate
from watchers.matching import Matcher
from watchers.model import Text


def alerts(lang: str, title: str, body: str = "", country: str | None = None) -> set[str]:
    text = Text("t", title, body, lang, PartialDate.parse("2026-05-20"), publisher_country=country)
    reports = Matcher.build(load_catalog(), (lang,)).match(text)
    return {f"{r.kind.value}/{r.assertion.value}/{r.host}" for r in reports if r.alert}


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        (
            "Afghan ambassador resigns",
            "The envoy in Warsaw wrote to colleagues in Norway and Canada that he had no more to "
            "give.",
            {"envoy_departed/confirmed/PL"},
        ),
        (
            "Afghan embassy shuts its doors",
            "Staff of the Afghan embassy in Oslo said farewell to visitors from Sweden and "
            "Denmark.",
            {"mission_closed/confirmed/NO"},
        ),
    ],
)
def test_a_headline_takes_its_host_from_the_posts_of_the_lead(
    title: str, body: str, found: set[str]
) -> None:
    assert alerts("en", title, body) == found


def test_what_is_negated_beside_a_denied_report_is_denied() -> None:
    title = "Oman has not reopened its embassy in Kabul, spokesman says"
    assert alerts("en", title) == set()
    denied = "The ministry denied reports on social media."
    assert alerts("en", title, denied) == {"reciprocal/denied/OM"}


def test_what_is_negated_beside_another_denial_is_only_a_position() -> None:
    title = "Oman has not reopened its embassy in Kabul, spokesman says"
    assert alerts("en", title, "He denied entry to no one, he added.") == set()


def test_what_a_question_takes_for_granted_is_not_told() -> None:
    body = "Russia has recognised the Taliban government, will Oman follow suit? Let us wait."
    assert alerts("en", "Briefing of the Omani ministry", body) == set()


def test_beside_a_headline_of_the_past_all_is_past() -> None:
    title = "On this day in 1997: Pakistan recognises the Taliban"
    assert alerts("en", title, "Saudi Arabia accredited an ambassador of the Taliban.") == set()


@pytest.mark.parametrize(
    ("country", "found"), [(None, {"reciprocal/confirmed/UZ"}), ("RU", set[str]())]
)
def test_the_ambassador_there_is_that_of_the_language(
    country: str | None, found: set[str]
) -> None:
    title = "Элчи Кобулда ишонч ёрлиғини топширди"
    assert alerts("uz", title, country=country) == found


@pytest.mark.parametrize(
    ("lang", "title", "found"),
    [
        ("uz", "«Толибон» Термиздаги консулхонага янги раҳбар тайинлади",
         "envoy_named/confirmed/UZ"),
        ("kk", "Кабул Алматыдағы бас консулдыққа жаңа басшы тағайындады",
         "envoy_named/confirmed/KZ"),
        ("fr", "Ottawa refuse d'accréditer un émissaire de Kaboul",
         "accreditation_refused/confirmed/CA"),
        ("fa", "پاکستان کاردار خود در کابل را سفیر می‌سازد", "reciprocal/planned/PK"),
        ("fa", "قزاقستان برای کابل سفیر تعیین کرد", "reciprocal/confirmed/KZ"),
        ("hi", "ईरान ने काबुल में नया राजदूत नियुक्त किया", "reciprocal/confirmed/IR"),
        ("hi", "रूस ने काबुल के लिए राजदूत भेजा", "reciprocal/confirmed/RU"),
        ("zh", "越南年内将在喀布尔开设大使馆", "reciprocal/planned/VN"),
        ("hi", "कजाकिस्तान ने अफगानिस्तान में अपना राजदूत नामित किया", "reciprocal/confirmed/KZ"),
        ("ur", "قازقستان نے افغانستان میں اپنا سفیر نامزد کیا", "reciprocal/confirmed/KZ"),
        ("tg", "Қазоқистон дар Афғонистон сафири худро таъин намуд",
         "reciprocal/confirmed/KZ"),
        ("tr", "Taliban'ın konsolosu İstanbul'da göreve başladı",
         "mission_handed_over/confirmed/TR"),
        ("de", "Der Diplomat der Taliban tritt in Teheran sein Amt an",
         "mission_handed_over/confirmed/IR"),
        ("de", "Auswärtiges Amt: Botschaft in Kabul wird nicht wiedereröffnet",
         "reciprocal/denied/DE"),
    ],
)  # fmt: skip
def test_posts_in_more_wordings(lang: str, title: str, found: str) -> None:
    assert alerts(lang, title) == {found}


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("en", "Envoy appointed by the former Afghan government to Japan turns seventy"),
        ("ja", "岡田外相「タリバンの外交官受け入れは検討していない」"),
    ],
)
def test_what_is_no_news(lang: str, title: str) -> None:
    assert alerts(lang, title) == set()


@pytest.mark.parametrize(
    ("title", "body", "found"),
    [
        # What is done is told in the title, what follows from it in the body.
        (
            "Taliban name consul general for Karachi",
            "The consul general will travel to Karachi next week, officials said.",
            {"envoy_named/confirmed/PK"},
        ),
        # What takes two sides, by the word of one.
        (
            "Iran hands Afghan embassy over to Taliban",
            "It is a new chapter, Taliban spokesman Zabihullah Mujahid said.",
            {"mission_handed_over/claimed/IR"},
        ),
        # A choice that insiders tell of is made, whether or not the man has left.
        (
            "Taliban to appoint cleric as consul in Karachi, sources say",
            "",
            {"envoy_named/claimed/PK"},
        ),
    ],
)
def test_how_firmly_title_and_lead_tell(title: str, body: str, found: set[str]) -> None:
    assert alerts("en", title, body) == found


def test_a_full_width_question_mark_ends_a_sentence() -> None:
    body = "记者:俄罗斯宣布承认塔利班政权，中方是否会效仿？发言人:中方支持对话。"
    assert alerts("zh", "外交部发言人主持例行记者会", body) == set()
