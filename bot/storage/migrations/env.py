"""Runs migrations on the connection, and inside the transaction, that `bot.storage.migrate` opened."""

from alembic import context

from bot.storage.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
