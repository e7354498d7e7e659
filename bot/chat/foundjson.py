"""What `history`, `who`, `compare`, `count` and `search` find, as JSON values. Pure.

The form is told in docs/answers.schema.json.
"""

from __future__ import annotations

from typing import Any

from bot.chat.inquiry import Compare, Count, Found, History, Search, Who
from bot.chat.statusjson import citation_json, day_json, event_json
from bot.ledger.queries import Difference, Tenure
from bot.wording import Wording
from config.model import Catalog, Mission


def found_json(found: Found, catalog: Catalog) -> Any:
    """A list of events, of tenures, or an object: as the command asks."""
    match found:
        case History() | Search():
            return [
                event_json(event, catalog) | {"overdue": event.id in found.overdue}
                for event in found.events
            ]
        case Who():
            return [_tenure(mission, tenure, catalog) for mission, tenure in found.tenures]
        case Compare():
            return {
                "from": found.start.isoformat(),
                "to": found.end.isoformat(),
                "changes": [_change(each, catalog) for each in found.changes],
            }
        case Count():
            return [
                {"day": day.isoformat(), "hosts": {each.value: n for each, n in counts.items()}}
                for day, counts in sorted(found.counts.items())
            ]


def _tenure(mission: Mission, tenure: Tenure, catalog: Catalog) -> dict[str, Any]:
    return {
        "host": mission.host,
        "mission": mission.id,
        "city": mission.city,
        "envoy": Wording(catalog).person(tenure.envoy),
        "rank": tenure.rank.value if tenure.rank else None,
        "rank_flags": [each.value for each in tenure.flags],
        "since": day_json(tenure.since),
        "until": day_json(tenure.until),
        "sources": [citation_json(each) for each in tenure.citations],
    }


def _change(change: Difference, catalog: Catalog) -> dict[str, Any]:
    before, after = change.before, change.after
    if change.what == "head":
        person = Wording(catalog).person
        before, after = before and person(before), after and person(after)
    return {
        "host": change.host,
        "mission": change.mission,
        "what": change.what,
        "before": before,
        "after": after,
        "event": event_json(change.row, catalog),
    }
