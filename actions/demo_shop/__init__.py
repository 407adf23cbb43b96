"""The embedded demo shop: readable files for what it says, SQLite for what customers changed."""
