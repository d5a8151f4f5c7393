"""The Telegram channel: updates in, messages out. It decides nothing about skills or levels."""

import os

# python-telegram-bot's times are timedeltas from its next version on; this asks for them now.
os.environ.setdefault("PTB_TIMEDELTA", "1")
