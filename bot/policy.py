"""The policy of this service: defaults in code, changes in the versioned and audited `policy` table."""

from collections.abc import Iterator
from dataclasses import fields

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.ledger import enter
from bot.rows import POLICY, encode
from bot.store import Store
from models.incident import Priority
from models.policy import Ladder, Policy, RungAct
from models.times import DAY, MINUTE
from routing.hours import BadHours, read_hours
from routing.reason import Reason, reason
from texts.catalogue import words

SHORTEST_REPEAT = MINUTE
# Ten years of ms: what is added to a moment must still fit into the database's eight bytes.
LARGEST = 10 * 366 * DAY
HELPERS = frozenset(RungAct) - {RungAct.TRUTH, RungAct.TOP}
_decode = msgspec.json.Decoder(Policy, strict=True).decode
# May be nought: everything else that counts or lasts may not.
MAY_BE_NOUGHT = {"neighbours", "push_reserve", "raise_wait", "ack_every"}


class BadPolicyError(ValueError):
    """Why a policy is not taken: messages of the catalogues."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__(*reasons)
        self.reasons = reasons

    def said(self, lang: str) -> str:
        """One reason a line."""
        return "\n".join(words(lang, each.key, **each.values(lang)) for each in self.reasons)

    def __str__(self) -> str:
        return self.said("en")


def load_policy(store: Store) -> Policy:
    """The newest version, the defaults where there is none."""
    with store.read() as connection:
        return policy_of(connection)


def policy_of(connection: Connection) -> Policy:
    newest = connection.scalar(sa.select(POLICY.c.body).order_by(POLICY.c.version.desc()).limit(1))
    return _decode(newest) if newest else Policy()


def policy_version(connection: Connection) -> int:
    """Changes with every save: a replica that sees a new one loads the policy again."""
    return connection.scalar(sa.select(sa.func.max(POLICY.c.version))) or 0


def save_policy(store: Store, policy: Policy, actor: str, now: int) -> int:
    """The new version's number. BadPolicyError leaves everything as it was."""
    sound(policy)

    def work(connection: Connection) -> int:
        row = {"at": now, "actor": actor, "body": encode(policy)}
        version: int = connection.execute(sa.insert(POLICY).returning(POLICY.c.version), row).scalar_one()
        enter(connection, now, actor, "policy saved", version=version)
        return version

    return store.write(work)


def read_policy(text: bytes) -> Policy:
    """A policy from JSON that may be put in force; names left out keep their defaults, unknown names are refused."""
    try:
        given = msgspec.json.decode(text)
        policy = _decode(text)
    except msgspec.DecodeError as e:
        raise BadPolicyError(reason("policy-unreadable", what=str(e))) from e
    unknown = sorted(set(given) - {f.name for f in fields(Policy)})
    if unknown:
        raise BadPolicyError(reason("policy-unknown", names=", ".join(unknown)))
    return sound(policy)


def write_policy(policy: Policy) -> bytes:
    return msgspec.json.format(encode(policy), indent=2) + b"\n"


def sound(policy: Policy) -> Policy:
    wrong = tuple(mistakes(policy))
    if wrong:
        raise BadPolicyError(*wrong)
    return policy


def mistakes(policy: Policy) -> Iterator[Reason]:
    for name, ladders in (("ladders", policy.ladders), ("conversations", policy.conversations)):
        for priority in Priority:
            if priority not in ladders:
                yield reason("policy-priority-missing", where=name, priority=priority.name)
            else:
                yield from ladder_mistakes(f"{name}.{priority.name}", ladders[priority])
    for each in fields(Policy):
        value = getattr(policy, each.name)
        if isinstance(value, int) and (
            value < 0 or (value == 0 and each.name not in MAY_BE_NOUGHT and value is not False)
        ):
            yield reason("policy-nought", name=each.name)
        if isinstance(value, int) and value > LARGEST:
            yield reason("policy-too-large", name=each.name, most=str(LARGEST))
    if policy.push_reserve > 100 or any(not 0 < w <= 100 for w in policy.push_warnings):
        yield reason("policy-share")


def ladder_mistakes(where: str, ladder: Ladder) -> Iterator[Reason]:
    afters = [rung.after for rung in ladder.rungs]
    if not afters or afters[0] != 0:
        yield reason("policy-rung-first", where=where)
    if afters != sorted(set(afters)):
        yield reason("policy-rung-order", where=where)
    if any(not rung.acts for rung in ladder.rungs):
        yield reason("policy-rung-idle", where=where)
    if ladder.rungs and not HELPERS & set(ladder.rungs[-1].acts):
        yield reason("policy-rung-last", where=where)
    if ladder.then_every < SHORTEST_REPEAT:
        yield reason("policy-repeat", where=where)
    if ladder.hours and isinstance(read_hours(ladder.hours), BadHours):
        yield reason("policy-hours", where=where, hours=ladder.hours)
