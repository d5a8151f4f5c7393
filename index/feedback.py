"""What reviews taught a build: a calibration of the level model, and example phrases of skills.

A build holds the vector and the number of a phrase, never its words: these stay in the store, where the
person can withdraw them. ``learnt.json`` and ``examples.npz`` are only in builds that learnt something.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.calibration import Calibration

CALIBRATION, EXAMPLES = "learnt.json", "examples.npz"
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class ReviewedExamples:
    """Phrases by which people say what they do in a skill.

    Args:
        ids: the numbers of the phrases in the store.
        skills: of each, framework and key.
        vectors: float32 (phrases, d), unit rows.
    """

    ids: tuple[int, ...] = ()
    skills: tuple[tuple[str, str], ...] = ()
    vectors: Floats = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    def only(self, ids: Collection[int]) -> ReviewedExamples:
        """Return the examples of these numbers."""
        kept = [n for n, number in enumerate(self.ids) if number in ids]
        if len(kept) == len(self.ids):
            return self
        return ReviewedExamples(
            tuple(self.ids[n] for n in kept), tuple(self.skills[n] for n in kept), self.vectors[kept]
        )

    def plus(self, other: ReviewedExamples) -> ReviewedExamples:
        """Return these examples and others, by number and without duplicates."""
        new = other.only(set(other.ids) - set(self.ids))
        if not new.ids or not self.ids:
            return new if new.ids else self
        ids = (*self.ids, *new.ids)
        order = sorted(range(len(ids)), key=ids.__getitem__)
        skills, vectors = (*self.skills, *new.skills), np.vstack([self.vectors, new.vectors])
        return ReviewedExamples(tuple(ids[n] for n in order), tuple(skills[n] for n in order), vectors[order])


@dataclass(frozen=True, slots=True, eq=False)
class Feedback:
    """What coaches' decisions taught a build.

    Args:
        calibration: of the level model; None where it is as it ships.
        examples: phrases of skills.
    """

    calibration: Calibration | None = None
    examples: ReviewedExamples = field(default_factory=ReviewedExamples)

    @property
    def nothing(self) -> bool:
        """Whether it is empty."""
        return self.calibration is None and not self.examples.ids

    @property
    def digest(self) -> str:
        """Hash of what changes a build's answers."""
        told = hashlib.sha256()
        if self.calibration is not None:
            said = self.calibration.to_json()
            told.update(json.dumps([said["common"], said["families"]], sort_keys=True).encode())
        told.update(json.dumps([self.examples.ids, self.examples.skills]).encode())
        told.update(self.examples.vectors.tobytes())
        return told.hexdigest()

    def only(self, ids: Collection[int]) -> Feedback:
        """Return it with only the phrases of these numbers."""
        return replace(self, examples=self.examples.only(ids))

    def write(self, folder: Path) -> None:
        """Write it into a build's folder; write no file for an empty part."""
        if self.calibration is not None:
            told = json.dumps(self.calibration.to_json(), indent=1)
            (folder / CALIBRATION).write_text(told + "\n", "utf-8")
        if self.examples.ids:
            frameworks, skills = zip(*self.examples.skills, strict=True)
            np.savez_compressed(
                folder / EXAMPLES,
                ids=np.array(self.examples.ids, np.int64),
                frameworks=np.array(frameworks, dtype=str),
                skills=np.array(skills, dtype=str),
                vectors=self.examples.vectors,
            )


def read_feedback(folder: Path, files: Collection[str]) -> Feedback:
    """Return what `Feedback.write` wrote.

    Args:
        files: that belong to the build, by its manifest; a file that does not is not read.

    Raises:
        OSError, ValueError, KeyError, TypeError: a file is damaged.
    """
    calibration = None
    if CALIBRATION in files:
        calibration = Calibration.from_json(json.loads((folder / CALIBRATION).read_text("utf-8")))
    return Feedback(calibration, _examples(folder) if EXAMPLES in files else ReviewedExamples())


def _examples(folder: Path) -> ReviewedExamples:
    with np.load(folder / EXAMPLES, allow_pickle=False) as arrays:
        skills = zip(arrays["frameworks"].tolist(), arrays["skills"].tolist(), strict=True)
        found = ReviewedExamples(tuple(arrays["ids"].tolist()), tuple(skills), arrays["vectors"])
    if not len(found.ids) == len(found.skills) == len(found.vectors):
        raise ValueError(f"{EXAMPLES} does not fit together")
    return found
