"""Fit the rule that tells work from other talk: writes index/weights/scope.npz and prints how well it does.

    python -m scripts.train_scope --test sfia-dev.jsonl --test more-edge.jsonl

Real cases are staff voices, whole and by single message; the others are knowledge/data/voices/edge.jsonl.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import click
import numpy as np

from bot.settings import Settings
from index.encoder import open_encoder
from index.features import Floats
from index.text import as_one, neutral
from index.trained_weights import WEIGHTS
from index.training import scope_trainer
from index.training.labelled_cases import read_cases
from index.training.scope_trainer import Edge
from knowledge.voices import EDGE, FOLDER

HELD_OUT = 0.2
MOST_VOICES = 1500
"""Staff voices fitted on: several times the other cases; more cost minutes and change nothing."""


@click.command(help=__doc__)
@click.option("--cases", "files", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--test", "tests", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS / "scope.npz")
def main(files: tuple[Path, ...], tests: tuple[Path, ...], out: Path) -> None:
    """Fit, write, tell."""
    settings = Settings.from_environment()
    encoder = open_encoder(settings.model, settings.encodings)
    voices = _real([*(path for path in FOLDER.glob("*.jsonl") if path.name != EDGE), *files])
    edges = [*voices, *scope_trainer.read_edges(FOLDER / EDGE)]
    random.Random(0).shuffle(edges)
    wholes = encoder.encode([edge.text for edge in edges])
    _check(edges, wholes)
    rules = (scope_trainer.fit(edges, wholes, vectors=True), scope_trainer.fit(edges, wholes, vectors=False))
    scope_trainer.save(*rules, encoder.model, out)
    for path in tests:
        tested = scope_trainer.read_edges(path) if "edge" in path.stem else _real([path])
        vectors = encoder.encode([edge.text for edge in tested])
        for what, rule in zip(("with vectors", "words alone"), rules, strict=True):
            click.echo(f"{path.stem} {len(tested)}, {what}: {scope_trainer.right(rule, tested, vectors)}")


def _real(paths: Sequence[Path]) -> list[Edge]:
    """Return whole cases and one message of each: people often begin with one."""
    chance = random.Random(0)
    cases = read_cases(paths)
    found = []
    for case in chance.sample(cases, min(len(cases), MOST_VOICES)):
        found.append(Edge(as_one([neutral(message) for message in case.messages]), "in-scope", case.author))
        found.append(Edge(neutral(chance.choice(case.messages)), "in-scope", case.author))
    return found


def _check(edges: Sequence[Edge], wholes: Floats) -> None:
    """Tell how the rule does on a part that was held out."""
    cut = int(len(edges) * HELD_OUT)
    for what, vectors in (("with vectors", True), ("words alone", False)):
        rule = scope_trainer.fit(edges[cut:], wholes[cut:], vectors)
        shares = scope_trainer.right(rule, edges[:cut], np.asarray(wholes[:cut]))
        click.echo(f"held out {cut}, {what}: {shares}")


if __name__ == "__main__":
    main()
