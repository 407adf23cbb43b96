"""The encoder multilingual-e5-small: a text in any of a hundred languages becomes a vector of its meaning."""
