"""What a bot told Telegram about itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from .refusals import JSON


@dataclass
class Profile:
    """What the bot told Telegram about itself.

    Args:
        commands: by scope (as JSON, keys sorted) and language.
        texts: name, description and short description by kind and language.
        menus: menu buttons by chat; None is the default.
    """

    commands: dict[tuple[str, str], list[JSON]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menus: dict[int | None, JSON] = field(default_factory=dict)
