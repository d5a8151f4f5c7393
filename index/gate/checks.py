"""The checks of the gate, and their table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from index.build import Build, open_build
from index.builds import builds_of
from index.encoder import Encoder
from index.entries import encoded_text
from index.gate.comparison import FIGURES, CaseResult, judge_both, worse_beyond_noise
from index.gate.regression_cases import own_cases, shipped_cases
from index.manifest import BuildError
from index.training.labelled_cases import Case
from knowledge.catalogue import Catalogue, CatalogueError

LEAST_IN_FIVE = 0.5
"""Of a first build, which has none to be compared with: the tiny stand-in encoder reaches 0.8, chance 0.1."""
LEAST_CASES = 5
"""Fewer cases that a build knows say nothing of how often it is right."""
SLOWER = 2.0
QUICK_S = 0.3
"""A median answer within this is quick enough, however quick the live build is."""
BYTES_A_TEXT = 20_000
BYTES_AT_LEAST = 50_000_000
"""A build of small documents weighs about 1 MB; the real ones take about 5,000 bytes a text."""
ALL_UNTIL = 20_000
SAMPLE = 5_000
"""Above ALL_UNTIL texts a sample is checked: the exact search costs their square, and 5,000 of them miss a
fault in one text of a thousand less than once in a hundred times (0.999 ** 5000 = 0.007)."""
SAME = 1e-3
"""Cosines this close are one: texts may say the same in other letters, and large indexes keep 16 bits."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row of the gate's table.

    Args:
        passed: whether it may go live for all this says.
        limit: what was asked of it.
        note: what a person needs to know besides.
    """

    name: str
    passed: bool
    found: str
    limit: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says.

    Args:
        against: the live build it was compared with, or None.
    """

    number: int
    against: int | None
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """Whether the build may go live."""
        return all(check.passed for check in self.checks)

    def rows(self) -> list[dict[str, Any]]:
        """Return the table as JSON values, for the log."""
        return [asdict(check) for check in self.checks]


def examine(
    home: Path,
    number: int,
    encoder: Encoder,
    catalogue: Path,
    against: int | None = None,
    cases: Sequence[Case] | None = None,
) -> Verdict:
    """Examine a build.

    Args:
        against: the live build; None for the first, or where the live one cannot be used.
        cases: None takes those that ship with Rung and the organisation's own.

    Raises:
        BuildError: the build cannot be opened at all, or was made with another model.
    """
    build = open_build(home, number)
    old, why = _comparable(home, against, build)
    own = own_cases(home) if cases is None else []
    every = [*shipped_cases(), *own] if cases is None else list(cases)
    judged = judge_both(build, old, encoder, every)
    checks = [
        _documents(build, catalogue),
        _finds_itself(build, encoder),
        *(_accuracy(judged, why) if old else _good_enough(judged, why)),
        *_own(judged, {case.id for case in own}),
        *_learnt(build, old),
        _size(home, build),
        _time(judged),
    ]
    return Verdict(number, against if old else None, tuple(checks))


def _comparable(home: Path, against: int | None, build: Build) -> tuple[Build | None, str]:
    if against is None or against == build.number:
        return None, "no build is live yet" if against is None else "it is the live build"
    try:
        old = open_build(home, against)
    except BuildError as error:
        return None, f"nothing to compare with: {error}"
    if old.model != build.model:
        return None, f"nothing to compare with: build {against} was made with the model {old.model}"
    return old, ""


def _documents(build: Build, catalogue: Path) -> Check:
    documents = build.documents
    wanted = f"{len(documents)}"
    try:
        with Catalogue(catalogue) as opened:
            readings = {reading.document: reading for reading in opened.readings()}
    except CatalogueError as error:
        return Check("documents readable", False, "0", wanted, str(error))
    bad = [name for name, reading in readings.items() if name in documents and reading.errors]
    since = [n for n, sha in documents.items() if n not in readings or readings[n].sha256 != sha]
    note = f"not as in the catalogue any more: {_few(since)}" if since else ""
    return Check("documents readable", not bad, str(len(documents) - len(bad)), wanted, _few(bad) or note)


def _finds_itself(build: Build, encoder: Encoder) -> Check:
    checked, missed = lost(build, encoder)
    found = f"{checked - len(missed)} of {checked}"
    note = f"{_few([text[:60] for text in missed])}" if missed else ""
    return Check("statements find themselves", checked > 0 and not missed, found, "all", note)


