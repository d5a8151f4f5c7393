"""``python -m bot`` is ``rung``."""

from bot.cli import main

if __name__ == "__main__":
    main()
