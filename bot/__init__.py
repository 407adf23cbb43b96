"""The gateway: channels, conversations, the desk and delivery."""
