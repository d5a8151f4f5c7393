"""Fit what roles ask for, on the roles of the catalogue: writes index/weights/roles.json.

    python -m scripts.train_roles

Uses the live build of RUNG_HOME, which should know roles of more than one framework (the digital and data
roles of the UK government and SkillsFuture's were used). A role is described without the roles of its own
ladder. `scripts/roles.py` measures, cross-validated by role.
"""

from __future__ import annotations

import time
from pathlib import Path

import click

from bot.settings import Settings
from index.builder import open_build
from index.encoder import open_encoder
from index.role_requirements import LEVEL_NAMES, SKILL_NAMES
from index.trained_weights import WEIGHTS
from index.training.role_trainer import fit_levels, fit_skills, role_cases, save, speaks_bare


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS / "roles.json")
def main(out: Path) -> None:
    """Fit, write, tell."""
    settings = Settings.from_environment()
    build = open_build(settings.home)
    began = time.monotonic()
    cases = role_cases(build, open_encoder(settings.model, settings.encodings))
    known = [case for case in cases if build.roles.covers(case.members)]
    if not known:
        raise click.ClickException("the catalogue's roles cover no framework: add documents of roles first")
    bare = [case for case in cases if speaks_bare(build, case)] or cases
    skills, with_roles, without = fit_skills(known), fit_levels(known, True), fit_levels(bare, False)
    made = {"by": "scripts/train_roles.py", "roles": len(cases), "covered_roles": len(known)}
    save(build.model, skills, with_roles, without, made, out)
    click.echo(f"{len(cases)} roles, {time.monotonic() - began:.0f} s")
    for name, weight in zip(SKILL_NAMES, skills, strict=True):
        click.echo(f"  {name:28} {weight:8.3f}")
    for name, covered, plain in zip(LEVEL_NAMES, with_roles, without, strict=True):
        click.echo(f"  {name:28} {covered:8.3f} {plain:8.3f}")


if __name__ == "__main__":
    main()
