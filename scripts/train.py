"""Train Rung's reading of staff talk: from the catalogue in RUNG_HOME and staff voices to `index/weights/`.

    make train                      # knowledge/data/voices/, all authors, about an hour on two cores
    python scripts/train.py --cases more.jsonl --epochs 2

Writes adapter.safetensors, heads.npz and training.json. Seeded: runs differ by rounding only.
After it, `scripts/train_ranker.py`, `scripts/train_levels.py` and `scripts/train_scope.py` fit what
stands on top.
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import click

from bot.settings import Settings
from index.sentences import DEFAULT_MODEL, model_folder
from index.trained_weights import WEIGHTS
from index.training.encoder_trainer import Plan, course, train
from index.training.labelled_cases import Case, read_cases
from index.training.skill_texts import skill_texts
from index.training.weights_export import RANK, save_adapter, save_heads
from knowledge.catalogue import Catalogue
from knowledge.voices import EDGE, FOLDER


@click.command(help=__doc__)
@click.option(
    "--cases", "files", multiple=True, type=click.Path(path_type=Path, exists=True), help="More cases."
)
@click.option("--leave-out-author", "authors", multiple=True, help="Do not train on this file (its stem).")
@click.option(
    "--leave-out-skills-of",
    "unseen",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="Do not train on any case of a skill that stands in this file.",
)
@click.option("--epochs", default=Plan().epochs, show_default=True)
@click.option("--seed", default=Plan().seed, show_default=True)
@click.option("--rank", default=RANK, show_default=True, help="Size of the adapter's factors.")
@click.option("--threads", default=2, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS, help="Folder to write to.")
def main(
    files: tuple[Path, ...],
    authors: tuple[str, ...],
    unseen: tuple[Path, ...],
    epochs: float,
    seed: int,
    rank: int,
    threads: int,
    out: Path,
) -> None:
    """Train and write the weights."""
    import torch

    torch.set_num_threads(threads)
    voices = [path for path in FOLDER.glob("*.jsonl") if path.name != EDGE]
    cases = _left(read_cases([*voices, *files]), authors, unseen)
    with Catalogue(Settings.from_environment().catalogue) as catalogue:
        texts = skill_texts(catalogue.knowledge(), {case.skill_id for case in cases})
    lesson = course(cases, texts)
    plan = Plan(epochs=epochs, seed=seed)
    click.echo(f"{len(lesson.cases)} of {len(cases)} cases, {len(texts)} skills of the catalogue")
    began = time.monotonic()
    trainee = train(model_folder(DEFAULT_MODEL), lesson, plan, click.echo)
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(trainee, model_folder(DEFAULT_MODEL), out / "adapter.safetensors", rank)
    save_heads(trainee, lesson, out / "heads.npz")
    record = {
        "cases": len(lesson.cases),
        "skills": len(texts),
        "authors": sorted({case.author for case in lesson.cases}),
        "left_out_authors": list(authors),
        "left_out_skills_of": [path.name for path in unseen],
        "plan": asdict(plan),
        "rank": rank,
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _left(cases: list[Case], authors: tuple[str, ...], unseen: tuple[Path, ...]) -> list[Case]:
    hidden = {case.skill_id for case in read_cases(unseen)}
    return [case for case in cases if case.author not in authors and case.skill_id not in hidden]


if __name__ == "__main__":
    main()
