"""A small orchard of skills, in words of our own, and a build of it by the encoder without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import Build, open_build
from index.builder import make_build
from index.encoder import HashingEncoder
from knowledge.model import Descriptor, Framework, Knowledge, Level, Skill, Source

LADDERS = {
    "Beekeeping": (
        "Carries smoker and frames for the beekeeper and cleans the honey extractor.",
        "Inspects hives from a checklist and notes queen cells for the beekeeper.",
        "Keeps twenty hives healthy alone, splits colonies and treats mites.",
        "Plans the apiary's year, picks sites with farmers and coaches two helpers.",
        "Sets how every apiary of the cooperative breeds queens and sells honey.",
    ),
    "Bridge painting": (
        "Fetches brushes and scrapes rust where the foreman points.",
        "Paints railings after the method sheet and reports flaking primer.",
        "Runs a scaffold crew over one span and signs the daily coating record.",
        "Chooses coating systems for a bridge and settles claims with the supplier.",
        "Decides which bridges of the county are coated in which year and at what cost.",
    ),
    "Tram timetabling": (
        "Types stop times from the planner's sheet into the timetable tool.",
        "Checks turnaround minutes on one line and flags clashes to the planner.",
        "Builds the weekday timetable of a tram line from passenger counts.",
        "Negotiates junction slots with the bus company for the whole depot.",
        "Answers to the city council for the frequency of all tram lines.",
    ),
}
SOURCE = Source("orchard.csv", "row 1")


def orchard() -> Knowledge:
    """Return three skills on five levels, known by code here and by title there, and an attribute."""
    skills, descriptors = [], []
    for framework in ("sfia-9", "tsc"):
        for name, ladder in LADDERS.items():
            code = name[:4].upper() if framework == "sfia-9" else ""
            skill = Skill(framework, name, code, description=f"All about {name.lower()}.", sources=(SOURCE,))
            skills.append(skill)
            for level, text in enumerate(ladder, 1):
                descriptors.append(Descriptor(framework, skill.key, level, "level", text, sources=(SOURCE,)))
    skills.append(Skill("sfia-9", "Autonomy", "AUTO", kind="attribute", sources=(SOURCE,)))
    for level in range(1, 6):
        text = f"Works under {'close watch ' * (6 - level)}and decides {'much ' * level}alone."
        descriptors.append(Descriptor("sfia-9", "AUTO", level, "level", text, sources=(SOURCE,)))
    frameworks = tuple(
        Framework(f, f.upper(), tuple(Level(n) for n in range(1, 6))) for f in ("sfia-9", "tsc")
    )
    return Knowledge(frameworks, tuple(skills), tuple(descriptors), documents=(("orchard.csv", "0" * 64),))


PAINTER = (
    "I run the scaffold crew on the north span and sign the coating record every day.",
    "We scraped the rust off before the primer.",
)


@pytest.fixture(scope="session")
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, encoder: HashingEncoder) -> Path:
    """Return a RUNG_HOME with one build of the orchard."""
    folder = tmp_path_factory.mktemp("home")
    make_build(folder, orchard(), encoder)
    return folder


@pytest.fixture(scope="session")
def build(home: Path) -> Build:
    return open_build(home)
