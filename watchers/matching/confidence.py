"""How sure a reading is, from named features; and the two bands that decide what is done."""

from __future__ import annotations

PUBLISH_THRESHOLD = 0.6
"""From here up a report alerts."""
REVIEW_THRESHOLD = 0.4
"""From here up to the publish threshold editors are asked; below it is a near miss."""
