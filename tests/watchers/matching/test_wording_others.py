"""Constructions that other languages share: who becomes what, who said it, what only describes."""

from __future__ import annotations

import pytest

from tests.watchers.matching.test_lead import alerts


@pytest.mark.parametrize(
    ("lang", "title", "found"),
    [
        ("fa", "ملا حیات سرقونسل تازه طالبان در کراچی شد", "envoy_named/confirmed/PK"),
        ("fa", "تیمور قادراف سفیر تازه قزاقستان در کابل شد", "reciprocal/confirmed/KZ"),
        ("tr", "Hamid Veli Afganistan'ın Belgrad büyükelçisi oldu", "envoy_named/confirmed/RS"),
        ("ru", "Хамид Вали стал послом Афганистана в Белграде", "envoy_named/confirmed/RS"),
        ("ur", "حامد ولی بلغراد میں افغانستان کے سفیر بن گئے", "envoy_named/confirmed/RS"),
    ],
)
def test_who_becomes_an_envoy_is_named(lang: str, title: str, found: str) -> None:
    assert alerts(lang, title) == {found}


@pytest.mark.parametrize(
    ("lang", "title"),
    [
        ("fa", "سفیر طالبان در تهران احضار شد"),
        ("fa", "دیدار سفیر طالبان در تهران برگزار شد"),
        ("tr", "Afganistan'ın Belgrad büyükelçisi konuşmacı oldu"),
        ("ru", "Выставку посла Афганистана в Белграде отменили"),
    ],
)
def test_what_else_happens_to_an_envoy_names_nobody(lang: str, title: str) -> None:
    assert alerts(lang, title) == set()


@pytest.mark.parametrize(
    ("lang", "title", "told", "by"),
    [
        (
            "ru",
            "Сербия открыла посольство в Кабуле",
            "Здание отремонтировано.",
            "Об этом сообщил Абдул Кахар Балхи.",
        ),
        (
            "az",
            "Serbiya Kabildə səfirlik açıb",
            "Bina təmir olunub.",
            "Bunu Əbdül Kaxar Balxi yazıb.",
        ),
    ],
)
def test_who_said_this_said_all_that_stands_before(
    lang: str, title: str, told: str, by: str
) -> None:
    assert alerts(lang, title, told) == {"reciprocal/confirmed/RS"}
    assert alerts(lang, title, f"{told} {by}") == {"reciprocal/claimed/RS"}


@pytest.mark.parametrize(
    ("lang", "title", "silence"),
    [
        ("ar", "طالبان تعين سفيرا لها في بلغراد", "ولم يصدر أي بيان رسمي من أي طرف."),
        ("fa", "طالبان سفیر خود در بلگراد را تعیین کرد", "طالبان این تقرر را علنی نکرده است."),
        ("ru", "Талибы назначили посла в Белграде", "Официально об этом не сообщалось."),
    ],
)
def test_what_nobody_has_announced_is_only_claimed(lang: str, title: str, silence: str) -> None:
    assert alerts(lang, title) == {"envoy_named/confirmed/RS"}
    assert alerts(lang, title, silence) == {"envoy_named/claimed/RS"}


@pytest.mark.parametrize(
    ("lang", "title", "body"),
    [
        (
            "uz",
            "“Толибон” хорижий элчихоналарни Кобулга қайтишга чорлади",
            "Вакил элчихоналарини ёпган давлатларни қайтишга чақирди, АҚШ ва Япония жим.",
        ),
        ("tr", "Muttaki, Belgrad'dan Kabil'deki büyükelçiliğini açmasını istedi", ""),
    ],
)
def test_a_wish_of_the_claimant_opens_and_closes_nothing(lang: str, title: str, body: str) -> None:
    assert alerts(lang, title, body) == set()


def test_a_places_ending_says_where_a_mission_stands() -> None:
    title = "Talyban Serbiýadaky ilçihana täze konsul belledi"
    assert alerts("tk", title) == {"envoy_named/confirmed/RS"}


@pytest.mark.parametrize(
    ("lang", "title", "body", "found"),
    [
        # Who said it stands behind the verb, at the end; who is described stands before.
        (
            "ky",
            "Тышкы иштер министрлиги Ооганстандын убактылуу ишенимдүү өкүлүн аккредитациялады",
            "Кабул жиберген дипломат кабыл алынды, деп билдирди министрликтин басма сөз кызматы.",
            "envoy_accredited/confirmed/KG",
        ),
        # A paper that nobody knows is the source, not who stands behind it.
        (
            "uz",
            "Варшавадаги Афғонистон элчихонаси “Толибон” қўлига ўтди",
            "“Хабарнома” хабарига кўра, “Толибон” вакиллари элчихонада иш бошлади.",
            "mission_handed_over/confirmed/PL",
        ),
    ],
)
def test_who_speaks_where_verbs_are_last(lang: str, title: str, body: str, found: str) -> None:
    assert alerts(lang, title, body) == {found}


