"""Builds: immutable, numbered indexes made from the catalogue; exactly one is live.

``home/builds/N`` holds one build; ``home/builds/live`` names the live one. A build is written in a folder
of its own, settled on the disk, renamed to its number, and only then does the pointer move: whatever
stops the maker, the old build stays live and whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index import files, snapshot
from index.encoder import Encoder
from index.entries import Entry, VoiceLike, encoded_text, entries
from index.opened import Build, BuildError, open_folder, read_manifest
from index.ready import FORMAT
from index.shipped import shipped_directions
from knowledge.model import Knowledge
from knowledge.voices import voices as shipped_voices

__all__ = ["Build", "BuildError", "BuildReport", "Progress", "live_number", "make_build", "open_build"]

KEPT = 5
Progress = Callable[[str, int, int], None]
"""Called with a phase (``encode``, ``write``), what is done and what there is to do."""
_MAKING = ".making-"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `make_build` did.

    Args:
        number: the live build's number.
        changed: False where documents, model and format were those of the live build: nothing was made.
        entries: texts in the build, staff voices included.
        descriptors: statements at a level in it.
        skills: skills in it, attributes included.
        encoded: texts that had to be encoded; the others came from the cache or with Rung.
        seconds: time taken.
    """

    number: int
    changed: bool
    entries: int
    descriptors: int
    skills: int
    encoded: int
    seconds: float


def make_build(
    home: Path,
    knowledge: Knowledge,
    encoder: Encoder,
    progress: Progress | None = None,
    voices: Sequence[VoiceLike] | None = None,
) -> BuildReport:
    """Make a build and let it go live, or find that nothing changed.

    Args:
        home: RUNG_HOME; builds are under ``home/builds``.
        knowledge: the merged catalogue.
        encoder: turns texts into vectors.
        progress: told how far it is.
        voices: staff voices; None takes those that Rung ships, unless the model was trained on them.

    Raises:
        BuildError: the catalogue is empty, another process is building, or the disk refuses.
    """
    started = time.monotonic()
    if not knowledge.skills:
        raise BuildError(
            "no skill is known yet, so there is nothing to build: hand in a document with `rung add FILE`"
        )
    builds = home / "builds"
    with _only_builder(builds), _disk_trouble():
        _sweep(builds)
        content = snapshot.to_json(knowledge)
        listed = entries(knowledge, _voices_for(encoder.model) if voices is None else voices)
        print_ = _fingerprint(content, listed, encoder.model)
        live = _unchanged(home, print_)
        if live:
            return _report(live, False, 0, started)
        manifest = _make(builds, content, listed, encoder, print_, progress or (lambda *_: None))
        return _report(manifest, True, manifest["encoded"], started)


def _voices_for(model: str) -> Sequence[VoiceLike]:
    """A model with trained directions has the voices in them: encoding 14,000 messages would add minutes."""
    return () if shipped_directions(model) else shipped_voices()


def open_build(home: Path, number: int | None = None) -> Build:
    """Open a build: the live one, or one of the last five by number.

    Raises:
        BuildError: there is none, or its files are damaged or of another version of Rung.
    """
    wanted = live_number(home) if number is None else number
    if wanted is None:
        raise BuildError("there is no build yet: run `rung build`")
    folder = home / "builds" / str(wanted)
    if not folder.is_dir():
        raise BuildError(
            f"build {wanted} is not there any more: Rung keeps the last {KEPT}; run `rung build`"
        )
    return open_folder(folder, wanted, FORMAT)


def live_number(home: Path) -> int | None:
    """Return the number of the live build, or None where there is none yet.

    Raises:
        BuildError: the pointer to the live build cannot be read.
    """
    pointer = home / "builds" / "live"
    try:
        return int(pointer.read_text("ascii"))
    except FileNotFoundError:
        return None
    except (ValueError, OSError):
        raise BuildError(
            "the file that names the live build cannot be read: run `rung build` again"
        ) from None


def _unchanged(home: Path, fingerprint: str) -> dict[str, Any] | None:
    """Return the live build's manifest where it has this fingerprint and its files are whole."""
    try:
        number = live_number(home)
        manifest = read_manifest(home / "builds" / str(number), number, FORMAT) if number else None
    except BuildError:
        return None
    return manifest if manifest and manifest["fingerprint"] == fingerprint else None


