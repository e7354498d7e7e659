"""What an alert says: every kind, firmness and number of hosts; foreign text is never lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.alerts.compose import compose
from bot.model import Alert, Change, ChangeKind, Event
from bot.wording import UNSURE
from config.model import Catalog, Citation
from config.partial_date import PartialDate
from config.vocabulary import Assertion, Evidence, Kind, Precision, Rank, RankFlag, Stance
from tests.bot.samples import NOW, shown

TITLE = "A headline <b>as it is</b>"
CONFIRMED, CLAIMED = Assertion.CONFIRMED, Assertion.CLAIMED
WHERE = Citation("https://news.example/1", "The Paper", dt.date(2026, 7, 20))


def event(kind: Kind = Kind.ENVOY_ACCREDITED, host: str | None = "NO", **more: Any) -> Event:
    fields: dict[str, Any] = {
        "id": f"{host}-{kind}",
        "dossier": "afghanistan",
        "assertion": CONFIRMED,
        "mission": None,
        "happened": PartialDate(dt.date(2026, 7, 20)),
        "known_at": NOW,
        "citations": (WHERE,),
    }
    return Event(kind=kind, host=host, **(fields | more))


def new(made: Event) -> Change:
    return Change(ChangeKind.NEW, made)


def told(catalog: Catalog, *changes: Change, **more: Any) -> str:
    return shown(compose(Alert("a", "a", 1, changes, NOW), catalog, TITLE, **more))


def test_a_new_event_is_told_with_its_evidence_and_source(catalog: Catalog) -> None:
    text = told(
        catalog,
        new(
            event(
                mission="ru-moscow-embassy",
                host="RU",
                envoy="Jamal Nasir Gharwal, Dr",
                rank=Rank.CHARGE,
                evidence=Evidence.HOST,
            )
        ),
        moves={"RU": (Stance.NONE, Stance.CHARGE)},
    )
    assert text.split("\n\n") == [
        "Russia: envoy accredited (confirmed)",
        "envoy accredited, Moscow embassy, Jamal Nasir Gharwal, Dr (chargé d'affaires)\n"
        "When: 2026-07-20\n"
        "Evidence: the host's own word, or both sides'",
        "Russia now accepts a chargé d'affaires of the Emirate",
        f"“{TITLE}”\nSource: The Paper, 2026-07-20",
    ]


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("assertion", list(Assertion))
@pytest.mark.parametrize("evidence", list(Evidence))
def test_every_kind_has_words(
    catalog: Catalog, kind: Kind, assertion: Assertion, evidence: Evidence
) -> None:
    text = told(catalog, new(event(kind, assertion=assertion, evidence=evidence)))
    assert text.startswith("Norway: ")
    assert f"({assertion})" in text.splitlines()[0]


def test_a_raised_event_says_what_it_was_before(catalog: Catalog) -> None:
    before = event(assertion=CLAIMED, evidence=Evidence.CLAIMANT)
    after = replace(before, assertion=CONFIRMED, evidence=Evidence.HOST, revision=2)
    text = told(catalog, Change(ChangeKind.RAISED, after, before))

    assert text.startswith("Norway: envoy accredited (now confirmed)")
    assert "Before: claimed, only the word of Kabul" in text


def test_a_denial_is_a_denial(catalog: Catalog) -> None:
    before = event(assertion=CLAIMED)
    after = replace(before, assertion=Assertion.DENIED, revision=2)

    assert "(denied)" in told(catalog, Change(ChangeKind.DENIED, after, before)).splitlines()[0]


@pytest.mark.parametrize("kind", [ChangeKind.CORRECTED, ChangeKind.RETRACTED])
def test_what_editors_took_back_is_said_in_the_heading(catalog: Catalog, kind: ChangeKind) -> None:
    before = event(assertion=CLAIMED)
    heading = told(catalog, Change(kind, replace(before, revision=2), before)).splitlines()[0]

    assert f"({kind.value} by the editors)" in heading


def test_an_unsure_reading_is_never_called_anybodys_word(catalog: Catalog) -> None:
    text = told(catalog, new(event(assertion=CLAIMED, notes=UNSURE)))

    assert text.startswith(f"Norway: envoy accredited ({UNSURE})")
    assert f"\n\nenvoy accredited ({UNSURE})\n" in text
    assert "Kabul" not in text


def test_several_hosts_are_named_one_by_one(catalog: Catalog) -> None:
    changes = [new(event(Kind.SERVICES_CHANGED, host)) for host in ("FR", "DE")]
    text = told(catalog, *changes)

    assert text.startswith("Germany, France: services or documents changed (confirmed)")
    assert "France: services or documents changed\n" in text
    assert "Germany: services or documents changed\n" in text
    assert text.count("Source: ") == 1


def test_an_act_of_no_single_host_is_told(catalog: Catalog) -> None:
    assert told(catalog, new(event(host=None))).startswith("several hosts: envoy accredited")


def test_a_long_note_stays_out_of_the_heading(catalog: Catalog) -> None:
    changed = event(Kind.SERVICES_CHANGED, notes="Visas, passports, and more")
    heading, body, *_ = told(catalog, new(changed)).split("\n\n")

    assert heading == "Norway: services or documents changed (confirmed)"
    assert "Visas, passports, and more" in body


def test_a_stance_that_did_not_move_is_not_mentioned(catalog: Catalog) -> None:
    text = told(catalog, new(event()), moves={"NO": (Stance.CHARGE, Stance.CHARGE)})
    assert "now" not in text


def test_only_the_newest_sources_are_listed(catalog: Catalog) -> None:
    cited = tuple(Citation(f"https://news.example/{n}", f"Paper {n}") for n in range(5))
    text = told(catalog, new(event(citations=cited)))

    assert [line for line in text.splitlines() if line.startswith("Source")] == [
        "Source: Paper 2",
        "Source: Paper 3",
        "Source: Paper 4",
    ]


@pytest.mark.parametrize(("host", "more"), [("RU", "/status Russia"), (None, "/latest")])
def test_what_does_not_fit_can_be_asked_for(catalog: Catalog, host: str | None, more: str) -> None:
    alert = Alert("a", "a", 1, (new(event(host=host)),), NOW)
    assert compose(alert, catalog, TITLE).more.startswith(more)


CITATIONS = st.builds(Citation, st.text(), st.text(), st.none() | st.dates())
EVENTS = st.builds(
    event,
    st.sampled_from(Kind),
    st.sampled_from([None, "NO", "RU", "UN", "EU", "ZZ"]),
    assertion=st.sampled_from(Assertion),
    evidence=st.sampled_from(Evidence),
    mission=st.sampled_from([None, "ru-moscow-embassy", "no-such-mission"]),
    envoy=st.none() | st.text(),
    rank=st.none() | st.sampled_from(Rank),
    rank_flags=st.lists(st.sampled_from(RankFlag), max_size=3).map(tuple),
    happened=st.builds(PartialDate, st.dates(), st.sampled_from(Precision)),
    citations=st.lists(CITATIONS, max_size=5).map(tuple),
    notes=st.text() | st.just(UNSURE),
)
CHANGES = st.builds(Change, st.sampled_from(ChangeKind), EVENTS, st.none() | EVENTS)


@given(
    title=st.text(),
    changes=st.lists(CHANGES, min_size=1, max_size=4),
    moves=st.dictionaries(
        st.sampled_from(["NO", "RU", "ZZ"]),
        st.tuples(st.sampled_from(Stance), st.sampled_from(Stance)),
    ),
)
@settings(
    max_examples=200,
    deadline=None,
    # The catalogue is read-only.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_nothing_breaks_it_and_the_title_is_never_lost(
    catalog: Catalog,
    title: str,
    changes: list[Change],
    moves: dict[str, tuple[Stance, Stance]],
) -> None:
    message = compose(Alert("a", "a", 1, tuple(changes), NOW), catalog, title, moves)

    assert f"“{title}”" in shown(message)
    assert len(message.blocks) >= 2 + len(changes)
    assert all(block.lines for block in message.blocks)
    assert all(line.spans for block in message.blocks for line in block.lines)
