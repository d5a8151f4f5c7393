"""Proposals of skills and levels that courses serve: what a course says, beside the statements of skills.

Constants were chosen on 60 courses of a public list; what they give on courses nobody had seen is in
docs/courses.md. Sentences of a course do not tell its level: the level at which courses usually stand was
right as often; it is moved where the title says that a course is for beginners or advanced.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from index.build import Build
from index.crosswalk_proposals import Floats, Nearness, newest_frameworks, words_of
from index.encoder import Encoder
from index.manifest import BuildError
from index.roles import units
from knowledge.courses import CourseLink
from knowledge.editions import family
from knowledge.model import Course

LEAST = 0.5
"""Least cosine of what a course says and a skill's statements, less what all statements have in common."""
BESIDE_BEST = 0.85
"""Least share of the cosine of the course's nearest skill in that framework."""
MOST_SKILLS = 3
"""Skills of a framework that one course is proposed for."""
BELOW_MEAN = 0.65
"""Where courses stand below the mean level of a framework's statements, in standard deviations."""
FARTHEST = 1.5
"""Levels from there to the nearest that a skill has; a skill that only begins above gets no proposal."""
LOWER = re.compile(
    r"\b(?:introduct\w+|basics?|fundamentals?|beginners?|foundations?|essentials?|starters?)\b"
)
HIGHER = re.compile(r"\b(?:advanced|experts?|senior|executives?|directors?|masterclass)\b")
"""Words of a title that move a course by a level, in lower case."""
MOST_PIECES = 60
STEM = 6
"""Letters in which two forms of a word agree."""
_PIECE = re.compile(r"(?<=[.;:!?])\s+|\n+|\s+[•●\-–—*]\s+|\s+\d{1,2}[.)]\s+")


def propose(build: Build, encoder: Encoder, courses: Sequence[Course]) -> list[CourseLink]:
    """Propose skills for courses, best first: those nearest to what a course says.

    None is proposed in a framework in which the list gives the course skills already.

    Args:
        build: an open build.
        encoder: of the same model; all courses are encoded at once.
        courses: with the skills that they are known to serve.

    Raises:
        BuildError: the build was made with another model.
    """
    if build.model != encoder.model:
        raise BuildError(f"build {build.number} was made with the model {build.model}: run `rung build`")
    said = [pieces(course) for course in courses]
    if not said:
        return []
    ends = [0, *accumulate(map(len, said))]
    vectors = encoder.encode([piece for each in said for piece in each])
    means = [vectors[start:end].mean(axis=0) for start, end in pairwise(ends)]
    centres, near = units(np.stack(means) - build.usual), Nearness(build)
    found = [
        link
        for framework in newest_frameworks(build)
        for course, centre, texts in zip(courses, centres, said, strict=True)
        if not _gives(course, framework)
        for link in _of(build, near, framework, course, centre, texts)
    ]
    return sorted(found, key=lambda each: (-each.score, each.key))


def pieces(course: Course) -> list[str]:
    """Return what a course says, its title first, then a sentence or point each."""
    said = (piece.strip(" .;:•●-–—*") for piece in _PIECE.split(course.description))
    return [course.title, *(piece for piece in said if len(piece.split()) > 2)][:MOST_PIECES]


def probable_level(build: Build, framework: str, skill: str, title: str) -> int | None:
    """Return the level of a skill that a course is probably for; None where it only begins far above."""
    mean, spread = build.level_spread(framework)
    moved = bool(HIGHER.search(title.casefold())) - bool(LOWER.search(title.casefold()))
    stand = mean - BELOW_MEAN * spread + moved
    level = min(build.levels_of(framework, skill), key=lambda each: (abs(each - stand), each), default=None)
    return level if level is not None and abs(level - stand) <= FARTHEST else None


def _gives(course: Course, framework: str) -> bool:
    return any(each.words is None and family(each.framework) == family(framework) for each in course.skills)


def _of(
    build: Build, near: Nearness, framework: str, course: Course, centre: Floats, texts: Sequence[str]
) -> list[CourseLink]:
    members: NDArray[np.int64] = build.ranked[framework]
    scores = near.centres[members] @ centre
    least = max(LEAST, BESIDE_BEST * float(scores.max()))
    links = []
    for n in np.argsort(-scores, kind="stable")[:MOST_SKILLS].tolist():
        place = int(members[n])
        skill = build.groups[place].skill
        level = probable_level(build, framework, skill, course.title)
        if scores[n] >= least and level is not None:
            score, document = round(float(scores[n]), 4), course.source.document
            words = _words(near, place, texts)
            links.append(CourseLink(document, course.title, framework, skill, (level,), score, words))
    return links


def _words(near: Nearness, place: int, texts: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a course that a skill has in this or another form, the rarest first."""
    said = {word[:STEM]: word for word in sorted(words_of(texts), reverse=True)}
    forms = near.telling(frozenset(word for word in near.words[place] if word[:STEM] in said))
    return tuple(dict.fromkeys(said[form[:STEM]] for form in forms))
