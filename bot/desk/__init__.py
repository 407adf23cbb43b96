"""Where staff work: who may come in, and what their screen shows."""
