"""Builds: immutable, numbered indexes made from the catalogue; exactly one is live.

``home/builds/N`` holds one build; ``home/builds/live`` names the live one (`index.builds`). A build is
written in a folder of its own, settled on the disk and renamed to its number; going live is a step of its own
(`index.publishing`): whatever stops the maker, the old build stays live and whole.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import build_files, builds, knowledge_json, publishing
from index.build import Build, BuildError, open_folder, read_manifest
from index.builds import builds_of, live_number
from index.encoder import Encoder
from index.entries import VoiceLike, encoded_text, entries
from index.feedback import Learnt, read_learnt
from index.large import LARGE
from index.large.writing import LargeMaking
from index.ready import FORMAT
from index.roles import role_texts, role_vectors
from index.trained_weights import shipped_directions
from knowledge.model import Knowledge
from knowledge.voices import voices as shipped_voices

__all__ = ["Build", "BuildError", "BuildReport", "Progress", "live_number", "make_build", "open_build"]

Progress = Callable[[str, int, int], None]
"""Called with a phase (``encode``, ``write``), what is done and what there is to do."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `make_build` did.

    Args:
        number: of the build made, or of the one that says all this already.
        changed: False where documents, model and format were those of a build that is there: nothing was
            made.
        entries: texts in the build, staff voices included.
        descriptors: statements at a level in it.
        skills: skills in it, attributes included.
        encoded: texts that had to be encoded; the others came from the cache or with Rung.
        seconds: time taken.
        live: whether it is the live build.
    """

    number: int
    changed: bool
    entries: int
    descriptors: int
    skills: int
    encoded: int
    seconds: float
    live: bool = True


def make_build(
    home: Path,
    knowledge: Knowledge,
    encoder: Encoder,
    progress: Progress | None = None,
    voices: Sequence[VoiceLike] | None = None,
    *,
    publish: bool = True,
    learnt: Learnt | None = None,
    large_from: int = LARGE,
) -> BuildReport:
    """Make a build, or find that nothing changed.

    Args:
        home: RUNG_HOME; builds are under ``home/builds``.
        knowledge: the merged catalogue.
        encoder: turns texts into vectors.
        progress: told how far it is.
        voices: staff voices; None takes those that Rung ships, unless the model was trained on them.
        publish: let it go live at once. The commands say False: there a build goes live through the gate
            (`index.gate`).
        learnt: from reviews; None carries on what the live build learnt.
        large_from: descriptors from which it is made as a large build (`index.large`).

    Raises:
        BuildError: the catalogue is empty, another process is building, or the disk refuses.
    """
    started = time.monotonic()
    if not knowledge.skills:
        raise BuildError(
            "no skill is known yet, so there is nothing to build: hand in a document with `rung add FILE`"
        )
    with builds.only_one(home):
        builds.sweep(home)
        large = len(knowledge.descriptors) >= large_from
        making = (LargeMaking if large else _Making)(
            knowledge, _voices_for(encoder.model) if voices is None else voices, encoder
        )
        learnt = carried(home, encoder.model) if learnt is None else learnt
        print_ = _fingerprint(making, encoder.model, learnt)
        same = _unchanged(home, print_)
        manifest = same or _make(home, making, encoder, learnt, print_, progress or (lambda *_: None))
        if publish and manifest["number"] != _pointed(home):
            publishing.move(home, manifest["number"])
    return _report(home, manifest, same is None, started)


def _voices_for(model: str) -> Sequence[VoiceLike]:
    """A model with trained directions has the voices in them: encoding 14,000 messages would add minutes."""
    return () if shipped_directions(model) else shipped_voices()


def open_build(home: Path, number: int | None = None) -> Build:
    """Open a build: the live one, or another by number.

    Raises:
        BuildError: there is none, or its files are damaged or of another version of Rung.
    """
    wanted = live_number(home) if number is None else number
    if wanted is None:
        raise BuildError("there is no build yet: run `rung build`")
    folder = builds_of(home) / str(wanted)
    if not folder.is_dir():
        raise BuildError(f"build {wanted} is not there any more: see `rung builds`, or run `rung build`")
    return open_folder(folder, wanted, FORMAT)


def manifest_of(home: Path, number: int) -> dict[str, Any]:
    """Return what a build says of itself, its files checked against it.

    Raises:
        BuildError: its files are damaged or of another version of Rung.
    """
    return read_manifest(builds_of(home) / str(number), number, FORMAT)


def carried(home: Path, model: str) -> Learnt:
    """Return what the live build learnt from reviews, for the next one to carry on.

    Args:
        home: RUNG_HOME.
        model: id of the next build's encoder: what was learnt with another fits no more and is left behind.
    """
    number = _pointed(home)
    if number is None:
        return Learnt()
    try:
        manifest = manifest_of(home, number)
        if manifest["model"] != model:
            return Learnt()
        return read_learnt(builds_of(home) / str(number), manifest["files"])
    except (BuildError, OSError, ValueError, KeyError, TypeError):
        # A live build that is damaged is made anew, without what cannot be read of it.
        return Learnt()


def _unchanged(home: Path, fingerprint: str) -> dict[str, Any] | None:
    """Return the manifest of a whole build with this fingerprint: the live one's, else the newest's."""
    pointed = _pointed(home)
    others = [number for number in reversed(builds.numbers(home)) if number != pointed]
    for number in [*([pointed] if pointed else []), *others]:
        try:
            manifest = manifest_of(home, number)
        except BuildError:
            continue
        if manifest["fingerprint"] == fingerprint:
            return manifest
    return None


def _pointed(home: Path) -> int | None:
    """Return the live build's number; None too where the pointer cannot be read: it will be made anew."""
    try:
        return live_number(home)
    except BuildError:
        return None


