"""Play conversations with the real model, as they stand in the docs.

    python scripts/demo.py chat                on the terminal; README.md
    python scripts/demo.py telegram            a new member of staff; docs/telegram.md
    python scripts/demo.py review              a coach reviews, a second one too; docs/reviews.md
    python scripts/demo.py document            an admin publishes next year's document; docs/new-document.md

Each prints its transcript; --write puts it, and its pictures, into the docs. Pictures of chats need Chromium.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1]))

from scripts.command_group import CommandGroup
from scripts.demos import chat, new_document, review, telegram


@click.group(cls=CommandGroup, help=__doc__)
def main() -> None:
    """Play conversations."""


for name, module in (("chat", chat), ("telegram", telegram), ("review", review), ("document", new_document)):
    main.add_command(module.main, name)

if __name__ == "__main__":
    main()
