"""Lines of the log, on their way to Slack."""
