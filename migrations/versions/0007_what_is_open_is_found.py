"""What is open or has no end is found along an index, however much is done"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = (
    ("outbox_undone", "outbox", "status", "done_at IS NULL"),
    ("outbox_notice", "outbox", "recipient", "kind = 'notice'"),
    ("case_responder", "case", "responder", "status != 'closed' AND responder IS NOT NULL"),
)


def upgrade() -> None:
    for name, table, column, where in INDEXES:
        op.create_index(name, table, [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, _, _ in reversed(INDEXES):
        op.drop_index(name, table)
