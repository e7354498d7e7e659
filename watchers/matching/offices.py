"""Ministries and heads of state: whose they are, and where they sit."""

from __future__ import annotations

from watchers.matching import masks as m
from watchers.matching.reading import Reading


def names_an_office(reading: Reading) -> bool:
    """'The sender's (acting) foreign minister': whom a foreign envoy calls on."""
    tags = reading.tags
    offices = m.MINISTRY | m.HEAD_OF_STATE
    for index, tag in enumerate(tags):
        if tag.bits & m.SENDER:
            behind = [each for each in tags[index + 1 : index + 3] if not each.bits & m.ACTING]
            if behind and behind[0].bits & offices:
                return True
    return False


def seats_an_office(reading: Reading, index: int) -> bool:
    """'The government in X': it acts, and X is its seat."""
    office = index - 2
    if office < 0 or not reading.tags[office].bits & (m.OFFICIAL | m.MINISTRY | m.HEAD_OF_STATE):
        return False
    return reading.phraser.near(office, office + 1, 3)
