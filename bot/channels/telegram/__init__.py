"""Telegram: customers' chats in, by polling or webhook; the shop's lines out."""
