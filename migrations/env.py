"""Alembic's environment: bot/schema.py brings the connection and has imported every table of models/tables/."""

from alembic import context
from sqlmodel import SQLModel

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    # One transaction for all steps, opened and committed by who asked: SQLite too takes back half a migration.
    transactional_ddl=False,
)
context.run_migrations()
