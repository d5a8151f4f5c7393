"""Measure which role fits: profiles made from the roles of the live build, with what people would not say.

Each profile is a role of four skills or more with some skills never talked about and some a level lower.
"""

from __future__ import annotations

import random

import click

from bot.guidance.lookup import Lookup
from bot.guidance.role_fit import fit_of, role_fits
from bot.settings import Settings
from index.build import open_build
from knowledge.model import Role
from scripts.evaluation import figures

SMALLEST = 4
NAMES = ("the role itself comes first", "every lowered skill is short", "one never talked about is short")
Levels = dict[tuple[str, str], int]


@click.command(help=__doc__)
@click.option("--profiles", default=400, show_default=True, help="How many.")
@click.option("--unasked", default=0.25, show_default=True, help="Share of skills never talked about.")
@click.option("--lowered", default=0.25, show_default=True, help="Share of skills a level lower.")
def main(profiles: int, unasked: float, lowered: float) -> None:
    """Measure and print."""
    lookup = Lookup(open_build(Settings.from_environment().home).knowledge)
    roles = [role for role in lookup.roles() if len(lookup.asked(role)) >= SMALLEST]
    if not roles:
        raise click.ClickException(f"no role of the live build has {SMALLEST} skills: add documents of roles")
    chance = random.Random(0)
    rows = [_measured(lookup, chance.choice(roles), unasked, lowered, chance) for _ in range(profiles)]
    click.echo(figures.table({name: figures.mean([row[n] for row in rows]) for n, name in enumerate(NAMES)}))


def _measured(
    lookup: Lookup, role: Role, unasked: float, lowered: float, chance: random.Random
) -> tuple[bool, bool, bool]:
    """Return whether the role comes first, alone or with its equals, and what its gap says."""
    held, low, left = profile(lookup, role, unasked, lowered, chance)
    mine = fit_of(lookup, role, held)
    short = {(each.framework, each.skill) for each in mine.required if each.coverage == "short"}
    return role_fits(lookup, held)[0].score <= mine.score, low <= short, bool(short & left)


def profile(
    lookup: Lookup, role: Role, unasked: float, lowered: float, chance: random.Random
) -> tuple[Levels, set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the levels of a person in a role, the skills that were lowered, and those left out."""
    asked = {skill: level or 1 for skill, level in lookup.asked(role).items()}
    order = list(asked)
    chance.shuffle(order)
    away = min(round(unasked * len(order)), len(order) - 2)
    kept = order[away:]
    low = {skill for skill in kept if asked[skill] > 1}
    low = set(sorted(low)[: max(1, round(lowered * len(order)))]) if lowered else set()
    return {skill: asked[skill] - (skill in low) for skill in kept}, low, set(order[:away])
