"""What the Bot API answers when it refuses a call."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]


class Refused(Exception):  # noqa: N818 - an answer, not a failure of the server
    """A call that Telegram refuses, with its HTTP status and description."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.body: JSON = {"ok": False, "error_code": code, "description": description}
        if retry_after is not None:
            self.body["parameters"] = {"retry_after": retry_after}


def bad(description: str) -> Refused:
    """Return a 400 with a description."""
    return Refused(400, f"Bad Request: {description}")
