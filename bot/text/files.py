"""Messages about files that cannot be read."""

from __future__ import annotations

_UNREADABLE: dict[str, str] = {
    "empty": "That file is empty. Please send it again, or tell me in a message what you do.",
    "too-large": "That file is larger than 20 MB, the most I can download. Please send only the pages about"
    " your work, or paste them into a message.",
    "too-slow": "That file is too long for me. Please send only the pages about your work, or paste them"
    " into a message.",
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
    "unsafe": "That document has an unusual structure, so I didn't open it. Please save it again as PDF, or"
    " paste its text into a message.",
    "no-duties": "I read that file, and found nothing in it that says what you do. Tell me in a message:"
    " three to five things are best.",
}


def unreadable(reason: str) -> str:
    """Explain why a file cannot be read, and what to do.

    Args:
        reason: see `knowledge.model.DocumentError`.
    """
    return _UNREADABLE.get(reason, _UNREADABLE["unknown"])
