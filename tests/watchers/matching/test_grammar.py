"""One construction a test: what the grammar must understand, whoever the host is."""

from __future__ import annotations

import pytest

from config.vocabulary import Announcer, Assertion, Kind, Rank
from tests.watchers.matching.conftest import Read
from watchers.matching import PUBLISH_THRESHOLD, REVIEW_THRESHOLD, Matcher
from watchers.matching.jsonl import text_of
from watchers.model import Report, Text


def alerts(reports: tuple[Report, ...]) -> set[tuple[str, str | None]]:
    return {(report.kind.value, report.host) for report in reports if report.alert}


@pytest.mark.parametrize(
    ("title", "kind", "host"),
    [
        ("Iran accepts Taliban ambassador", "ambassador_accepted", "IR"),
        ("Taliban ambassador accepted by Iran", "ambassador_accepted", "IR"),
        ("Taliban ambassador presents credentials in Tehran", "ambassador_accepted", "IR"),
        ("Credentials of Taliban ambassador are accepted by Iran", "ambassador_accepted", "IR"),
        ("Kyrgyzstan accredits Afghan charge d'affaires", "envoy_accredited", "KG"),
        ("Afghan embassy in Prague handed over to Taliban", "mission_handed_over", "CZ"),
        ("Spain hands Afghan embassy to Taliban", "mission_handed_over", "ES"),
        ("Taliban take control of Afghan embassy in Rome", "mission_handed_over", "IT"),
        ("Afghanistan's Paris embassy closes its doors", "mission_closed", "FR"),
        ("Canada assumes control of Afghan embassy in Ottawa", "mission_closed", "CA"),
        ("Afghan embassy in Baku reopens", "mission_opened", "AZ"),
        ("Taliban name new ambassador to Qatar", "envoy_named", "QA"),
        ("Taliban appoint Noor Ahmad as consul in Jeddah", "envoy_named", "SA"),
        ("Kuwait refuses to accredit Taliban diplomat", "accreditation_refused", "KW"),
        ("Poland will not accept a Taliban ambassador", "accreditation_refused", "PL"),
        ("Afghan ambassador in Warsaw resigns", "envoy_departed", "PL"),
        ("Taliban dismiss consul general in Toronto", "envoy_departed", "CA"),
        ("Passports issued by Afghan embassy in Rome declared invalid", "services_changed", "IT"),
        ("Japan reopens its embassy in Kabul", "reciprocal", "JP"),
        ("Iraq's ambassador presents credentials in Kabul", "reciprocal", "IQ"),
        ("Pakistan formally recognises Taliban government", "recognized", "PK"),
        ("Iran becomes second country to recognise Islamic Emirate", "recognized", "IR"),
    ],
)
def test_an_event_in_a_headline(read: Read, title: str, kind: str, host: str) -> None:
    assert (kind, host) in alerts(read(title))


@pytest.mark.parametrize(
    "title",
    [
        "Pakistan has not recognised Taliban government",
        "Too early to recognise Taliban, says Iran",
        "Will Qatar recognise the Taliban?",
        "Analyst: Qatar will recognise the Taliban",
        "Qatar will recognise the Taliban if they keep their promises",
        "Japan has not reopened its embassy in Kabul",
        "Taliban urge Iran to accept ambassador",
        "India may accept Taliban ambassador",
        "Myanmar's ambassador locked out of London embassy as Taliban watch",
        "UAE ambassador to Israel presents credentials",
        "Taliban foreign minister meets Chinese ambassador in Kabul",
        "Gunmen attack Pakistani embassy in Kabul",
        "Kazakhstan removes Taliban from terrorist list",
        "Afghan ambassador in Vienna remains accredited",
        "If Iran accepts a Taliban ambassador, others may follow",
    ],
)
def test_no_event_no_alert(read: Read, title: str) -> None:
    assert alerts(read(title)) == set()


@pytest.mark.parametrize(
    ("title", "assertion"),
    [
        ("Iran accepts Taliban ambassador", Assertion.CONFIRMED),
        ("Iran to accept Taliban ambassador", Assertion.PLANNED),
        ("Iran will accept Taliban ambassador", Assertion.PLANNED),
        ("Iran agrees to accept Taliban ambassador", Assertion.PLANNED),
        ("Taliban say Iran has accepted their ambassador", Assertion.CLAIMED),
        ("Iran denies handing Afghan embassy in Tehran to Taliban", Assertion.DENIED),
        ("Iran plans accreditation of a Taliban diplomat", Assertion.PLANNED),
        ("Kabul: Iran has accepted our ambassador", Assertion.CLAIMED),
        ("Iran will recognise Taliban government, minister announces", Assertion.PLANNED),
        ("Iran denies that it will reopen its embassy in Kabul", Assertion.DENIED),
        ("Iran will not reopen its embassy in Kabul", Assertion.DENIED),
        ("Iran decided to accept Taliban ambassador", Assertion.CONFIRMED),
    ],
)
def test_how_firmly_it_is_said(read: Read, title: str, assertion: Assertion) -> None:
    assert read(title)[0].assertion is assertion


