"""Fit the shared level model on staff voices: writes index/weights/levels.npz and prints how well it does.

    python -m scripts.train_levels --test sfia-dev.jsonl --test tsc-dev.jsonl

Uses the live build of RUNG_HOME. A case never sees voices of its own author; places on the scale come from
regressions fitted without the case's author. Features are weighed on authors the encoder was not trained on
(--author).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import click

from bot.settings import Settings
from index.builder import open_build
from index.encoder import open_encoder
from index.features import Floats
from index.level_model import NAMES
from index.trained_weights import WEIGHTS
from index.training import level_trainer
from index.training.case_queries import Hiding, queries, unencoded
from index.training.labelled_cases import Case, read_cases
from index.training.ranker_trainer import known
from knowledge.voices import EDGE, FOLDER


@click.command(help=__doc__)
@click.option("--cases", "files", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--author", "authors", multiple=True, help="Weigh features on cases of this file (its stem).")
@click.option("--test", "tests", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS / "levels.npz")
def main(files: tuple[Path, ...], authors: tuple[str, ...], tests: tuple[Path, ...], out: Path) -> None:
    """Fit, write, tell."""
    settings = Settings.from_environment()
    build = open_build(settings.home)
    encoder = open_encoder(settings.model, settings.encodings)
    everyone = read_cases([*(path for path in FOLDER.glob("*.jsonl") if path.name != EDGE), *files])
    hiding = Hiding(build, {case.id: case.author for case in everyone})

    def ready(cases: Sequence[Case], rare: Floats | None = None) -> level_trainer.Levelling:
        kept = known(build, cases)
        return level_trainer.Levelling(build, kept, queries(encoder, [c.messages for c in kept]), rare)

    def fitting(cases: Sequence[Case]) -> level_trainer.Levelling:
        kept = known(build, cases)
        weighed = [c for c in kept if not authors or c.author in authors]
        encoded = dict(
            zip([c.id for c in weighed], queries(encoder, [c.messages for c in weighed]), strict=True)
        )
        asked = [encoded.get(c.id) or unencoded(c.messages) for c in kept]
        return level_trainer.Levelling(build, kept, asked)

    began = time.monotonic()
    fitted = fitting(everyone)
    chosen = [n for n, case in enumerate(fitted.cases) if not authors or case.author in authors]
    model = level_trainer.fit(fitted, hiding, chosen)
    level_trainer.save(model, out)
    click.echo(f"{len(fitted.cases)} cases, weighed on {len(chosen)}, {time.monotonic() - began:.0f} s")
    for name, weight, alone in zip(NAMES, model.fused, model.alone, strict=True):
        click.echo(f"  {name:16} {weight:8.2f} {alone:8.2f}")
    for path in tests:
        tested = ready(read_cases([path]), model.rare)
        stands = [tested.stands(model, n) for n in range(len(tested.cases))]
        choices = tested.choices(stands, hiding, range(len(tested.cases)))
        plain = [(level_trainer.without_head(values), right) for values, right in choices]
        for what, described, weights in (("all", choices, model.fused), ("no head", plain, model.alone)):
            exact, near, off = level_trainer.shares(described, weights)
            click.echo(f"{path.stem} {what}: exact {exact:.3f}, within one {near:.3f}, off by {off:+.3f}")


if __name__ == "__main__":
    main()
