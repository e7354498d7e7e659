"""How sure a reading is, from named features; and the two bands that decide what is done.

The features' sum is the score; `calibration.py` makes a probability of it.
"""

from __future__ import annotations

from functools import lru_cache

from config.frozen import frozen
from watchers.matching.assertion import Mood
from watchers.matching.calibration import shipped
from watchers.matching.frames import Frame
from watchers.matching.roles import Direction, HostFrom

PUBLISH_THRESHOLD = 0.48
"""From this probability up a report alerts: it is about as likely right as wrong (a score of 0.6),
and no alert is to be lost."""
REVIEW_THRESHOLD = 0.12
"""From here (a score of 0.4) up to the publish threshold editors are asked; below it is a near
miss."""

_BASE = 0.4
_PLACE_IN_TEXT = (0.2, 0.18, 0.12, 0.08, 0.05)
"""The title, the lead, then further down."""
_DIRECTION = {
    Direction.WANTED: (0.15, "whose it is stands there"),
    Direction.RECIPROCAL: (0.15, "the other direction stands there"),
    Direction.ASSUMED: (0.0, "whose it is was taken from what stands around it"),
    Direction.OTHER: (-0.4, "somebody else's"),
}
_HOST = {
    HostFrom.PLACE: (0.15, "host by the place of the mission or post"),
    HostFrom.AGENT: (0.15, "host acts"),
    HostFrom.SUBJECT: (0.15, "host acts"),
    HostFrom.CLAUSE: (0.08, "host stands in the clause"),
    HostFrom.ENVOY: (0.08, "host known from the envoy"),
    HostFrom.SENTENCE: (0.04, "host stands in the sentence"),
    HostFrom.TOPIC: (0.02, "host carried over from before"),
    HostFrom.PUBLISHER: (0.08, "host is the publisher's state"),
}
_NO_HOST = (-0.3, "no host found")
_MOOD = {
    Mood.PURPOSE: (-0.1, "only an intention"),
    Mood.MAYBE: (-0.3, "only a possibility"),
    Mood.ASKED: (-0.02, "asked for"),
}
_SUPPORT = (0.05, "a second word bears it out")


@frozen
class Confidence:
    """A score in [0, 1] and the features that made it."""

    score: float
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        """How likely kind and host are right, to four digits."""
        return _probability(self.score)

    def told(self) -> tuple[str, ...]:
        """The reasons, and what they come to."""
        sums = f"score {self.score:.2f}: right in {self.probability:.0%} of such readings"
        return (*self.reasons, sums)

    def repeated(self) -> Confidence:
        """The same, said a second time elsewhere in the text."""
        return Confidence(_clip(self.score + 0.08), (*self.reasons, "+0.08 said again"))


@lru_cache(maxsize=4096)
def _probability(score: float) -> float:
    return round(shipped().probability(score), 4)


def confidence(frame: Frame, sentence: int) -> Confidence:
    """How sure a frame is."""
    source = frame.hosts[0].source if frame.hosts else None
    return _scored(frame.rule, sentence, frame.direction, source, frame.mood, bool(frame.support))


@lru_cache(maxsize=4096)
def _scored(
    rule: str,
    sentence: int,
    direction: Direction,
    source: HostFrom | None,
    mood: Mood,
    is_supported: bool,
) -> Confidence:
    place = _PLACE_IN_TEXT[min(sentence, len(_PLACE_IN_TEXT) - 1)]
    host = _HOST[source] if source else _NO_HOST
    where = "title" if sentence == 0 else f"sentence {sentence}"
    features = [
        (_BASE, f"rule: {rule}"),
        (place, f"in the {where}" if sentence == 0 else f"in {where}"),
        _DIRECTION[direction],
        host,
        _MOOD.get(mood, (0.0, "")),
        _SUPPORT if is_supported else (0.0, ""),
    ]
    reasons = tuple(f"{value:+.2f} {name}" for value, name in features if value)
    return Confidence(_clip(sum(value for value, _ in features)), reasons)


def _clip(score: float) -> float:
    return round(min(1.0, max(0.0, score)), 3)
