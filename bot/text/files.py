"""What Rung says about files that it cannot read, in English."""

from __future__ import annotations

_UNREADABLE: dict[str, str] = {
    "empty": "That file is empty. Please send it again, or tell me in a message what you do.",
    "too-large": "That file is larger than 20 MB, more than I can fetch. Send only the pages that say what"
    " you do, or paste them into a message.",
    "too-slow": "That file is too much for me to read. Send only the pages that say what you do, or paste"
    " them into a message.",
    "damaged": "I couldn't open that file; it seems to be damaged. Please save it again as PDF, DOCX or"
    " TXT, or paste its text into a message.",
    "encrypted": "That file has a password, so I can't open it. Save a copy without one, or paste its text"
    " into a message.",
    "scanned": "That PDF is a picture of pages, and I can read text only. Paste what it says you do into a"
    " message, or send the document it was made from.",
    "no-text": "I found no text in that file. Paste what it says you do into a message.",
    "old-office": "That document is in an old Office format. Save it as .docx or PDF and send it again.",
    "rich-text": "That is rich text (.rtf), which I can't read. Save it as .docx, PDF or plain text and"
    " send it again.",
    "picture": "That is a picture, and I can read text only. Type or paste what it says you do.",
    "unknown": "I don't know that kind of file. Send your job description as PDF, DOCX or TXT, or paste it"
    " into a message.",
    "unsafe": "That document is built in a way no word processor does it, so I've left it closed. Save it"
    " again as PDF, or paste its text into a message.",
    "no-duties": "I read that file, and found nothing in it that says what you do. Tell me in a message:"
    " three to five things are best.",
}


def unreadable(reason: str) -> str:
    """Say why nothing can be read from a file, and what to do.

    Args:
        reason: see `knowledge.model.DocumentError`.
    """
    return _UNREADABLE.get(reason, _UNREADABLE["unknown"])
