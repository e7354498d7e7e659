"""Outside limits hold whatever is sent, and no chat waits for another's limit."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.pace import TELEGRAM, Pace
from bot.model import ChatAddress, Platform


def private(number: int) -> ChatAddress:
    return ChatAddress(Platform.TELEGRAM, str(number))


def group(number: int) -> ChatAddress:
    return ChatAddress(Platform.TELEGRAM, f"-{number}")


def run(pace: Pace, addresses: list[ChatAddress], start: float = 0.0) -> list[float]:
    """The times at which one sender that obeys the pace would send."""
    now, times = start, []
    for address in addresses:
        now += pace.wait_s(address, now)
        pace.note(address, now)
        times.append(now)
    return times


@given(st.lists(st.integers(1, 40), min_size=1, max_size=200))
def test_no_second_holds_more_than_the_bots_limit(chats: list[int]) -> None:
    times = run(Pace(TELEGRAM), [private(n) for n in chats])

    assert TELEGRAM.bot is not None
    for index, start in enumerate(times):
        in_window = [t for t in times[index:] if t < start + TELEGRAM.bot.per_s - 1e-9]
        assert len(in_window) <= TELEGRAM.bot.count


def test_one_chat_gets_one_message_a_second() -> None:
    times = run(Pace(TELEGRAM), [private(1)] * 4)

    assert [round(t, 6) for t in times] == [0, 1, 2, 3]


def test_a_group_gets_twenty_a_minute() -> None:
    times = run(Pace(TELEGRAM), [group(7)] * 41)

    minutes = Counter(int(t // 60) for t in times)
    assert minutes[0] == 20
    assert minutes[1] == 20


def test_a_full_group_does_not_hold_a_private_chat() -> None:
    pace = Pace(TELEGRAM)
    last = run(pace, [group(7)] * 20)[-1]

    assert pace.wait_s(group(7), last + 2) > 30
    assert pace.wait_s(private(1), last + 2) == 0


def test_a_hold_is_kept_for_its_chat_only() -> None:
    pace = Pace(TELEGRAM)
    pace.hold(private(1), until=50.0)

    assert pace.wait_s(private(1), 10.0) == 40.0
    assert pace.wait_s(private(2), 10.0) == 0.0


def test_old_windows_and_holds_are_forgotten() -> None:
    pace = Pace(TELEGRAM)
    run(pace, [private(n) for n in range(20)])
    pace.hold(private(1), until=5.0)

    pace.forget_before(1_000.0)

    assert pace.wait_s(private(1), 4.0) == 0.0
    assert not pace._windows
