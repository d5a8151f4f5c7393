"""Make builds: immutable, numbered indexes of what the catalogue knows.

``home/builds/N`` holds one build (`index.build`). It is written in a folder of its own, settled on the disk
and renamed to its number; going live is a step of its own (`index.publication`). Whatever stops the builder,
the live build stays live and whole.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from index import build_files, builds, knowledge_json, publication
from index.builds import KNOWLEDGE, builds_of, live_or_none
from index.encoder import Encoder
from index.entries import Entry, encoded_text, entries
from index.feedback import Feedback, read_feedback
from index.manifest import FORMAT, BuildError, read_manifest, settle, write_manifest
from index.roles import role_texts, role_vectors
from knowledge.model import Knowledge

Progress = Callable[[str, int, int], None]
"""Called with a phase (``encode``, ``write``), what is done and what there is to do."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What `make_build` did.

    Args:
        number: of the build made, or of the one that says all this already.
        changed: False where documents, model and format were those of a build that is there: nothing was
            made.
        entries: texts in the build.
        descriptors: statements at a level in it.
        skills: skills in it, attributes included.
        encoded: texts that had to be encoded; the others came from the cache.
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
    *,
    publish: bool = True,
    feedback: Feedback | None = None,
) -> BuildReport:
    """Make a build, or find that nothing changed.

    Args:
        publish: let it go live at once. The commands say False: there a build goes live through the gate
            (`index.gate`).
        feedback: from reviews; None carries on that of the live build.

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
        content = knowledge_json.to_json(knowledge)
        feedback = carried(home, encoder.model) if feedback is None else feedback
        print_ = _fingerprint(content, encoder.model, feedback)
        same = _unchanged(home, print_)
        manifest = same
        if manifest is None:
            made = {"fingerprint": print_, "documents": dict(knowledge.documents)}
            progress = progress or (lambda *_: None)
            manifest = _make(home, knowledge, encoder, progress, content, feedback, made)
        if publish and manifest["number"] != live_or_none(home):
            publication.move(home, manifest["number"])
    return _report(home, manifest, same is None, started)


def manifest_of(home: Path, number: int) -> dict[str, Any]:
    """Return what a build says of itself, its files checked against it.

    Raises:
        BuildError: its files are damaged or of another version of Rung.
    """
    return read_manifest(builds_of(home) / str(number), number)


def carried(home: Path, model: str) -> Feedback:
    """Return what the live build learnt from reviews, for the next one to carry on.

    Args:
        model: id of the next build's encoder: feedback gathered with another does not fit and is left behind.
    """
    number = live_or_none(home)
    if number is None:
        return Feedback()
    try:
        manifest = manifest_of(home, number)
        if manifest["model"] != model:
            return Feedback()
        return read_feedback(builds_of(home) / str(number), manifest["files"])
    except (BuildError, OSError, ValueError, KeyError, TypeError):
        # A live build that is damaged is made anew, without what cannot be read of it.
        return Feedback()


def _unchanged(home: Path, fingerprint: str) -> dict[str, Any] | None:
    """Return the manifest of a whole build with this fingerprint: the live one's, else the newest's."""
    pointed = live_or_none(home)
    others = [number for number in reversed(builds.numbers(home)) if number != pointed]
    for number in [*([pointed] if pointed else []), *others]:
        try:
            manifest = manifest_of(home, number)
        except BuildError:
            continue
        if manifest["fingerprint"] == fingerprint:
            return manifest
    return None


def _by_framework(knowledge: Knowledge) -> Knowledge:
    """Return knowledge with each framework's skills together: a framework is a range of entries."""
    order = {name: n for n, name in enumerate(dict.fromkeys(skill.framework for skill in knowledge.skills))}
    return replace(knowledge, skills=tuple(sorted(knowledge.skills, key=lambda s: order[s.framework])))


def _fingerprint(content: str, model: str, feedback: Feedback) -> str:
    """Return what tells a build from another: all that it is made of."""
    digest = hashlib.sha256(f"{FORMAT}\n{model}\n{content}\n".encode())
    if not feedback.nothing:
        digest.update(feedback.digest.encode())
    return digest.hexdigest()


def _make(
    home: Path,
    knowledge: Knowledge,
    encoder: Encoder,
    progress: Progress,
    content: str,
    feedback: Feedback,
    made: dict[str, Any],
) -> dict[str, Any]:
    before = _count(encoder)
    folder = Path(tempfile.mkdtemp(prefix=builds.MAKING, dir=builds_of(home)))
    listed = entries(_by_framework(knowledge))
    feedback.write(folder)
    (folder / KNOWLEDGE).write_text(content, "utf-8")
    _write_vectors(folder, knowledge, listed, encoder, progress)
    manifest = write_manifest(
        folder,
        {
            "format": FORMAT,
            "model": encoder.model,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            **made,
            "entries": len(listed),
            "descriptors": sum(entry.is_statement for entry in listed),
            "skills": len(build_files.groups(listed)),
            "encoded": _count(encoder) - before,
            "number": max(builds.numbers(home), default=0) + 1,
        },
    )
    progress("write", 2, 2)
    builds.note(home, builds.Event(manifest["made_at"], publication.account(), "made", manifest["number"]))
    folder.chmod(0o755)
    folder.rename(builds_of(home) / str(manifest["number"]))
    settle(builds_of(home))
    return manifest


def _write_vectors(
    folder: Path, knowledge: Knowledge, listed: Sequence[Entry], encoder: Encoder, progress: Progress
) -> None:
    told = [encoded_text(entry) for entry in listed]
    texts = list(dict.fromkeys([*told, *role_texts(knowledge)]))
    encoded = encoder.encode(texts, lambda done: progress("encode", done, len(texts)))
    by_text = dict(zip(texts, encoded, strict=True))
    vectors = np.stack([by_text[text] for text in told])
    progress("write", 0, 2)
    role_vectors(knowledge, by_text, listed, vectors).write(folder)
    build_files.write(folder, listed, vectors)
    progress("write", 1, 2)


def _count(encoder: Encoder) -> int:
    return int(getattr(encoder, "encoded", 0))


def _report(home: Path, manifest: dict[str, Any], changed: bool, started: float) -> BuildReport:
    return BuildReport(
        number=manifest["number"],
        changed=changed,
        entries=manifest["entries"],
        descriptors=manifest["descriptors"],
        skills=manifest["skills"],
        encoded=manifest["encoded"] if changed else 0,
        seconds=time.monotonic() - started,
        live=manifest["number"] == live_or_none(home),
    )
