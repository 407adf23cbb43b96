"""Rasa's side of Shopdesk: training, the HTTP channel, trackers and language understanding."""