class _Making:
    """What an ordinary build is made of, all of it in memory."""

    def __init__(self, knowledge: Knowledge, voices: Sequence[VoiceLike], encoder: Encoder) -> None:
        self._knowledge, self._encoder = knowledge, encoder
        self._content = knowledge_json.to_json(knowledge)
        self._listed = entries(knowledge, voices)

    def says(self) -> Iterator[str]:
        """Yield all that tells it from another."""
        yield self._content
        for entry in self._listed:
            if entry.kind == "chat":
                yield f"{entry.skill}\t{entry.level}\t{entry.text}"

    def write(self, folder: Path, progress: Progress) -> dict[str, Any]:
        """Write its files into a folder; return what the manifest says of them."""
        listed = self._listed
        unique, rows = _unique([encoded_text(entry) for entry in listed])
        texts = list(dict.fromkeys([*unique, *role_texts(self._knowledge)]))
        vectors = self._encoder.encode(texts, lambda done: progress("encode", done, len(texts)))
        told = dict(zip(texts, vectors, strict=True))
        role_vectors(self._knowledge, told, listed, vectors[rows]).write(folder)
        progress("write", 0, 4)
        build_files.write_vectors(folder, vectors[: len(unique)])
        progress("write", 1, 4)
        build_files.write_texts(folder, listed, rows)
        progress("write", 2, 4)
        build_files.write_letters(folder, listed)
        progress("write", 3, 4)
        (folder / build_files.KNOWLEDGE).write_text(self._content, "utf-8")
        return {
            "documents": dict(self._knowledge.documents),
            "entries": len(listed),
            "descriptors": sum(entry.is_statement for entry in listed),
            "skills": len(build_files.groups(listed)),
        }


def _make(
    home: Path,
    making: _Making | LargeMaking,
    encoder: Encoder,
    learnt: Learnt,
    fingerprint: str,
    progress: Progress,
) -> dict[str, Any]:
    before = _count(encoder)
    folder = Path(tempfile.mkdtemp(prefix=builds.MAKING, dir=builds_of(home)))
    learnt.write(folder)
    manifest = {
        "format": FORMAT,
        "model": encoder.model,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "fingerprint": fingerprint,
        **making.write(folder, progress),
    }
    manifest["encoded"] = _count(encoder) - before
    manifest["number"] = max(builds.numbers(home), default=0) + 1
    _write_manifest(folder, manifest)
    progress("write", 4, 4)
    builds.note(home, builds.Event(manifest["made_at"], publishing.account(), "made", manifest["number"]))
    folder.chmod(0o755)
    folder.rename(builds_of(home) / str(manifest["number"]))
    build_files.settle(builds_of(home))
    return manifest


def _count(encoder: Encoder) -> int:
    return int(getattr(encoder, "encoded", 0))


def _unique(texts: Sequence[str]) -> tuple[list[str], NDArray[np.int32]]:
    places: dict[str, int] = {}
    rows = [places.setdefault(text, len(places)) for text in texts]
    return list(places), np.array(rows, np.int32)


def _fingerprint(making: _Making | LargeMaking, model: str, learnt: Learnt) -> str:
    digest = hashlib.sha256(f"{FORMAT}\n{model}\n".encode())
    for part in making.says():
        digest.update(f"{part}\n".encode())
    if not learnt.nothing:
        digest.update(learnt.digest.encode())
    return digest.hexdigest()


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    written = sorted(folder.iterdir())
    for file in written:
        build_files.settle(file)
    manifest["files"] = {file.name: build_files.checksum(file) for file in written}
    large = [file for file in written if file.stat().st_size > build_files.WHOLE_UNTIL]
    manifest["spots"] = {file.name: build_files.spots(file) for file in large}
    (folder / build_files.MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False), "utf-8")
    build_files.settle(folder / build_files.MANIFEST)
    build_files.settle(folder)


def _report(home: Path, manifest: dict[str, Any], changed: bool, started: float) -> BuildReport:
    return BuildReport(
        number=manifest["number"],
        changed=changed,
        entries=manifest["entries"],
        descriptors=manifest["descriptors"],
        skills=manifest["skills"],
        encoded=manifest["encoded"] if changed else 0,
        seconds=time.monotonic() - started,
        live=manifest["number"] == _pointed(home),
    )
