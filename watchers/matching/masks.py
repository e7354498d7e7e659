"""Concepts as bits: the grammar asks thousands of times a text whether a tag is one of several.

`BIT` is made from the constants below, so a concept without its line here fails at import.
"""

from __future__ import annotations

from config.concepts import Concept
from config.vocabulary import Rank

CLAIMANT = 1 << 0
PREDECESSOR = 1 << 1
SENDER = 1 << 2
CAPITAL = 1 << 3
HOME_CITY = 1 << 4
PLACE = 1 << 5
ENVOY_NAME = 1 << 6
MINISTRY = 1 << 7
HEAD_OF_STATE = 1 << 8
OFFICIAL = 1 << 9
SOURCES = 1 << 10
NOBODY = 1 << 11
COUNTRIES = 1 << 12
OUTSIDER = 1 << 13
EMBASSY = 1 << 14
CONSULATE = 1 << 15
MISSION = 1 << 16
PERMANENT_MISSION = 1 << 17
PRESENCE = 1 << 18
SEAT = 1 << 19
AMBASSADOR = 1 << 20
CHARGE = 1 << 21
MINISTER_COUNSELLOR = 1 << 22
FIRST_SECRETARY = 1 << 23
SECOND_SECRETARY = 1 << 24
THIRD_SECRETARY = 1 << 25
CONSUL_GENERAL = 1 << 26
CONSUL = 1 << 27
CONSULAR_OFFICER = 1 << 28
PERMANENT_REPRESENTATIVE = 1 << 29
ENVOY = 1 << 30
STAFF = 1 << 31
CREDENTIALS = 1 << 32
ACCREDITATION = 1 << 33
SERVICES = 1 << 34
DOCUMENTS = 1 << 35
RELATIONS = 1 << 36
AMBASSADOR_LEVEL = 1 << 37
TERM = 1 << 38
FLAG = 1 << 39
OTHER_LIST = 1 << 40
ACCEPT = 1 << 41
ACCREDIT = 1 << 42
RECEIVE = 1 << 43
PRESENT = 1 << 44
RECOGNISE = 1 << 45
RECOGNITION = 1 << 46
HOIST = 1 << 47
GRANT = 1 << 48
HAND_OVER = 1 << 49
GIVE = 1 << 50
TAKE_OVER = 1 << 51
TAKE_CHARGE = 1 << 52
CLOSE = 1 << 53
STOP = 1 << 54
OPEN = 1 << 55
RESUME = 1 << 56
APPOINT = 1 << 57
SEND = 1 << 58
ARRIVE = 1 << 59
DISMISS = 1 << 60
RESIGN = 1 << 61
END = 1 << 62
LEAVE = 1 << 63
EXPEL = 1 << 64
REFUSE = 1 << 65
REVOKE = 1 << 66
DEFER = 1 << 67
INVALID = 1 << 68
UPGRADE = 1 << 69
DOWNGRADE = 1 << 70
RELOCATE = 1 << 71
NOT = 1 << 72
PLAN = 1 << 73
TO_DO = 1 << 74
MAYBE = 1 << 75
DENY = 1 << 76
PREMATURE = 1 << 77
SAY = 1 << 78
CLAIM = 1 << 79
ASK = 1 << 80
URGE = 1 << 81
IF = 1 << 82
FIRST = 1 << 83
STILL = 1 << 84
OLD = 1 << 85
SOON = 1 << 86
DECIDE = 1 << 87
PASSIVE = 1 << 88
NO_COMMENT = 1 << 89
ANTERIOR = 1 << 90
AFTER = 1 << 91
LIKE = 1 << 92
MUTUAL = 1 << 93
TALK = 1 << 94
NEW = 1 << 95
FORMER = 1 << 96
ACTING = 1 << 97
DESIGNATE = 1 << 98
IN = 1 << 99
TOWARD = 1 << 100
OF = 1 << 101
BY = 1 << 102
AS = 1 << 103
AND = 1 << 104
OWN = 1 << 105

BIT: dict[Concept, int] = {concept: globals()[concept.name] for concept in Concept}

EMBASSIES = EMBASSY | CONSULATE | MISSION | PERMANENT_MISSION
MISSIONS = EMBASSIES | PRESENCE
RANK_OF: dict[int, Rank] = {
    AMBASSADOR: Rank.AMBASSADOR,
    CHARGE: Rank.CHARGE,
    MINISTER_COUNSELLOR: Rank.MINISTER_COUNSELLOR,
    FIRST_SECRETARY: Rank.FIRST_SECRETARY,
    SECOND_SECRETARY: Rank.SECOND_SECRETARY,
    THIRD_SECRETARY: Rank.THIRD_SECRETARY,
    CONSUL_GENERAL: Rank.CONSUL_GENERAL,
    CONSUL: Rank.CONSUL,
    CONSULAR_OFFICER: Rank.CONSULAR_OFFICER,
    PERMANENT_REPRESENTATIVE: Rank.PERMANENT_REPRESENTATIVE,
}
RANKED = sum(RANK_OF)
RANKS = RANKED | ENVOY
OWNERS = CLAIMANT | PREDECESSOR | SENDER
HOME = SENDER | CAPITAL | HOME_CITY
ACTS = (
    ACCEPT
    | ACCREDIT
    | RECEIVE
    | PRESENT
    | RECOGNISE
    | RECOGNITION
    | HAND_OVER
    | GIVE
    | TAKE_OVER
    | TAKE_CHARGE
    | CLOSE
    | STOP
    | OPEN
    | RESUME
    | APPOINT
    | SEND
    | ARRIVE
    | DISMISS
    | RESIGN
    | END
    | LEAVE
    | EXPEL
    | REFUSE
    | REVOKE
    | DEFER
    | INVALID
    | UPGRADE
    | DOWNGRADE
    | RELOCATE
    | PREMATURE
    | HOIST
    | ACCREDITATION
    | GRANT
)
ACTORS = OWNERS | RANKS | MISSIONS | PLACE | CAPITAL | ENVOY_NAME | NOBODY | COUNTRIES


def rank_of(bits: int) -> Rank | None:
    """The rank a tag names; None where it leaves it open."""
    return next((rank for bit, rank in RANK_OF.items() if bits & bit), None)
