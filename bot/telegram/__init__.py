"""The Telegram channel: updates in, messages out. It decides nothing about skills or levels."""
