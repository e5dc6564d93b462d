"""The administrator's page: who may sign in."""

import pytest
import sqlalchemy as sa

from bot.rows import AUDIT, USER
from models.people import Role

NEW = {"name": " new  one ", "role": "officer", "province": "TH-92", "password": "long enough 1"}


def test_only_an_administrator_comes_in(room):
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.OFFICER):
        browser = room.signs_in(f"a {role}", role, "TH-92")
        assert browser.gets("/people/").status == 404
        assert browser.posts("/people/", NEW).status == 404
        assert browser.posts("/people/deactivate", {"name": "a operator"}).status == 404
    assert room.signs_in("admin", Role.ADMIN).gets("/people/").status == 200


def test_adding_an_officer_of_a_province(room):
    admin = room.signs_in("admin", Role.ADMIN)
    assert admin.posts("/people/", NEW).status == 303
    text = admin.gets("/people/").text
    assert "new one เจ้าหน้าที่จังหวัด · ตรัง" in text
    assert room.browser().posts("/login", {"name": "new one", "password": NEW["password"]}).status == 303
    assert [r[0] for r in room.read(sa.select(AUDIT.c.what))] == ["user officer: new one"]


def test_only_officers_have_a_province(room):
    room.signs_in("admin", Role.ADMIN).posts("/people/", NEW | {"role": "operator"})
    assert room.read(sa.select(USER.c.province).where(USER.c.name == "new one")) == [(None,)]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"name": " "}, "โปรดใส่ชื่อผู้ใช้"),
        ({"name": "x" * 61}, "โปรดใส่ชื่อผู้ใช้"),
        ({"role": "king"}, "โปรดใส่ชื่อผู้ใช้และหน้าที่"),
        ({"province": ""}, "ต้องมีจังหวัด"),
        ({"password": "short"}, "อย่างน้อย 10 ตัว"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(room, wrong, says):
    shown = room.signs_in("admin", Role.ADMIN).posts("/people/", NEW | wrong)
    assert shown.status == 422
    assert says in shown.html.split('role="alert"')[2].split("</p>")[0]
    assert "long enough 1" not in shown.html


def test_shutting_somebody_out_ends_their_sessions_at_once(room):
    admin, somchai = room.signs_in("admin", Role.ADMIN), room.signs_in("somchai")
    admin.posts("/people/deactivate", {"name": "somchai"})
    assert somchai.gets("/").status == 303
    assert "ปิดใช้งาน" in admin.gets("/people/").text
    admin.posts("/people/activate", {"name": "somchai"})
    assert somchai.gets("/").status == 303
    assert room.comes_back("somchai").gets("/").status == 200


def test_ending_sessions_leaves_the_account(room):
    admin, somchai = room.signs_in("admin", Role.ADMIN), room.signs_in("somchai")
    admin.posts("/people/sign-out", {"name": "somchai"})
    assert somchai.gets("/").status == 303
    assert room.comes_back("somchai").gets("/").status == 200


def test_nobody_shuts_out_themselves(room):
    admin = room.signs_in("admin", Role.ADMIN)
    assert admin.posts("/people/deactivate", {"name": "admin"}).status == 422
    assert admin.gets("/people/").status == 200
