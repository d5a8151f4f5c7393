"""Reads a job description that somebody sends as a file: what it says the person does, as a message.

The file is opened in a process of its own, with limits on time and memory (`knowledge.sandbox`).
"""

from __future__ import annotations

from bot.reading_files.model import FileError
from bot.reading_files.opening import activities_in
from knowledge.sandbox import StoppedError, limited

LARGEST_FILE = 20_000_000
"""Bytes: what Telegram's Bot API lets a bot fetch."""

SECONDS = 30.0
MEMORY = 2**30


def activities_of_file(name: str, data: bytes) -> str:
    """Read what somebody does from their job description.

    It waits for another process: call it from a thread.

    Args:
        name: of the file, as its sender calls it; what kind it is, its content says.
        data: a PDF, a Word document (DOCX), or text.

    Returns:
        a message as somebody could have typed it: one activity a line, at most as many and as long as the
        conversation hears at once.

    Raises:
        FileError: nothing can be read from it; its text is a sentence for the person.
    """
    if not data.strip():
        raise FileError("empty")
    if len(data) > LARGEST_FILE:
        raise FileError("too-large")
    try:
        found = limited(activities_in, name, data, seconds=SECONDS, memory=MEMORY)
    except StoppedError as stopped:
        raise FileError("too-slow" if stopped.reason in ("time", "memory") else "damaged") from stopped
    return "\n".join(f"• {activity}" for activity in found)


__all__ = ["LARGEST_FILE", "FileError", "activities_of_file"]
