"""When we ourselves were cut off: no source is to wait out a back-off for our own fault. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from config.model import Source
from watchers.model import PollState, SourceState
from watchers.outages import NETWORK_LEAST, NETWORK_SHARE
from watchers.schedule import first_due


def due_after_cut(
    states: Mapping[str, SourceState], sources: Mapping[str, Source], now: dt.datetime
) -> dict[str, dt.datetime]:
    """When the sources are due that were out of reach while our network was, now that it is back.

    They are spread like first polls, none sooner than its shortest interval allows; those due
    earlier anyway are left out. Empty where it was not our network: where less than
    `NETWORK_SHARE` of the sources that were asked are out of reach.
    """
    asked = [each for each in sources if (state := states.get(each)) and state.state is not None]
    away = [each for each in asked if states[each].state is PollState.UNREACHABLE]
    if len(away) < NETWORK_LEAST or len(away) < NETWORK_SHARE * len(asked):
        return {}
    found = {}
    for each, at in first_due(away, now).items():
        last, due_at = states[each].last_poll_at, states[each].due_at
        shortest = dt.timedelta(minutes=sources[each].every_min)
        soonest = max(at, last + shortest) if last else at
        if due_at is not None and soonest < due_at:
            found[each] = soonest
    return found
