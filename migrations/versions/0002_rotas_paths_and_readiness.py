"""Rotas, other paths, readiness, the month's pushes, breaks and links to the case page"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "duty",
        sa.Column("seq", SERIAL, autoincrement=True, nullable=False),
        sa.Column("office", TEXT(), nullable=False),
        sa.Column("officer", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("hours", TEXT(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(op.f("ix_duty_office"), "duty", ["office"])
    op.create_table(
        "path",
        sa.Column("id", TEXT(), nullable=False),
        sa.Column("owner", TEXT(), nullable=False),
        sa.Column("kind", TEXT(), nullable=False),
        sa.Column("name", TEXT(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_path_owner"), "path", ["owner"])
    op.create_table(
        "phone_link",
        sa.Column("hash", TEXT(), nullable=False),
        sa.Column("officer", TEXT(), nullable=False),
        sa.Column("number", TEXT(), nullable=False),
        sa.Column("office", TEXT(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index(op.f("ix_phone_link_officer"), "phone_link", ["officer"])
    op.create_table(
        "quota",
        sa.Column("month", TEXT(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=True),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.Column("counted_then", sa.BigInteger(), nullable=False),
        sa.Column("warned", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month"),
    )
    op.create_table(
        "readiness",
        sa.Column("to", TEXT(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("delay", sa.BigInteger(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("red_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("to"),
    )
    op.create_table(
        "rest",
        sa.Column("user", TEXT(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user"),
    )
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("alert", TEXT(), nullable=True))
        outbox.add_column(sa.Column("office", TEXT(), nullable=True))
        outbox.add_column(sa.Column("recipients", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("binding") as binding:
        binding.add_column(sa.Column("members", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("session") as session:
        session.add_column(sa.Column("until", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for table, columns in {
        "session": ["until"],
        "binding": ["members"],
        "outbox": ["recipients", "office", "alert"],
    }.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.drop_column(column)
    for table in ("rest", "readiness", "quota", "phone_link", "path", "duty"):
        op.drop_table(table)
