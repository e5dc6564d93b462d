"""A binding code is good once, however many send it, and when."""

import sqlalchemy as sa

from bot.rows import BINDING
from tests.town import Town


def bound(town: Town) -> list[str]:
    with town.service.store.read() as connection:
        return list(connection.scalars(sa.select(BINDING.c.to).where(BINDING.c.active)))


def test_two_who_send_it_in_the_same_moment(town: Town):
    code = town.code("TH-50")
    first, second = town.citizen("a"), town.citizen("b")
    town.hears(
        *(
            {
                "type": "message",
                "source": {"type": "user", "userId": each.phone.user_id},
                "message": {"type": "text", "id": str(n), "text": code},
            }
            for n, each in enumerate((first, second), 1)
        )
    )
    assert bound(town) == [first.phone.user_id]


def test_a_spent_code_binds_nobody_later(town: Town):
    code = town.code("TH-50")
    town.citizen("a").says(code)
    before = bound(town)
    town.citizen("b").says(code)
    assert bound(town) == before
    assert len(before) == 1


def test_a_group_gets_no_persons_code_and_a_person_no_groups(town: Town):
    person = town.citizen("a")
    group = town.group("g", person)
    town.invites_bot(group)
    person.in_group(group).says(town.code("TH-50"))
    person.says(town.code("TH-50", group=True))
    assert bound(town) == []
