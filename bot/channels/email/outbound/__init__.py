"""From the core to a mail server."""
