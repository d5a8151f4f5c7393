"""Measure how fast Rung is and what memory it takes, in one run, in a RUNG_HOME of its own.

    python scripts/benchmark.py index --data ../shared/data
    python scripts/benchmark.py console

`console` measures the console's pages, `index` what follows. Without --data the starter documents are
measured. Each figure comes from a process of its own:

- library: every text of the frameworks by `SentenceTransformer.encode` as it is, float32, batches of 32;
- encode: the same texts by the encoder alone, nothing remembered;
- build: `rung build` with nothing remembered; rebuild: the same again; reworded: with the statements of one
  skill in other words;
- suggest: five activities, from words to suggestions, the model loaded before (p50 and p95);
- first question: from `rung chat` to its first answer, the model not loaded yet;
- load: from nothing to the first suggestion.

A ratio is to the line it stands beside: a build should take little more than the encoding.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import click
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.cli.documents import starter_documents
from bot.settings import Settings
from knowledge.catalogue import Catalogue
from knowledge.model import DocumentError, Knowledge
from knowledge.readers import read
from scripts.benchmarks import console_pages
from scripts.command_group import CommandGroup

ROOT = Path(__file__).parents[1]
ACTIVITIES = 5
SEED = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure.

    Args:
        unit: ``s``, ``ms`` or ``texts/s``.
        memory: peak resident memory of its process, MB.
        ratio: to another figure, or None.
    """

    name: str
    value: float
    unit: str
    memory: float
    ratio: float | None = None
    beside: str = ""


@click.group(cls=CommandGroup, help=__doc__)
def main() -> None:
    """Measure."""


main.add_command(console_pages.main, "console")


@main.command()
@click.option(
    "--data", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Documents to read."
)
@click.option("--runs", default=40, show_default=True, help="Suggestions to time.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--stage", hidden=True, help="Measure one figure in this process.")
def index(data: Path | None, runs: int, as_json: bool, stage: str | None) -> None:
    """Measure encoding, building and answering."""
    if stage:
        click.echo(json.dumps(STAGES[stage](runs) | {"memory": _memory()}))
        return
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        documents = _gather(data, home)
        figures = list(_figures(home, runs))
    if as_json:
        click.echo(json.dumps({"documents": documents, "figures": [asdict(figure) for figure in figures]}))
    else:
        _tell(documents, figures)


def _figures(home: Path, runs: int) -> Iterator[Figure]:
    library = _stage("library", home, runs)
    whole = library["seconds"]
    yield Figure("library's encode", whole, "s", library["memory"])
    encode = _stage("encode", home, runs)
    alone = encode["seconds"]
    yield Figure("encode alone", alone, "s", encode["memory"], alone / whole, "library's encode")
    yield Figure("texts encoded", encode["texts"] / alone, "texts/s", encode["memory"])
    build = _stage("build", home, runs)
    yield Figure(
        "build", build["seconds"], "s", build["memory"], build["seconds"] / whole, "library's encode"
    )
    again = _stage("build", home, runs)
    beside = again["seconds"] / build["seconds"]
    yield Figure("rebuild, no change", again["seconds"], "s", again["memory"], beside, "build")
    page = _stage("reworded", home, runs)
    changed = page["encoded"] / page["expected"]
    yield Figure(
        "texts of a reworded page", page["encoded"], "texts", page["memory"], changed, "changed texts"
    )
    yield Figure("build, a page reworded", page["seconds"], "s", page["memory"])
    suggest = _stage("suggest", home, runs)
    yield Figure("load to first suggestion", suggest["load"], "s", suggest["memory"])
    yield Figure("suggest p50", suggest["p50"], "ms", suggest["memory"], suggest["p50"] / 300, "300 ms")
    yield Figure("suggest p95", suggest["p95"], "ms", suggest["memory"], suggest["p95"] / 300, "300 ms")
    first = _first_question(home)
    yield Figure("start to first question", first["seconds"], "s", first["memory"])


def _gather(data: Path | None, home: Path) -> list[str]:
    """Put every document that can be read into a catalogue; return their names."""
    paths = sorted(path for path in data.rglob("*") if path.is_file()) if data else starter_documents()
    names = []
    with Catalogue(home / "catalogue.db") as catalogue:
        for path in paths:
            try:
                catalogue.add(read(path), at="2000-01-01T00:00:00Z")
                names.append(path.name)
            except DocumentError:
                continue
    if not names:
        raise click.ClickException(f"no document in {data} can be read")
    return names


def _stage(name: str, home: Path, runs: int) -> dict[str, float]:
    return _ran(["scripts.benchmark", "index", "--stage", name, "--runs", str(runs)], home, name)


def _ran(module: list[str], home: Path, name: str) -> dict[str, Any]:
    command = [sys.executable, "-m", *module]
    ran = subprocess.run(
        command, cwd=ROOT, env=_environment(home), capture_output=True, text=True, check=False
    )
    if ran.returncode:
        raise click.ClickException(f"measuring {name} failed: {ran.stderr.strip().splitlines()[-1]}")
    figures: dict[str, Any] = json.loads(ran.stdout)
    return figures


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "RUNG_HOME": str(home)}


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _known() -> Knowledge:
    with Catalogue(Settings.from_environment().catalogue) as catalogue:
        return catalogue.knowledge()


