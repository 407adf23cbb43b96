"""The bot's side of a turn: asking Rasa."""
