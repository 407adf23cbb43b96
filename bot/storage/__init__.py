"""The log and what is still to do, in SQLite or PostgreSQL."""
