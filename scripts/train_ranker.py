"""Fit the ranker on staff voices: writes index/weights/ranker.json and prints how well it ranks.

    python -m scripts.train_ranker --test sfia-dev.jsonl --test tsc-dev.jsonl

Uses the live build of RUNG_HOME. A case never sees voices of its own author, and in a share of cases none
of its skill. Where the encoder was trained on the same cases, fit on authors it did not see (--author).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from bot.settings import Settings
from index.builder import open_build
from index.encoder import open_encoder
from index.features import NAMES
from index.trained_weights import WEIGHTS
from index.training import conditional_logit, ranker_trainer
from index.training.case_queries import Hiding, queries
from index.training.labelled_cases import Case, read_cases
from knowledge.voices import EDGE, FOLDER


@click.command(help=__doc__)
@click.option("--cases", "files", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--author", "authors", multiple=True, help="Fit on cases of this file only (its stem).")
@click.option("--test", "tests", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--unseen", default=0.15, show_default=True, help="Share of cases whose skill has no voices.")
@click.option("--penalty", default=3.0, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS / "ranker.json")
def main(
    files: tuple[Path, ...],
    authors: tuple[str, ...],
    tests: tuple[Path, ...],
    unseen: float,
    penalty: float,
    out: Path,
) -> None:
    """Fit, write, tell."""
    settings = Settings.from_environment()
    build = open_build(settings.home)
    everyone = read_cases([*(path for path in FOLDER.glob("*.jsonl") if path.name != EDGE), *files])
    cases = ranker_trainer.known(build, [case for case in everyone if not authors or case.author in authors])
    encoder = open_encoder(settings.model, settings.encodings)
    hiding = Hiding(build, {case.id: case.author for case in everyone})

    def described(of: Sequence[Case], share: float) -> conditional_logit.Choices:
        return ranker_trainer.skill_choices(
            build, of, queries(encoder, [c.messages for c in of]), hiding, share
        )

    began = time.monotonic()
    weights = conditional_logit.fit(described(cases, unseen), penalty)
    made = {"by": "scripts/train_ranker.py", "cases": len(cases), "model": build.model}
    ranker_trainer.save(weights, made | {"unseen": unseen, "penalty": penalty}, out)
    click.echo(f"{len(cases)} cases, {time.monotonic() - began:.0f} s")
    for name, weight in zip(NAMES, weights, strict=True):
        click.echo(f"  {name:18} {weight:8.2f}")
    for path in tests:
        tested = ranker_trainer.known(build, read_cases([path]))
        for share, what in ((0.0, "other authors' voices"), (1.0, "no voice of the skill")):
            first, five = ranker_trainer.shares(described(tested, share), weights)
            click.echo(f"{path.stem} {len(tested)} cases, {what}: first {first:.3f}, in five {five:.3f}")


if __name__ == "__main__":
    main()