def lost(build: Build, encoder: Encoder) -> tuple[int, list[str]]:
    """Return how many statements were checked, and those of them that found another first."""
    ids = np.flatnonzero(build.kinds["statement"])
    if len(ids) > ALL_UNTIL:
        ids = np.sort(np.random.default_rng(build.number).choice(ids, SAMPLE, replace=False))
    if not len(ids):
        return 0, []
    texts = [encoded_text(build.entries[n]) for n in ids.tolist()]
    vectors = encoder.encode(texts)
    best = build.files.nearest(vectors, 1)[0][:, 0]
    own = (vectors * build.files.vectors(ids)).sum(axis=1)
    return len(texts), [texts[n] for n in np.flatnonzero(own < best - SAME)]


_Pairs = Sequence[tuple[CaseResult | None, CaseResult | None]]


def _accuracy(judged: _Pairs, note: str) -> list[Check]:
    both = [(new, old) for new, old in judged if new is not None and old is not None]
    gone = [old.case.skill for new, old in judged if new is None and old is not None]
    notes = [note] if note else []
    if gone:
        notes.append(f"skills of cases that are not in it any more: {_few(sorted(set(gone)))}")
    if newcomers := Counter(name for new, _ in both for name in new.before[:1]):
        notes.append(
            f"among skills that both builds know; new ones come first in {newcomers.total()}: "
            + _few([f"{name} ({times})" for name, times in newcomers.most_common()])
        )
    note = "; ".join(notes)
    checks = []
    for name, right in FIGURES:
        now, then = [right(new) for new, _ in both], [right(old) for _, old in both]
        worse = worse_beyond_noise(now, then)
        checks.append(Check(name, not worse, _share(now), f"not below {_share(then)} beyond noise", note))
        note = ""
    return checks


def _good_enough(judged: _Pairs, note: str) -> list[Check]:
    known = [new for new, _ in judged if new is not None]
    checks = []
    for name, right in FIGURES:
        now = [right(each) for each in known]
        least = LEAST_IN_FIVE if name == "right skill in first five" and len(now) >= LEAST_CASES else 0.0
        enough = not now or sum(now) / len(now) >= least
        checks.append(Check(name, enough, _share(now), f"at least {least:.2f}" if least else "", note))
        note = ""
    return checks


def _own(judged: _Pairs, ids: set[str]) -> list[Check]:
    """An organisation adds a case because it matters: none that was right may become wrong."""
    own = [(new, old) for new, old in judged if _id(new, old) in ids]
    if not ids:
        return []
    lost_ = [_id(new, old) for new, old in own if old and old.right and not (new and new.right)]
    right = sum(1 for new, _ in own if new and new.right)
    return [Check("own cases", not lost_, f"{right} of {len(ids)} right", "none lost", _few(lost_))]


def _learnt(build: Build, old: Build | None) -> list[Check]:
    """A calibration that is new has to have helped people whose reviews it was not fitted on."""
    calibration = build.feedback.calibration
    was = old.feedback.calibration if old else None
    if calibration is None or (was is not None and was.to_json() == calibration.to_json()):
        return []
    held = calibration.held_back
    loss, limit = (float(held.get(key, {}).get("log_loss", "nan")) for key in ("learnt", "without"))
    note = f"{held.get('reviews', 0)} reviews of {held.get('people', 0)} people held back"
    return [Check("learnt from reviews", loss < limit, f"log loss {loss:.3f}", f"below {limit:.3f}", note)]


def _id(new: CaseResult | None, old: CaseResult | None) -> str:
    judged = new or old
    return judged.case.id if judged else ""


def _size(home: Path, build: Build) -> Check:
    folder = builds_of(home) / str(build.number)
    size = sum(path.stat().st_size for path in folder.iterdir())
    limit = max(BYTES_AT_LEAST, BYTES_A_TEXT * len(build.entries))
    return Check("size", size <= limit, f"{size / 1e6:.1f} MB", f"at most {limit / 1e6:.0f} MB")


def _time(judged: _Pairs) -> Check:
    now = [new.seconds for new, _ in judged if new is not None]
    then = [old.seconds for _, old in judged if old is not None]
    if not now:
        return Check("time of an answer", True, "not measured", "", "no case is of a skill it knows")
    median = float(np.median(now))
    found = f"{median * 1000:.0f} ms"
    if min(len(now), len(then)) < LEAST_CASES:
        # With nothing to compare with, a slow answer says more of the machine than of the build.
        return Check("time of an answer", True, found, "", "too few cases to compare" if then else "")
    limit = max(QUICK_S, SLOWER * float(np.median(then)))
    return Check("time of an answer", median <= limit, found, f"at most {limit * 1000:.0f} ms")


def _share(right: Sequence[bool]) -> str:
    return f"{sum(right) / len(right):.3f} ({sum(right)} of {len(right)})" if right else "no cases"


def _few(names: Sequence[str], most: int = 3) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
