"""When an operator has seen what the service did not understand"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

PARKED = sa.text("parked")


def upgrade() -> None:
    op.add_column("inbox", sa.Column("seen_at", sa.BigInteger(), nullable=True))
    op.create_index("inbox_odd", "inbox", ["seen_at", "seq"], sqlite_where=PARKED, postgresql_where=PARKED)


def downgrade() -> None:
    op.drop_index("inbox_odd", "inbox")
    op.drop_column("inbox", "seen_at")
