"""The core: what a conversation is, how a message travels, who owns it; plain Python without I/O."""
