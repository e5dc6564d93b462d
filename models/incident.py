"""What happened, and how urgent it is."""

from enum import IntEnum, StrEnum


class Incident(StrEnum):
    """The five official categories of ESS Help Me, and the honest sixth: "not sure"."""

    ASSAULT = "assault"
    CONFINEMENT = "confinement"
    SEXUAL_ABUSE = "sexual_abuse"
    VIOLENT_DISTURBANCE = "violent_disturbance"
    GATHERING = "gathering"
    UNSURE = "unsure"


class Priority(IntEnum):
    """P1 now; P2 recent or likely; P3 no present danger; P4 advice, or sorted lower for a while."""

    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4
