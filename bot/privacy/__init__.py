"""Personal data in a text, found by its pattern and masked."""
