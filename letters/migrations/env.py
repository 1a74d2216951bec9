"""Called by Alembic with a connection that is inside a transaction already."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
