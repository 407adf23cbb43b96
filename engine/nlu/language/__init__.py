"""Tells in which language a message is written, and in which the customer wants the answer."""
