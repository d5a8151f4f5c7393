"""The cheap look at whether there is a live build."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from index.manifest import DEFAULT_MODEL, FORMAT, is_ready


def made(home: Path, model: str, version: int = FORMAT) -> Path:
    folder = home / "builds" / "3"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"format": version, "model": model}), "utf-8")
    (home / "builds" / "live").write_text("3\n", "ascii")
    return home


def test_there_is_none_yet(tmp_path: Path) -> None:
    assert not is_ready(tmp_path, "hashing")


@pytest.mark.parametrize(
    ("model", "name", "fits"),
    [
        ("hashing-256-1", "hashing", True),
        ("hashing-256-1", DEFAULT_MODEL, False),
        (f"{DEFAULT_MODEL}@53aa+beef", "hashing", False),
        (f"{DEFAULT_MODEL}@53aa+beef", DEFAULT_MODEL, False),
        ("my-model@1234", "models/my-model", True),
        ("my-model@1234", DEFAULT_MODEL, False),
    ],
)
def test_it_fits_the_model(tmp_path: Path, model: str, name: str, fits: bool) -> None:
    assert is_ready(made(tmp_path, model), name) is fits


def test_it_fits_the_shipped_adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    adapter = tmp_path / "adapter"
    monkeypatch.setattr("index.manifest.ADAPTER", adapter)
    home = made(tmp_path, f"{DEFAULT_MODEL}@53aa")
    assert is_ready(home, DEFAULT_MODEL)
    adapter.write_bytes(b"trained")
    assert not is_ready(home, DEFAULT_MODEL)
    trained = hashlib.sha256(b"trained").hexdigest()[:12]
    (home / "builds" / "3" / "manifest.json").write_text(
        json.dumps({"format": FORMAT, "model": f"{DEFAULT_MODEL}@53aa+{trained}"}), "utf-8"
    )
    assert is_ready(home, DEFAULT_MODEL)


def test_another_version_of_rung_made_it(tmp_path: Path) -> None:
    assert not is_ready(made(tmp_path, "hashing-256-1", FORMAT + 1), "hashing")


@pytest.mark.parametrize("manifest", ["", "[]", "{}", "5"])
def test_a_damaged_one_is_made_anew(tmp_path: Path, manifest: str) -> None:
    home = made(tmp_path, "hashing-256-1")
    (home / "builds" / "3" / "manifest.json").write_text(manifest, "utf-8")
    assert not is_ready(home, "hashing")