@pytest.mark.parametrize(
    ("body", "published", "is_background"),
    [
        ("In March 2022 Russia accredited a Taliban charge d'affaires.", "2023-05-01", True),
        ("In March 2022 Russia accredited a Taliban charge d'affaires.", "2022-04-02", False),
        ("In March 2022 Russia accredited a Taliban charge d'affaires.", "2022", False),
        ("In March Russia accredited a Taliban charge d'affaires.", "2022-10-01", True),
        ("Russia accredited a Taliban charge d'affaires in 2022.", "2024", True),
        ("Russia earlier accredited a Taliban charge d'affaires.", None, True),
        ("Russia accredited a Taliban charge d'affaires.", None, False),
    ],
)
def test_old_news_is_background(
    read: Read, body: str, published: str | None, is_background: bool
) -> None:
    (report,) = read("A look at Afghan diplomacy", body, published)
    assert report.kind is Kind.ENVOY_ACCREDITED
    assert report.background is is_background
    assert not (report.background and report.alert)


def test_before_the_dossier_starts_nothing_is_news(read: Read) -> None:
    assert read("Afghan embassy in Ottawa closes", "", "2019-02-01") == ()


def test_a_city_with_two_missions_is_settled_by_the_mission_word(read: Read) -> None:
    at_un = read("Taliban name Suhail Shaheen as Afghanistan's ambassador to the UN")
    assert at_un[0].host == "UN"
    consulate = read("Afghan consulate in New York closes")
    assert (consulate[0].host, consulate[0].mission) == ("US", "us-newyork-consulate")


def test_the_publisher_is_the_host_when_it_is_that_ministry(matcher: Matcher) -> None:
    text = text_of(
        {
            "id": "1",
            "title": "Deputy minister receives copies of credentials of Afghan ambassador",
            "text": "",
            "publisher_host": "UZ",
        }
    )
    (report,) = matcher.match(text)
    assert (report.host, report.announced_by) == ("UZ", Announcer.HOST_MFA)
    assert report.assertion is Assertion.CONFIRMED


def test_a_claimant_publisher_only_claims(matcher: Matcher) -> None:
    text = text_of(
        {
            "id": "1",
            "title": "Oman hands Afghan embassy in Muscat to diplomats of the Islamic Emirate",
            "text": "",
            "publisher_is_claimant": True,
        }
    )
    (report,) = matcher.match(text)
    assert report.assertion is Assertion.CLAIMED
    assert report.announced_by is Announcer.CLAIMANT_MFA


def test_an_envoy_nobody_knows_is_named_as_written(read: Read) -> None:
    (report,) = read("Taliban appoint Zarif Gulzada as charge d'affaires in Rome")
    assert (report.envoy, report.rank) == ("Zarif Gulzada", Rank.CHARGE)


def test_only_the_dossier_is_touched(matcher: Matcher) -> None:
    assert matcher.touches("Afghan embassy closes", "")
    assert matcher.touches("Embassy closes", "The Taliban said so.")
    assert not matcher.touches("Storm hits Chile", "The embassy of France in Santiago sent aid.")
    assert not matcher.touches("IEA raises oil forecast", "Saudi Arabia's ambassador was told.")


def test_the_bands_are_in_order() -> None:
    assert 0 < REVIEW_THRESHOLD < PUBLISH_THRESHOLD < 1


@pytest.mark.parametrize(
    ("text", "envoy"),
    [
        (
            "The Ministry of Foreign Affairs of Tajikistan has accredited Abdul Karim Hamid as "
            "charge d'affaires of Afghanistan in Dushanbe.",
            "Abdul Karim Hamid",
        ),
        (
            "Canada will not accept envoys of the Taliban at the Afghan embassy in Ottawa, "
            "Global Affairs said.",
            None,
        ),
        ("The Taliban appointed a new consul, Ahmad Zaki Nuri, in Bonn.", "Ahmad Zaki Nuri"),
    ],
)
def test_a_ministry_or_a_speaker_is_no_envoy(
    matcher: Matcher, text: str, envoy: str | None
) -> None:
    assert {report.envoy for report in matcher.match(Text("1", text, lang="en"))} == {envoy}
