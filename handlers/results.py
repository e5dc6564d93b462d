"""What the console hears of a command: it was carried out, or why nothing has changed."""

from handlers.commands import AnyResult, Done, NotAllowed, Taken
from handlers.effects import Answered, Effect
from handlers.lane import Lane, Turned
from models.case import Answerer


def done(lane: Lane, *effects: Effect) -> Turned:
    return lane, (*effects, Answered(Done()))


def refused(lane: Lane, result: AnyResult | str) -> Turned:
    """Nothing has changed; a bare string is a message id of the catalogues."""
    return lane, (Answered(NotAllowed(result) if isinstance(result, str) else result),)


def held_by_another(lane: Lane, holder: Answerer | None, unclaimed: str) -> Turned:
    """The conversation is not theirs: somebody else has it, or nobody."""
    return refused(lane, Taken(holder.operator) if holder else unclaimed)
