"""What customers do on Telegram, on its way to the log."""
