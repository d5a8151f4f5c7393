"""Measure what is proposed for a list of courses by the live build, without anybody who judges.

For Rung's own list (the default) two readers judged the first 100 pairs of a course and a SkillsFuture skill
and level; the share that they called fitting is of the pairs that are proposed still.
"""

from __future__ import annotations

import csv
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from bot.settings import Settings
from index.build import open_build
from index.course_proposals import propose
from index.encoder import open_encoder
from knowledge.courses import CourseLink, with_skills
from knowledge.importer import read_courses
from scripts.evaluation import figures

LIST = Path(__file__).with_name("course_list.csv")
JUDGEMENTS = Path(__file__).with_name("course_judgements.csv")


@click.command(help=__doc__)
@click.argument("file", type=click.Path(path_type=Path, exists=True), default=LIST)
def main(file: Path) -> None:
    """Measure and print."""
    settings = Settings.from_environment()
    build, encoder = open_build(settings.home), open_encoder(settings.model, settings.encodings)
    courses = read_courses(file).courses
    named = {
        (course.title, each.framework, each.skill)
        for course in with_skills(build.knowledge, courses, ())
        for each in course.skills
    }
    began = time.perf_counter()
    found = propose(build, encoder, [replace(course, skills=()) for course in courses])
    seconds = time.perf_counter() - began
    there = {(title, framework) for title, framework, _ in named}
    told = [link for link in found if (link.course, link.framework) in there]
    proposed = {link.course for link in found}
    result: dict[str, Any] = {
        "courses": len(courses),
        "seconds": round(seconds, 2),
        "proposals": dict(Counter(link.framework for link in found)),
        "gaps": len({(link.framework, link.skill, link.levels) for link in found}),
        "courses with a proposal": figures.mean([float(course.title in proposed) for course in courses]),
        "proposals that the list names too": figures.mean(
            [float((link.course, link.framework, link.skill) in named) for link in told]
        ),
        **(_judged(found) if file == LIST else {}),
    }
    click.echo(json.dumps(result, indent=1))


def _judged(found: Sequence[CourseLink]) -> dict[str, Any]:
    made = {(link.course, link.framework, link.skill, str(*link.levels)) for link in found}
    with JUDGEMENTS.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if tuple(row.values())[:4] in made]
    shares = {
        "fitting, first reader": figures.mean([float(row["first"] == "yes") for row in rows]),
        "fitting, second reader": figures.mean([float(row["second"] == "yes") for row in rows]),
        "readers agree": figures.mean([float(row["first"] == row["second"]) for row in rows]),
    }
    return {"pairs judged": len(rows), **shares}
