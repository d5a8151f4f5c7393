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
from index.reading import as_one, neutral
from index.shipped import WEIGHTS
from index.training import scoping
from index.training.cases import read_cases
from index.training.scoping import Edge
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
    edges = [*voices, *scoping.read_edges(FOLDER / EDGE)]
    random.Random(0).shuffle(edges)
    wholes = encoder.encode([edge.text for edge in edges])
    _check(edges, wholes)
    rules = (scoping.fit(edges, wholes, vectors=True), scoping.fit(edges, wholes, vectors=False))
    scoping.save(*rules, encoder.model, out)
    for path in tests:
        tested = scoping.read_edges(path) if "edge" in path.stem else _real([path])
        vectors = encoder.encode([edge.text for edge in tested])
        for what, rule in zip(("with vectors", "words alone"), rules, strict=True):
            click.echo(f"{path.stem} {len(tested)}, {what}: {scoping.right(rule, tested, vectors)}")


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
        rule = scoping.fit(edges[cut:], wholes[cut:], vectors)
        shares = scoping.right(rule, edges[:cut], np.asarray(wholes[:cut]))
        click.echo(f"held out {cut}, {what}: {shares}")


if __name__ == "__main__":
    main()
