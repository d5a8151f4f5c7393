"""Look for text, tables, JSON, HTML and wiki pages that break a reader, guided by the code that each reaches.

    pip install 'rung[fuzz]'
    python -m scripts.fuzz FOLDER --seconds 300 [--kept FOLDER]

Begins with the documents of FOLDER and those that ship with Rung. Ends with exit code 77 at the first that
breaks a rule, and keeps it: no crash, nothing slower than 30 seconds or larger than 1 GiB, no level beyond
1 to 7, no statement of a skill that is not there. Whether a level is *right* this cannot tell, for it invents
documents of its own: `scripts/mutate.py` looks for that.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris
import click

with atheris.instrument_imports(include=["knowledge"]):
    from knowledge.model import DocumentError
    from knowledge.readers import read, readers
    from tests.support.mutations import broken_rule

    # Each kind's module is imported when it is first asked for: now, to be watched too.
    readers()

LARGEST = 64_000
"""Bytes of a document; larger ones are cut, for time goes with size."""
ENDINGS = (".txt", ".csv", ".json", ".html", ".md")
STARTER = Path(__file__).parents[1] / "knowledge" / "data" / "documents"
PAGE = (
    "<html><body><h1>Tea brewing (TEAB)</h1><table><tr><th>Skill</th><th>Level 1</th><th>Level 2</th></tr>"
    "<tr><td>Tea brewing</td><td>Boils water.</td><td>Chooses the leaves.</td></tr></table></body></html>"
)


class BrokenRuleError(Exception):
    """A reader took damage for what the document says."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--seconds", default=60, show_default=True, help="How long.")
@click.option("--seed", default=1, show_default=True, help="Of chance.")
@click.option(
    "--kept", type=click.Path(path_type=Path), default=Path(), help="Where what breaks a rule goes."
)
def main(folder: Path, seconds: int, seed: int, kept: Path) -> None:
    """Fuzz the readers with the documents of a folder to begin with."""
    with tempfile.TemporaryDirectory() as place:
        begin = Path(place) / "begin"
        begin.mkdir()
        _gather(folder, begin)
        limits = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=1024", f"-max_len={LARGEST}"]
        chance = [f"-seed={seed}", f"-artifact_prefix={kept.absolute()}/", "-print_final_stats=1"]
        target = Path(place) / "document"
        atheris.Setup([sys.argv[0], *limits, *chance, str(begin)], lambda data: _try(target, data))
        atheris.Fuzz()


def _gather(folder: Path, begin: Path) -> None:
    """Put what is begun with into a folder, cut to size."""
    paths = [path for path in (*folder.rglob("*"), *STARTER.iterdir()) if path.suffix in ENDINGS]
    for number, path in enumerate(sorted(paths)):
        (begin / f"{number}").write_bytes(path.read_bytes()[:LARGEST])
    (begin / "page").write_text(PAGE, "utf-8")


def _try(target: Path, data: bytes) -> None:
    target.write_bytes(data)
    try:
        reading = read(target)
    except DocumentError:
        return
    # It is its own original: what is left is that its statements are sound.
    rule = broken_rule(reading, reading)
    if rule:
        raise BrokenRuleError(rule)


if __name__ == "__main__":
    main()