@pytest.mark.parametrize(
    ("lang", "title", "body", "found"),
    [
        # A letter of introduction is a chargé's paper.
        (
            "ru",
            "МИД Белоруссии принял рекомендательное письмо у дипломата Кабула",
            "",
            {"envoy_accredited/confirmed/BY"},
        ),
        # The term of one who is known as an envoy.
        (
            "fa",
            "ماموریت ظاهر اغبر در دوشنبه پایان یافت",
            "او سفیر افغانستان بود.",
            {"envoy_departed/confirmed/TJ"},
        ),
        # '…, said the ministry's spokeswoman': she speaks, not who stands before the comma.
        (
            "ru",
            "Литва вернула ноту Кабула о назначении дипломата",
            "Вильнюс не будет принимать представителей талибов, заявила пресс-секретарь МИДа.",
            {"accreditation_refused/confirmed/LT"},
        ),
        # A state of no known name in a list whose 'and' is written as one with each.
        (
            "ar",
            "جلالة السلطان يتقبل أوراق اعتماد عدد من السفراء",
            "تقبل جلالته أوراق اعتماد سفراء تشيلي وبليز وإمارة أفغانستان الإسلامية.",
            {"ambassador_accepted/confirmed/OM"},
        ),
        # Goes on as before.
        (
            "uz",
            "Ўзбекистон “Толибон”ни тан олишга шошилмаяпти",
            "Варшавада толиблар тайинлаган элчи ишлаб келмоқда.",
            set(),
        ),
        # Somebody only reminds of it.
        (
            "tr",
            "Türkiye Taliban'ı tanımayı düşünmüyor",
            "Varşova'daki elçiliği Taliban'ın atadığı diplomatların yönettiğini hatırlattı.",
            set(),
        ),
    ],
)
def test_papers_terms_and_lists(lang: str, title: str, body: str, found: set[str]) -> None:
    assert alerts(lang, title, body) == found


@pytest.mark.parametrize(
    ("lang", "title", "body", "found"),
    [
        # Who acts ends where his mark stands: the capital behind it owns the envoy.
        (
            "ur",
            "تہران نے کابل کے نامزد سفیر کے لیے رضامندی دے دی",
            "",
            {"ambassador_accepted/confirmed/IR"},
        ),
        # 'Already' behind a plan is said of something else.
        (
            "ru",
            "Сербия откроет миссию в Кабуле: поверенный уже на месте",
            "",
            {"reciprocal/planned/RS"},
        ),
        # X's diplomats are back in the capital: the embassy is X's.
        (
            "ru",
            "Дипломаты Сербии вернулись в Кабул: посольство вновь открыто",
            "",
            {"reciprocal/confirmed/RS"},
        ),
        # 'For' written as one with the mission.
        ("ar", "طالبان تختار نور الحق لسفارتها في بلغراد", "", {"envoy_named/confirmed/RS"}),
        # Named to take charge: what he is to do is no second act.
        (
            "fa",
            "طالبان حامد ولی را سرپرست سفارت بلگراد ساخت",
            "او فردا سرپرستی سفارت افغانستان در بلگراد را به عهده خواهد گرفت.",
            {"envoy_named/confirmed/RS"},
        ),
        # A city called like a weekday is the day in a story of another state.
        (
            "ps",
            "ترکیې د اسلامي امارت شارژدافیر ومانه",
            "نوی شارژدافیر به له دوشنبې د سفارت چارې پر مخ بیايي.",
            {"envoy_accredited/confirmed/TR"},
        ),
        ("ps", "په دوشنبې کې د افغانستان سفارت وتړل شو", "", {"mission_closed/confirmed/TJ"}),
    ],
)
def test_who_acts_and_where(lang: str, title: str, body: str, found: set[str]) -> None:
    assert alerts(lang, title, body) == found


@pytest.mark.parametrize(
    ("lang", "title", "found"),
    [
        (
            "ru",
            "Афганский посол передал ключи от посольства в Осло норвежской стороне",
            "mission_closed/confirmed/NO",
        ),
        (
            "ru",
            "Посольство Афганистана в Варшаве передано МИД Польши",
            "mission_closed/confirmed/PL",
        ),
        (
            "ru",
            "Посольство Афганистана в Осло передали представителю Кабула",
            "mission_handed_over/confirmed/NO",
        ),
        (
            "uk",
            "Посольство Афганістану у Варшаві передали талібам",
            "mission_handed_over/confirmed/PL",
        ),
        (
            "ar",
            "السفير الأفغاني يسلم مفاتيح السفارة في أوسلو إلى السلطات النرويجية",
            "mission_closed/confirmed/NO",
        ),
    ],
)
def test_keys_given_to_the_host_close_and_to_the_claimant_hand_over(
    lang: str, title: str, found: str
) -> None:
    assert alerts(lang, title) == {found}
