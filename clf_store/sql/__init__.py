"""What is the same for all tables: connections, column types, migrations, random keys."""
