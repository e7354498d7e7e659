"""Every answer of a platform leads to one step, and only the hopeless is given up."""

from __future__ import annotations

import pytest

from bot.alerts.ports import Failure, FailureReason, Sent
from bot.alerts.verdict import LONGEST_RETRY_S, Step, backoff_s, judge
from bot.model import ChatAddress, Platform

NEW = ChatAddress(Platform.TELEGRAM, "-100")


@pytest.mark.parametrize(
    ("reason", "step"),
    [
        (FailureReason.FLOOD, Step.RETRY),
        (FailureReason.NETWORK, Step.RETRY),
        (FailureReason.CREDENTIAL, Step.HALT),
        (FailureReason.FORBIDDEN, Step.SUSPEND),
        (FailureReason.GONE, Step.SUSPEND),
        (FailureReason.REJECTED, Step.GIVE_UP),
    ],
)
def test_each_failure_has_its_step(reason: FailureReason, step: Step) -> None:
    assert judge(Failure(reason, "why"), attempts=1).step is step


def test_a_success_keeps_the_message_id() -> None:
    assert judge(Sent("42"), attempts=0).message_id == "42"


def test_a_flood_waits_as_long_as_it_was_told() -> None:
    assert judge(Failure(FailureReason.FLOOD, retry_after_s=43_837), 1).wait_s == 43_837


def test_a_moved_chat_is_followed_only_where_the_new_id_is_known() -> None:
    moved = judge(Failure(FailureReason.MOVED, moved_to=NEW), attempts=1)

    assert (moved.step, moved.moved_to) == (Step.MOVE, NEW)
    assert judge(Failure(FailureReason.MOVED), attempts=1).step is Step.GIVE_UP


def test_backoff_grows_and_is_capped() -> None:
    waits = [backoff_s(n) for n in range(64)]

    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_RETRY_S
    assert waits[0] < 5


@pytest.mark.parametrize("attempts", [0, 5, 500])
def test_a_network_failure_is_never_given_up(attempts: int) -> None:
    assert judge(Failure(FailureReason.NETWORK), attempts).step is Step.RETRY
