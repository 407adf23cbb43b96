"""Words on their way to Slack and back."""
