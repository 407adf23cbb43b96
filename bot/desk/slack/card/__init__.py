"""The card of a hand-over."""
