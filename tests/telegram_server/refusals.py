"""What the Bot API says when it refuses a call."""

from __future__ import annotations

from typing import Any

JSON = dict[str, Any]


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure of the server
    """A call that Telegram refuses.

    Args:
        code: the HTTP status, which is also ``error_code``.
        description: the sentence in ``description``.
        retry_after: seconds to wait, for 429.
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def body(self) -> JSON:
        """Return the JSON object that Telegram answers with."""
        body: JSON = {"ok": False, "error_code": self.code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad(description: str) -> Refused:
    """Return a 400 with this description."""
    return Refused(400, f"Bad Request: {description}")


def too_many(retry_after: int) -> Refused:
    """Return a 429 that asks to wait ``retry_after`` seconds."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after)
