"""The policy is edited while the service runs: checked, versioned, audited, and taken over by itself."""

from dataclasses import replace

import msgspec
import pytest
import sqlalchemy as sa

from bot.policy import BadPolicyError, load_policy, mistakes, read_policy, save_policy, write_policy
from bot.rows import AUDIT, POLICY
from models.incident import Priority
from models.policy import Ladder, Policy, Rung, RungAct
from models.times import MINUTE
from tests.town import Town

A = RungAct
BAD = {
    "no first rung": Ladder((Rung(MINUTE, (A.REMIND,)),), MINUTE),
    "no rung at all": Ladder((), MINUTE),
    "descending": Ladder((Rung(0, (A.SIREN,)), Rung(5, (A.REMIND,)), Rung(5, (A.REMIND,))), MINUTE),
    "an idle rung": Ladder((Rung(0, ()), Rung(5, (A.REMIND,))), MINUTE),
    "an end that tells nobody": Ladder((Rung(0, (A.SIREN,)), Rung(5, (A.TRUTH,))), MINUTE),
    "a flood": Ladder((Rung(0, (A.REMIND,)),), 1000),
    "strange hours": Ladder((Rung(0, (A.REMIND,)),), MINUTE, "sometimes"),
}


def test_the_defaults_are_sound():
    assert list(mistakes(Policy())) == []


@pytest.mark.parametrize("ladder", BAD.values(), ids=BAD)
def test_a_ladder_that_could_end_or_flood_is_refused(ladder: Ladder):
    policy = replace(Policy(), ladders={**Policy().ladders, Priority.P1: ladder})
    assert list(mistakes(policy))


def test_missing_priorities_and_nought_are_refused():
    assert list(mistakes(replace(Policy(), conversations={})))
    assert list(mistakes(replace(Policy(), lease_taken=0)))
    assert list(mistakes(replace(Policy(), push_reserve=101)))
    assert list(mistakes(replace(Policy(), raise_wait=0))) == []


def test_json_there_and_back():
    assert read_policy(write_policy(Policy())) == Policy()
    assert read_policy(b'{"lease_taken": 60000}') == replace(Policy(), lease_taken=MINUTE)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[]",
        b'{"ladders": {}}',
        b'{"lease_taken": 0}',
        b'{"lease_takn": 1}',
        b'{"lease_taken": "soon"}',
        b'{"ladders": {"9": {}}}',
    ],
)
def test_what_is_not_a_policy_is_refused(text: bytes):
    with pytest.raises(BadPolicyError):
        read_policy(text)


def test_a_change_is_versioned_audited_and_taken_over(town: Town):
    store, service = town.service.store, town.service
    assert load_policy(store) == Policy()
    changed = replace(Policy(), lease_taken=3 * MINUTE, push_tries=7)
    save_policy(store, changed, "owner", town.clock.now())
    with pytest.raises(BadPolicyError):
        save_policy(store, replace(changed, ladders={}), "owner", town.clock.now())
    service.slow.read_policy()
    assert service.policy == service.turner.policy == load_policy(store) == changed
    assert service.poster is not None
    assert service.poster.push_tries == 7
    assert town.scalar(sa.select(POLICY.c.actor)) == "owner"
    assert town.scalar(sa.select(AUDIT.c.what)) == "policy saved"
    assert msgspec.json.decode(town.scalar(sa.select(POLICY.c.body)))["lease_taken"] == 3 * MINUTE
