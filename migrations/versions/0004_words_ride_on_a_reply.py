"""Words over the push budget ride on the reply of another row"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

RIDING = sa.text("status = 'riding'")


def upgrade() -> None:
    op.add_column("outbox", sa.Column("rides_on", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.create_index("outbox_riders", "outbox", ["rides_on"], sqlite_where=RIDING, postgresql_where=RIDING)


def downgrade() -> None:
    op.execute("UPDATE outbox SET status = 'pending' WHERE status = 'riding'")
    op.drop_index("outbox_riders", "outbox")
    op.drop_column("outbox", "rides_on")
