"""Texts that are no prose must not hold up the line."""

from __future__ import annotations

import time

import pytest

from tests.watchers.matching.conftest import a_text
from watchers.matching import Matcher


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("x", "Taliban accepted ambassador in " * 3000),
        ("Taliban embassy closed " * 3000, "x"),
        ("x", "Taliban" + "embassy" * 30000),
        ("x", "Taliban. " * 30000),
    ],
    ids=["no full stop", "endless title", "one word", "only full stops"],
)
def test_a_page_that_was_not_trimmed_is_read_in_bounded_time(
    matcher: Matcher, title: str, body: str
) -> None:
    started = time.process_time()
    matcher.match(a_text(title, body))
    assert time.process_time() - started < 10


def test_news_behind_a_wall_of_words_is_still_read(matcher: Matcher) -> None:
    body = "menu " * 2000 + "\nIran has accepted the credentials of a Taliban ambassador.\n"
    (report,) = matcher.match(a_text("Afghan news", body))
    assert (report.kind.value, report.host) == ("ambassador_accepted", "IR")
