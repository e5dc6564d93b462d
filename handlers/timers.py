"""What may come due, by name. Most are clocks of a case (their subject is its number), two belong to a chat."""

from enum import StrEnum


class Timer(StrEnum):
    """`raise`: the field hears although the category is not known. `ladder`, `talk`: the next step of the scene's and
    of the conversation's clock. `answering`: the operator's claim. `lease`, `lease_task`, `lease_over`: the officer's.
    `return`: unreachable ends; `consent`: to closing is waited for; `review`: is it still open?

    `unbound_group`: no code has come; `bound`: the others hear who was bound.
    """

    RAISE = "raise"
    LADDER = "ladder"
    TALK = "talk"
    ANSWERING = "answering"
    LEASE = "lease"
    LEASE_TASK = "lease_task"
    LEASE_OVER = "lease_over"
    RETURN = "return"
    CONSENT = "consent"
    REVIEW = "review"
    UNBOUND = "unbound_group"
    BOUND = "bound"


OF_A_CHAT = (Timer.UNBOUND, Timer.BOUND)
OF_A_CASE = tuple(timer for timer in Timer if timer not in OF_A_CHAT)
