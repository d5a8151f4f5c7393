"""The method that lets the bot download a file."""

from __future__ import annotations

from ..calls import Call
from ..media import DOWNLOAD_LIMIT
from ..refusals import JSON, bad
from ..world import World
from .sending import Method


def get_file(world: World, call: Call) -> JSON:
    """Return where a file of up to 20 MB can be downloaded."""
    name = call.text("file_id")
    if not name:
        raise bad("file_id not specified")
    file = world.files.get(name)
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.data) > DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return {**file.described(), "file_path": file.path}


METHODS: dict[str, Method] = {"getFile": get_file}