def _make(
    builds: Path, content: str, listed: list[Entry], encoder: Encoder, fingerprint: str, progress: Progress
) -> dict[str, Any]:
    before = _count(encoder)
    unique, rows = _unique([encoded_text(entry) for entry in listed])
    vectors = encoder.encode(unique, lambda done: progress("encode", done, len(unique)))
    folder = Path(tempfile.mkdtemp(prefix=_MAKING, dir=builds))
    _write(folder, content, listed, rows, vectors, progress)
    manifest = _manifest(content, listed, encoder.model, fingerprint, _count(encoder) - before)
    manifest["number"] = _next_number(builds)
    _write_manifest(folder, manifest)
    progress("write", 4, 4)
    _publish(builds, folder, manifest["number"])
    return manifest


def _write(
    folder: Path,
    content: str,
    listed: list[Entry],
    rows: NDArray[np.int32],
    vectors: NDArray[np.float32],
    progress: Progress,
) -> None:
    progress("write", 0, 4)
    files.write_vectors(folder, vectors)
    progress("write", 1, 4)
    files.write_texts(folder, listed, rows)
    progress("write", 2, 4)
    files.write_letters(folder, listed)
    progress("write", 3, 4)
    (folder / files.KNOWLEDGE).write_text(content, "utf-8")


def _count(encoder: Encoder) -> int:
    return int(getattr(encoder, "encoded", 0))


def _unique(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    places: dict[str, int] = {}
    rows = [places.setdefault(text, len(places)) for text in texts]
    return list(places), np.array(rows, np.int32)


def _fingerprint(content: str, listed: Sequence[Entry], model: str) -> str:
    digest = hashlib.sha256(f"{FORMAT}\n{model}\n{content}\n".encode())
    for entry in listed:
        if entry.kind == "chat":
            digest.update(f"{entry.skill}\t{entry.level}\t{entry.text}\n".encode())
    return digest.hexdigest()


def _manifest(
    content: str, listed: Sequence[Entry], model: str, fingerprint: str, encoded: int
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "model": model,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint,
        "documents": dict(json.loads(content)["documents"]),
        "entries": len(listed),
        "descriptors": sum(entry.is_statement for entry in listed),
        "skills": len(files.groups(listed)),
        "encoded": encoded,
    }


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    written = sorted(folder.iterdir())
    for file in written:
        files.settle(file)
    manifest["files"] = {file.name: files.checksum(file) for file in written}
    (folder / files.MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
    files.settle(folder / files.MANIFEST)
    files.settle(folder)


def _publish(builds: Path, folder: Path, number: int) -> None:
    folder.chmod(0o755)
    folder.rename(builds / str(number))
    files.settle(builds)
    pointer = builds / f"{_MAKING}live"
    pointer.write_text(f"{number}\n", "ascii")
    files.settle(pointer)
    pointer.replace(builds / "live")
    files.settle(builds)
    for old in sorted(_numbers(builds))[:-KEPT]:
        if old != number:
            shutil.rmtree(builds / str(old), ignore_errors=True)


def _numbers(builds: Path) -> list[int]:
    return [int(path.name) for path in builds.iterdir() if path.name.isdecimal() and path.is_dir()]


def _next_number(builds: Path) -> int:
    return max(_numbers(builds), default=0) + 1


def _sweep(builds: Path) -> None:
    """Remove what a stopped builder left; the lock says that none is at work."""
    for left in builds.glob(f"{_MAKING}*"):
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def _report(manifest: dict[str, Any], changed: bool, encoded: int, started: float) -> BuildReport:
    return BuildReport(
        number=manifest["number"],
        changed=changed,
        entries=manifest["entries"],
        descriptors=manifest["descriptors"],
        skills=manifest["skills"],
        encoded=encoded,
        seconds=time.monotonic() - started,
    )


@contextmanager
def _only_builder(builds: Path) -> Iterator[None]:
    with _disk_trouble():
        builds.mkdir(parents=True, exist_ok=True)
        lock = FileLock(builds / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BuildError(
                "another build is being made right now: wait until it is done, then try again"
            ) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _disk_trouble() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BuildError(
            f"the build could not be written ({error.strerror or error}): the old one stays live"
        ) from None
