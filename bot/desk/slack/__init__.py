"""Slack as a desk: cards and threads for staff, direct messages for those who ask themselves."""
