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
HEAD = 1 << 31
STAFF = 1 << 32
CREDENTIALS = 1 << 33
ACCREDITATION = 1 << 34
SERVICES = 1 << 35
DOCUMENTS = 1 << 36
RELATIONS = 1 << 37
AMBASSADOR_LEVEL = 1 << 38
TERM = 1 << 39
FLAG = 1 << 40
OTHER_LIST = 1 << 41
ACCEPT = 1 << 42
ACCREDIT = 1 << 43
RECEIVE = 1 << 44
PRESENT = 1 << 45
RECOGNISE = 1 << 46
RECOGNITION = 1 << 47
HOIST = 1 << 48
GRANT = 1 << 49
HAND_OVER = 1 << 50
GIVE = 1 << 51
TAKE_OVER = 1 << 52
TAKE_CHARGE = 1 << 53
START_WORK = 1 << 54
CLOSE = 1 << 55
STOP = 1 << 56
OPEN = 1 << 57
RESUME = 1 << 58
APPOINT = 1 << 59
SEND = 1 << 60
ARRIVE = 1 << 61
DISMISS = 1 << 62
RESIGN = 1 << 63
END = 1 << 64
LEAVE = 1 << 65
EXPEL = 1 << 66
REFUSE = 1 << 67
REVOKE = 1 << 68
DEFER = 1 << 69
INVALID = 1 << 70
UPGRADE = 1 << 71
DOWNGRADE = 1 << 72
RELOCATE = 1 << 73
NOT = 1 << 74
WONT = 1 << 75
PLAN = 1 << 76
TO_DO = 1 << 77
MAYBE = 1 << 78
DENY = 1 << 79
PREMATURE = 1 << 80
SAY = 1 << 81
CLAIM = 1 << 82
ASK = 1 << 83
URGE = 1 << 84
IF = 1 << 85
FIRST = 1 << 86
STILL = 1 << 87
OLD = 1 << 88
SOON = 1 << 89
DECIDE = 1 << 90
PASSIVE = 1 << 91
NO_COMMENT = 1 << 92
ANTERIOR = 1 << 93
AFTER = 1 << 94
LIKE = 1 << 95
MUTUAL = 1 << 96
TALK = 1 << 97
NEW = 1 << 98
FORMER = 1 << 99
ACTING = 1 << 100
DESIGNATE = 1 << 101
IN = 1 << 102
TOWARD = 1 << 103
OF = 1 << 104
BY = 1 << 105
AS = 1 << 106
AND = 1 << 107
OWN = 1 << 108
AGREE = 1 << 109
WHEN = 1 << 110
THING = 1 << 111
HOLIDAY = 1 << 112
BEGIN = 1 << 113
ACCORDING = 1 << 114
BECOME = 1 << 114
THIS = 1 << 115

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
    | BEGIN
)
TRANSITIVE = ACCEPT | ACCREDIT | RECEIVE | RECOGNISE | APPOINT | SEND | DISMISS | EXPEL | REFUSE
ACTORS = OWNERS | RANKS | MISSIONS | PLACE | CAPITAL | ENVOY_NAME | NOBODY | COUNTRIES


def rank_of(bits: int) -> Rank | None:
    """The rank a tag names; None where it leaves it open."""
    return next((rank for bit, rank in RANK_OF.items() if bits & bit), None)
