"""From a mailbox to the core."""
