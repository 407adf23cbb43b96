"""The `shopdesk` command line, one command a module."""
