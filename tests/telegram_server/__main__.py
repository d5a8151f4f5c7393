"""``python -m tests.telegram_server``: try the bot without a token."""

from .by_hand import main

main(prog_name="python -m tests.telegram_server")
