"""What is written in Slack, on its way to the log."""
