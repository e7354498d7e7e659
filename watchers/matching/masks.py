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
GRANT = 1 << 47
HAND_OVER = 1 << 48
GIVE = 1 << 49
TAKE_OVER = 1 << 50
TAKE_CHARGE = 1 << 51
CLOSE = 1 << 52
STOP = 1 << 53
OPEN = 1 << 54
RESUME = 1 << 55
APPOINT = 1 << 56
SEND = 1 << 57
ARRIVE = 1 << 58
DISMISS = 1 << 59
RESIGN = 1 << 60
END = 1 << 61
LEAVE = 1 << 62
EXPEL = 1 << 63
REFUSE = 1 << 64
REVOKE = 1 << 65
DEFER = 1 << 66
INVALID = 1 << 67
UPGRADE = 1 << 68
DOWNGRADE = 1 << 69
RELOCATE = 1 << 70
NOT = 1 << 71
PLAN = 1 << 72
TO_DO = 1 << 73
MAYBE = 1 << 74
DENY = 1 << 75
PREMATURE = 1 << 76
SAY = 1 << 77
CLAIM = 1 << 78
ASK = 1 << 79
URGE = 1 << 80
IF = 1 << 81
FIRST = 1 << 82
STILL = 1 << 83
OLD = 1 << 84
SOON = 1 << 85
DECIDE = 1 << 86
PASSIVE = 1 << 87
NO_COMMENT = 1 << 88
ANTERIOR = 1 << 89
AFTER = 1 << 90
LIKE = 1 << 91
MUTUAL = 1 << 92
TALK = 1 << 93
NEW = 1 << 94
FORMER = 1 << 95
ACTING = 1 << 96
DESIGNATE = 1 << 97
IN = 1 << 98
OF = 1 << 99
BY = 1 << 100
AS = 1 << 101
AND = 1 << 102
OWN = 1 << 103

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
)
ACTORS = OWNERS | RANKS | MISSIONS | PLACE | CAPITAL | ENVOY_NAME | NOBODY | COUNTRIES


def rank_of(bits: int) -> Rank | None:
    """The rank a tag names; None where it leaves it open."""
    return next((rank for bit, rank in RANK_OF.items() if bits & bit), None)
