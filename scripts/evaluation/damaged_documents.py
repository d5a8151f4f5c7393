"""Mutate real documents and hand them in: no crash, no hang, no wrong level without a warning.

Each mutation is read as a stranger's file is, in a process that may be lost; one process reads many, so that
its start is paid once. Prints what became of them by format, and each that broke a rule; exit code 1 then.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import click

from knowledge.model import DocumentError, Reading
from knowledge.readers import read
from tests.support.mutations import broken_rule, mutated

_SUFFIXES = (".txt", ".csv", ".json", ".xlsx", ".pdf", ".docx", ".html", ".md", ".yaml", ".odt")


@click.command(help=__doc__)
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--count", default=10_000, help="Mutations.")
@click.option("--seed", default=1, help="The same seed makes the same mutations.")
@click.option("--slow", default=30.0, help="Seconds from which a reading is a hang.")
def main(folder: Path, count: int, seed: int, slow: float) -> None:
    """Mutate the documents of a folder and tell what became of them."""
    paths = [
        path for path in sorted(folder.rglob("*")) if path.suffix in _SUFFIXES and path.name != "README.md"
    ]
    originals = {path: (path.read_bytes(), reading) for path in paths if (reading := _readable(path))}
    paths = list(originals)
    draw = random.Random(seed)
    became: Counter[tuple[str, str]] = Counter()
    broken = 0
    with tempfile.TemporaryDirectory() as kept:
        for number in range(count):
            path = draw.choice(paths)
            data, original = originals[path]
            copy = Path(kept) / path.name
            copy.write_bytes(mutated(data, draw))
            begun = time.monotonic()
            try:
                reading = read(copy)
                outcome = "errors" if reading.errors else "read"
                rule = broken_rule(original, reading)
            except DocumentError:
                outcome, rule = "refused", ""
            except Exception as error:  # this is what is looked for
                outcome, rule = "crash", f"{type(error).__name__}: {error}"
            if time.monotonic() - begun > slow:
                rule = rule or f"took {time.monotonic() - begun:.0f} s"
            became[path.suffix, outcome] += 1
            if rule:
                broken += 1
                click.echo(f"{number} {path.name}: {rule}")
    for (suffix, outcome), times in sorted(became.items()):
        click.echo(f"{suffix:6} {outcome:8} {times}")
    click.echo(f"{count} mutations, {broken} broke a rule.")
    sys.exit(1 if broken else 0)


def _readable(path: Path) -> Reading | None:
    try:
        return read(path)
    except DocumentError as error:
        click.echo(f"left out: {error.message[:60]}… ({path.name})")
        return None
