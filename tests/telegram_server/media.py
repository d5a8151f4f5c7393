"""Files: what people and the bot send, checked as Telegram checks it."""

from __future__ import annotations

import io
import secrets
import warnings
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from .refusals import JSON, bad

MEGABYTE = 2**20
PHOTO_LIMIT = 10 * MEGABYTE
DOCUMENT_LIMIT = 50 * MEGABYTE
DOWNLOAD_LIMIT = 20 * MEGABYTE
# From the documentation of sendPhoto: width and height in total, and their ratio.
PHOTO_SIDES = 10_000
PHOTO_RATIO = 20


@dataclass(frozen=True)
class Upload:
    """A file that came with a call, or that a person sends."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class StoredFile:
    """A file Telegram keeps.

    Args:
        file_id: what the bot names it by.
        unique: ``file_unique_id``.
        name: the name it was sent under.
        mime: its media type.
        data: its bytes.
        path: where the bot downloads it, under ``/file/bot<token>/``.
        kind: photo, document, sticker and so on.
        width: of a picture, in pixels.
        height: of a picture, in pixels.
    """

    file_id: str
    unique: str
    name: str
    mime: str
    data: bytes
    path: str
    kind: str
    width: int = 0
    height: int = 0

    def described(self) -> JSON:
        """Return the fields that every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique, "file_size": len(self.data)}


def stored(upload: Upload, kind: str, number: int, checked: bool) -> StoredFile:
    """Return a file as Telegram keeps it, ``checked`` for its kind.

    Raises:
        Refused: where it is empty, too big, or no picture where one is asked for.
    """
    if checked and not upload.data:
        raise bad("file must be non-empty")
    width, height = picture_size(upload.data) if kind == "photo" else (0, 0)
    if checked and len(upload.data) > DOCUMENT_LIMIT:
        raise bad("file is too big")
    suffix = "." + upload.name.rsplit(".", 1)[1] if "." in upload.name else ""
    return StoredFile(
        file_id=f"{kind[:2].upper()}ac{secrets.token_urlsafe(36)}",
        unique=f"AQ{secrets.token_urlsafe(9)}",
        name=upload.name,
        mime=upload.mime,
        data=upload.data,
        path=f"{kind}s/file_{number}{suffix}",
        kind=kind,
        width=width,
        height=height,
    )


def picture_size(data: bytes) -> tuple[int, int]:
    """Return a picture's width and height in pixels.

    Raises:
        Refused: where it is no picture, or one that Telegram does not take as a photo.
    """
    if len(data) > PHOTO_LIMIT:
        raise bad("file is too big for a photo; the maximum size is 10485760 bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data)) as image:
                image.load()
                width, height = image.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning):
        raise bad("IMAGE_PROCESS_FAILED") from None
    if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    return width, height


def shown(file: StoredFile) -> JSON:
    """Return the fields of a message that show a file."""
    if file.kind == "photo":
        return {"photo": _sizes(file)}
    if file.kind == "sticker":
        return {"sticker": file.described() | _STICKER}
    if file.kind == "voice":
        return {"voice": file.described() | {"duration": 3, "mime_type": file.mime}}
    return {"document": file.described() | {"file_name": file.name, "mime_type": file.mime}}


_STICKER: JSON = {
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
    "emoji": "\U0001f44d",
    "set_name": "Waves",
}


def _sizes(file: StoredFile) -> list[JSON]:
    """Return the photo in the sizes Telegram makes of it, the largest last; all of them are the same file."""
    most = max(file.width, file.height)
    sides = [side for side in (90, 320, 800) if side < most] + [most]
    return [
        file.described()
        | {"width": max(1, file.width * side // most), "height": max(1, file.height * side // most)}
        for side in sides
    ]
