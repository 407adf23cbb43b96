"""Talking to Slack: its Web API, its limits, its names for people."""