def _texts(knowledge: Knowledge) -> list[str]:
    """Return what a build of this knowledge encodes."""
    from index.entries import encoded_text, entries
    from index.roles import role_texts

    return list(
        dict.fromkeys([*(encoded_text(entry) for entry in entries(knowledge)), *role_texts(knowledge)])
    )


def _library(_runs: int) -> dict[str, float]:
    """Encode what a build encodes as the library does unless told otherwise."""
    from index.encoder import SentenceEncoder

    texts = _texts(_known())
    began = time.perf_counter()
    model, _ = SentenceEncoder(Settings.from_environment().model, arithmetic="float32").loaded()
    model.encode(texts, show_progress_bar=False)
    return {"seconds": time.perf_counter() - began, "texts": len(texts)}


def _encode(_runs: int) -> dict[str, float]:
    """Encode what a build encodes, with nothing around it but the loading of the model."""
    from index.encoder import open_encoder

    settings = Settings.from_environment()
    texts = _texts(_known())
    began = time.perf_counter()
    open_encoder(settings.model, settings.encodings).encoder.encode(texts)
    return {"seconds": time.perf_counter() - began, "texts": len(texts)}


def _reworded(_runs: int) -> dict[str, float]:
    """Build with the statements of one skill in other words; count what is encoded and what had to be."""
    from index.builder import make_build
    from index.encoder import open_encoder

    settings = Settings.from_environment()
    known = _known()
    page = known.descriptors[0].framework, known.descriptors[0].skill
    told = tuple(
        replace(one, text=f"{one.text} And more.") if (one.framework, one.skill) == page else one
        for one in known.descriptors
    )
    changed = replace(known, descriptors=told)
    expected = len(set(_texts(changed)) - set(_texts(known)))
    encoder = open_encoder(settings.model, settings.encodings)
    began = time.perf_counter()
    report = make_build(settings.home, changed, encoder, publish=False)
    return {"seconds": time.perf_counter() - began, "encoded": report.encoded, "expected": expected}


def _build(_runs: int) -> dict[str, float]:
    from bot.cli.builds import make
    from index.publication import publish

    began = time.perf_counter()
    report = make(quiet=True)
    seconds = time.perf_counter() - began
    if not report.live:
        publish(Settings.from_environment().home, report.number)
    return {"seconds": seconds, "texts": report.encoded}


def _suggest(runs: int) -> dict[str, float]:
    """Suggest for five messages of staff at a time, no two alike; the first is counted as loading."""
    from bot.guidance.guide import Guide
    from index.encoder import open_encoder
    from index.training.labelled_cases import staff_voices

    settings = Settings.from_environment()
    said = [message for voice in staff_voices() for message in voice.messages]
    chance = random.Random(SEED)
    began = time.perf_counter()
    guide = Guide(settings.home, open_encoder(settings.model, settings.encodings))
    guide.suggest(chance.sample(said, ACTIVITIES))
    load = time.perf_counter() - began
    taken = []
    for _ in range(runs):
        activities = chance.sample(said, ACTIVITIES)
        began = time.perf_counter()
        guide.suggest(activities)
        taken.append((time.perf_counter() - began) * 1000)
    return {"load": load, "p50": float(np.percentile(taken, 50)), "p95": float(np.percentile(taken, 95))}


STAGES: dict[str, Callable[[int], dict[str, float]]] = {
    "library": _library,
    "reworded": _reworded,
    "encode": _encode,
    "build": _build,
    "suggest": _suggest,
}


def _first_question(home: Path) -> dict[str, float]:
    """Start a chat as a program does, and wait for its first line."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--jsonl"],
        cwd=ROOT,
        env=_environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as chat:
        assert chat.stdin
        assert chat.stdout
        chat.stdin.write(b'{"text": "/start"}\n')
        chat.stdin.flush()
        chat.stdout.readline()
        seconds = time.perf_counter() - began
        memory = _resident(chat.pid)
        chat.stdin.close()
        chat.wait(60)
    return {"seconds": seconds, "memory": memory}


def _resident(process: int) -> float:
    """Return a process's peak memory in MB where the system tells it, else 0."""
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return 0.0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines["VmHWM"].split()[0]) / 1024


def _tell(documents: list[str], figures: list[Figure]) -> None:
    click.echo(f"{len(documents)} documents: {', '.join(documents)}\n")
    click.echo(f"{'figure':26}{'value':>10} {'unit':9}{'memory MB':>10}  ratio")
    for figure in figures:
        ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} x {figure.beside}"
        line = f"{figure.name:26}{figure.value:10.2f} {figure.unit:9}{figure.memory:10.0f}  {ratio}"
        click.echo(line.rstrip())


if __name__ == "__main__":
    main()
