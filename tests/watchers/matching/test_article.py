"""A long article with many hosts: who accredited, who only is said to have, who closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.vocabulary import Assertion, Kind
from tests.watchers.matching.conftest import Read
from watchers.model import Report

TITLE = "Moscow joins states that deal with Taliban diplomats"
BODY = """\
KABUL. No government in the world has recognised the Taliban, yet their foreign ministry has \
found other ways out of isolation.

Over the past months at least four states - China, Pakistan, Russia and Turkmenistan - have \
accredited diplomats appointed by the Taliban, while all of them withhold recognition.

Russia was the last of them: in March its Foreign Ministry accredited the Taliban's diplomat \
Jamal Nasir Gharwal as Afghan charge d'affaires in Moscow.

"It is one step on the way to full diplomatic contact," Russian Foreign Ministry \
spokesperson Maria Zakharova told reporters.

Gharwal took over the embassy at the weekend, Taliban spokesman Abdul Qahar Balkhi wrote. \
Zakharova added that it was premature to talk of official recognition of the Taliban.

When the Taliban took Kabul last August, the United States and its allies shut down their \
embassies in Kabul.

Suhail Shaheen, whose nomination has not been endorsed by the U.N., told this paper that \
some ten countries have accepted Taliban diplomats, including China, Iran, Malaysia, \
Pakistan, Qatar, Russia, Saudi Arabia and Turkmenistan.

Qatar did not answer a question about whether it had accredited any Taliban diplomats.

Tajikistan is the only neighbour that has refused to allow Taliban officials to visit the \
Afghan embassy.

Last month Afghanistan's embassy in Washington and its consulates in New York and Los \
Angeles shut down for lack of money.
"""
PUBLISHED = "2022-04-13"


def of_kind(reports: tuple[Report, ...], kind: Kind) -> dict[str | None, Report]:
    return {report.host: report for report in reports if report.kind is kind}


def check(reports: tuple[Report, ...]) -> None:
    accredited = of_kind(reports, Kind.ENVOY_ACCREDITED)
    for host in ("RU", "CN", "PK", "TM"):
        assert accredited[host].assertion is Assertion.CONFIRMED
    for host in ("IR", "MY", "QA", "SA"):
        said = {report.assertion for report in reports if report.host == host}
        assert said == {Assertion.CLAIMED}
    assert of_kind(reports, Kind.MISSION_HANDED_OVER)["RU"].mission == "ru-moscow-embassy"
    closed = {r.mission for r in reports if r.kind is Kind.MISSION_CLOSED}
    assert closed == {"us-washington-embassy", "us-newyork-consulate", "us-losangeles-consulate"}
    assert of_kind(reports, Kind.ACCREDITATION_REFUSED)["TJ"].assertion is Assertion.CONFIRMED
    assert of_kind(reports, Kind.POSITION)["RU"].assertion is Assertion.DENIED
    assert of_kind(reports, Kind.RECOGNIZED) == {}


def test_our_own_article(read: Read) -> None:
    check(read(TITLE, BODY, PUBLISHED))


def test_hosts_of_one_clause_share_an_act(read: Read) -> None:
    accredited = of_kind(read(TITLE, BODY, PUBLISHED), Kind.ENVOY_ACCREDITED)
    assert accredited["CN"].act == accredited["TM"].act
    assert accredited["CN"].act != accredited["RU"].act


def test_the_envoy_of_a_new_accreditation_is_known(read: Read) -> None:
    accredited = of_kind(read(TITLE, BODY, PUBLISHED), Kind.ENVOY_ACCREDITED)
    assert accredited["RU"].envoy == "jamal-nasir-gharwal"
    assert accredited["RU"].mission == "ru-moscow-embassy"


@pytest.mark.shared
def test_the_article_that_started_it(shared_data: Path, read: Read) -> None:
    text = (shared_data.parent / "reference" / "article.txt").read_text("utf-8")
    title = next(line for line in text.splitlines() if line.startswith("Russia Latest"))
    check(read(title, text, PUBLISHED))
