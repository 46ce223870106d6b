"""How Alembic runs the migrations: on the connection it is handed, inside that connection's transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table="clf_version")
context.run_migrations()
