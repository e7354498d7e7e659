"""lemon24/reader over the same feeds: `python with_reader.py DATABASE ROUNDS ADDRESS...`.

Runs in whatever Python has the `reader` package; prints CPU seconds and new entries of each round
of `update_feeds(scheduled=False)` as a line of JSON. Stands alone: it imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
import time
import warnings

warnings.simplefilter("ignore")


def main() -> None:
    """Adds the feeds and updates them all, round after round."""
    from reader import make_reader  # type: ignore[import-not-found] # of another Python

    database, rounds, addresses = sys.argv[1], int(sys.argv[2]), sys.stdin.read().split()
    reader = make_reader(database)
    for address in addresses:
        reader.add_feed(address)
    for _ in range(rounds):
        before, spent = reader.get_entry_counts().total, time.process_time()
        reader.update_feeds(scheduled=False)
        spent = time.process_time() - spent
        new = (reader.get_entry_counts().total or 0) - (before or 0)
        print(json.dumps({"cpu_s": spent, "new": new}), flush=True)


if __name__ == "__main__":
    main()
