"""What a message says, out of the parameters of a call."""

from __future__ import annotations

from typing import Any

from .calls import Call
from .markup import parse_html
from .media import StoredFile, Upload, shown
from .refusals import JSON, bad
from .texts import CAPTION_LIMIT, TEXT_LIMIT, blank, clean, given_entities, recognised, trim, units
from .world import World


def text_of(call: Call) -> tuple[JSON, str]:
    """Return the fields ``text`` and ``entities`` of a message, and the text as it was written.

    Raises:
        Refused: where it is empty, too long, or its markup is broken.
    """
    source = call.text("text")
    if not source:
        raise bad("message text is empty")
    text, entities = _read(source, call.text("parse_mode"), call.json("entities"))
    if blank(text):
        raise bad("text must be non-empty")
    if units(text) > TEXT_LIMIT:
        raise bad("message is too long")
    return _fields("text", "entities", text, entities), source


def caption_of(source: str | None, mode: str | None, entities: Any) -> tuple[JSON, str]:
    """Return the fields ``caption`` and ``caption_entities``, and the caption as it was written.

    Raises:
        Refused: where it is too long, or its markup is broken.
    """
    text, read = _read(source or "", mode, entities)
    if units(text) > CAPTION_LIMIT:
        raise bad("message caption is too long")
    return _fields("caption", "caption_entities", text, read) if text else {}, source or ""


def said(text: str) -> JSON:
    """Return the fields of a message that a person types."""
    kept, _ = trim(clean(text), [])
    return _fields("text", "entities", kept, recognised(kept, []))


def _read(source: str, mode: str | None, entities: Any) -> tuple[str, list[JSON]]:
    cleaned = clean(source)
    if not mode:
        return _whole(cleaned, given_entities(entities, cleaned))
    if mode.lower() == "html":
        return _whole(*parse_html(cleaned))
    if mode.lower() in ("markdown", "markdownv2"):
        raise bad(f"the emulator reads HTML, not {mode}: Rung writes HTML only")
    raise bad("unsupported parse_mode")


def _whole(text: str, entities: list[JSON]) -> tuple[str, list[JSON]]:
    kept, moved = trim(text, entities)
    return kept, recognised(kept, moved)


def _fields(text_name: str, entities_name: str, text: str, entities: list[JSON]) -> JSON:
    return {text_name: text, entities_name: entities} if entities else {text_name: text}


def file_of(world: World, call: Call, name: str, kind: str) -> StoredFile:
    """Return the file that a parameter names: an upload, ``attach://`` one, or a ``file_id`` known.

    Raises:
        Refused: where there is none, or it does not do.
    """
    if name in call.files:
        return world.keep(call.files[name], kind)
    return named_file(world, call, call.text(name), name, kind)


def named_file(world: World, call: Call, value: str | None, name: str, kind: str) -> StoredFile:
    """Return the file that a text names.

    Raises:
        Refused: where there is none, or it does not do.
    """
    if not value:
        raise bad(f"there is no {name} in the request")
    if value.startswith("attach://"):
        upload: Upload | None = call.files.get(value.removeprefix("attach://"))
        if upload is None:
            raise bad(f"file {value} isn't attached to the request")
        return world.keep(upload, kind)
    known = world.files.get(value)
    if known is None:
        raise bad("wrong file identifier/HTTP URL specified")
    if known.kind != kind:
        raise bad(f"type of file mismatch: it is a {known.kind}, not a {kind}")
    return known


def media_of(world: World, call: Call, item: Any) -> tuple[JSON, StoredFile, str]:
    """Return fields, file and caption as written of an InputMedia object.

    Raises:
        Refused: where it has another shape.
    """
    if not isinstance(item, dict) or not isinstance(item.get("type"), str):
        raise bad("can't parse InputMedia: Can't find field \"type\"")
    kind = item["type"]
    if kind not in ("photo", "document"):
        raise bad(f'the emulator has no media of type "{kind}": Rung sends photos and documents')
    file = named_file(world, call, item.get("media"), "media", kind)
    caption, source = caption_of(item.get("caption"), item.get("parse_mode"), item.get("caption_entities"))
    return {**shown(file), **caption}, file, source
