"""What the shop itself says around a conversation, in five languages."""
