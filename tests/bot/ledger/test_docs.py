"""What docs/ledger.md tells is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from bot.ledger.meeting import CLAIM_DAYS, PLAN_DAYS, RECALL_DAYS, WINDOW_DAYS
from tests.bot.ledger.test_golden import CONTROL_DISAGREES

TEXT = (Path(__file__).parents[3] / "docs" / "ledger.md").read_text(encoding="utf-8")


def test_the_windows_are_told() -> None:
    told = {kind: int(days) for kind, days in re.findall(r"^\| (\w+) \| (\d+) \|$", TEXT, re.M)}
    assert told == {kind.value: days for kind, days in WINDOW_DAYS.items()}
    flat = " ".join(TEXT.split())
    assert f"A plan waits {PLAN_DAYS} days" in flat
    assert f"A claim waits {CLAIM_DAYS} days" in flat
    assert f"more than {RECALL_DAYS} days" in flat


def test_the_known_disagreements_are_told_with_their_reasons() -> None:
    told = re.findall(
        r"^\| (\w\w-[\w-]+) \| (\w+)[^|]* \| (\w+)[^|]* \| [^|]{20,} \|$", TEXT, re.M
    )
    expected = [
        (mission, folded.value, listed.value)
        for mission, (folded, listed) in CONTROL_DISAGREES.items()
    ]
    assert sorted(told) == sorted(expected)
