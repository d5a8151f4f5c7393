"""Whether there is a live build: a look that imports nothing heavy, as it precedes every chat."""

from __future__ import annotations

import json
from pathlib import Path

FORMAT = 1
"""Raise it when the files of a build or the making of entries change: older builds are then made anew."""


def is_ready(home: Path) -> bool:
    """Whether ``home`` has a live build that this version of Rung made. Its files are not checked."""
    builds = home / "builds"
    try:
        live = (builds / "live").read_text("ascii").strip()
        manifest = json.loads((builds / live / "manifest.json").read_text("utf-8"))
        return bool(manifest["format"] == FORMAT)
    except (OSError, ValueError, KeyError, TypeError):
        return False
