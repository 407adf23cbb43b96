"""Our fake of the Telegram Bot API: its HTTP protocol, its rules and its faults, for the unmodified library."""
