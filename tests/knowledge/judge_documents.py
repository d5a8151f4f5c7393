"""Read real documents and compare each reading with what a manifest says of it.

    python -m tests.knowledge.judge_documents MANIFEST.tsv [--all]

Prints how many documents are right, refused, or wrong, and why each of the others is not right. A document
is right when it is accepted with the numbers and the sample statement of the manifest, or refused where the
manifest says that nothing can be taken.
"""

from __future__ import annotations

import csv
import re
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import click

from knowledge.importer import read_document
from knowledge.model import DocumentError, Reading
from knowledge.similarity import normalised

NUMBERS = ("skills", "levels", "statements", "roles", "attributes")


@dataclass(frozen=True)
class Verdict:
    """How a reading compares with the manifest.

    Args:
        path: of the document, as the manifest has it.
        outcome: ``right``, ``refused`` (wrongly), ``wrong``, or ``wrong-warned``: wrong with a warning.
        why: what differs.
        seconds: that reading took.
    """

    path: str
    outcome: str
    why: str
    seconds: float


def judge(folder: Path, row: dict[str, str]) -> Verdict:
    """Read one document and compare it.

    Args:
        folder: that paths are relative to.
        row: of the manifest.
    """
    begun = time.monotonic()
    try:
        reading = read_document(folder / row["path"])
        refusal = "; ".join(f"{each.kind}: {each.message}" for each in reading.errors[:2])
    except DocumentError as error:
        reading, refusal = None, error.message
    seconds = time.monotonic() - begun
    if reading is None or refusal:
        outcome = "refused" if row["accept"] == "yes" else "right"
        return Verdict(row["path"], outcome, refusal, seconds)
    differing = differences(reading, row)
    if row["accept"] == "no":
        differing = [f"accepted as {reading.kind}", *differing]
    if not differing:
        return Verdict(row["path"], "right", "", seconds)
    warned = any(each.severity == "warning" for each in reading.problems)
    outcome = "wrong-warned" if warned else "wrong"
    return Verdict(row["path"], outcome, f"{reading.kind}: {', '.join(differing)}", seconds)


def differences(reading: Reading, row: dict[str, str]) -> list[str]:
    """Return what a reading says that the manifest does not."""
    found = numbers(reading)
    differing = [
        f"{found[name]} {name}, expected {row[name]}"
        for name in NUMBERS
        if row.get(name) and not _within(found[name], row[name])
    ]
    if row.get("sample_statement") and not _has_sample(reading, row):
        differing.append(f"no {row['sample_statement'][:40]!r} at level {row['sample_level'] or '-'}")
    return differing


def numbers(reading: Reading) -> dict[str, int]:
    """Return the numbers that a manifest has."""
    counts = reading.counts
    levels = {(each.framework, each.level) for each in reading.descriptors}
    levels |= {
        (each.framework, each.level) for role in reading.roles for each in role.requirements if each.level
    }
    return {
        "skills": counts.skills,
        "levels": len({level for _, level in levels}),
        "statements": sum(1 for each in reading.descriptors if _is_of_skill(reading, each.skill)),
        "roles": counts.roles,
        "attributes": counts.attributes,
    }


def _is_of_skill(reading: Reading, key: str) -> bool:
    return not any(skill.key == key and skill.kind == "attribute" for skill in reading.skills)


def _within(number: int, said: str) -> bool:
    lowest, _, highest = said.partition("-")
    return int(lowest) <= number <= int(highest or lowest)


def _has_sample(reading: Reading, row: dict[str, str]) -> bool:
    start, level = normalised(row["sample_statement"]), row["sample_level"].strip().casefold()
    names = {each.id: each for each in reading.frameworks}
    for each in reading.descriptors:
        if start in normalised(each.text):
            name = names[each.framework].level_name(each.level) if each.framework in names else ""
            if not level or level in (str(each.level), name.casefold()) or level in name.casefold().split():
                return True
    lines = (line for role in reading.roles for section in role.sections for line in section.lines)
    prose = (text for role in reading.roles for text in (role.summary, role.mission))
    skills = (skill.description for skill in reading.skills)
    return not re.sub(r"\W", "", level) and any(
        start in normalised(text) for text in (*lines, *prose, *skills)
    )


@click.command()
@click.argument("manifest", type=click.Path(path_type=Path, exists=True))
@click.option("--all", "everything", is_flag=True, help="List the documents that are right too.")
@click.option("--only", default="", help="Only paths that contain this.")
def main(manifest: Path, everything: bool, only: str) -> None:
    """Judge the documents of a manifest."""
    with manifest.open(encoding="utf-8", newline="") as stream:
        rows = [
            row
            for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
            if only in row["path"]
        ]
    outcomes: Counter[str] = Counter()
    for row in rows:
        verdict = judge(manifest.parent, row)
        outcomes[verdict.outcome] += 1
        if everything or verdict.outcome != "right":
            click.echo(f"{verdict.outcome:12} {verdict.seconds:5.1f} s  {verdict.path}: {verdict.why[:200]}")
    click.echo(
        f"{len(rows)} documents: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common())
    )


if __name__ == "__main__":
    main()
