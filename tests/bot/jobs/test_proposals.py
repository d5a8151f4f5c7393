"""Skills of a new framework, proposed for the crosswalk when builds are compared."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.jobs.builds import keep_link, proposals
from index.builder import make_build
from index.encoder import HashingEncoder
from knowledge.model import Knowledge
from tests.index.conftest import orchard


def homes(home: Path) -> None:
    """Make a build of SFIA alone, and one with a framework that says the same under other titles."""
    known = orchard()
    skills = [replace(s, name=f"{s.name} as a craft") if s.framework == "tsc" else s for s in known.skills]
    said = [
        replace(each, skill=f"{each.skill} as a craft") if each.framework == "tsc" else each
        for each in known.descriptors
    ]
    both = replace(known, skills=tuple(skills), descriptors=tuple(said), roles=())
    make_build(home, without_tsc(both), HashingEncoder())
    make_build(home, both, HashingEncoder())


def without_tsc(known: Knowledge) -> Knowledge:
    return replace(
        known,
        frameworks=tuple(each for each in known.frameworks if each.id != "tsc"),
        skills=tuple(each for each in known.skills if each.framework != "tsc"),
        descriptors=tuple(each for each in known.descriptors if each.framework != "tsc"),
    )


def test_proposals_when_a_framework_is_new_then_with_their_words_until_decided(tmp_path: Path) -> None:
    homes(tmp_path)
    found = proposals(tmp_path, 2, 1)
    best = next(each for each in found if each["start"] == ("sfia-9", "BEEK"))
    assert best["end"] == ("tsc", "Beekeeping as a craft") and "apiary" in best["words"]
    keep_link(tmp_path, "refused", best["start"], best["end"], "admin 1")
    left = proposals(tmp_path, 2, 1)
    assert len(left) == len(found) - 1 and best not in left


def test_proposals_when_no_framework_is_new_then_none(tmp_path: Path) -> None:
    homes(tmp_path)
    assert proposals(tmp_path, 2, 2) == [] and proposals(tmp_path, 1, None) == []
