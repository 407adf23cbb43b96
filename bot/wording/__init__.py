"""What the shop itself says around a conversation, one file a language."""
