"""Train the level reader: writes level-adapter.safetensors and level-heads.npz to `index/weights/`.

    make train                      # all there is, in order
    python -m scripts.train_level_reader --leave-out-author rung-sfia-g --test sfia-dev.jsonl

From the catalogue in RUNG_HOME and staff voices, seeded; `scripts/train_levels.py` fits what stands on top.
"""

from __future__ import annotations

from pathlib import Path

import click

from bot.settings import Settings
from index.sentences import DEFAULT_MODEL, model_folder
from index.trained_weights import WEIGHTS, Adapter
from index.training.encoder_trainer import course
from index.training.labelled_cases import Case, read_cases
from index.training.level_reader_trainer import ReaderPlan, train_reader
from index.training.skill_texts import skill_texts
from index.training.weights_export import RANK, save_adapter
from knowledge.catalogue import Catalogue
from knowledge.voices import EDGE, FOLDER


@click.command(help=__doc__)
@click.option("--cases", "files", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--leave-out-author", "authors", multiple=True, help="Do not train on this file (its stem).")
@click.option("--test", "tests", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--start", type=click.Path(path_type=Path, exists=True), help="Begin from these additions.")
@click.option("--epochs", default=ReaderPlan().epochs, show_default=True)
@click.option("--rate", default=ReaderPlan().rate, show_default=True)
@click.option("--neighbour", default=ReaderPlan().neighbour, show_default=True)
@click.option("--seed", default=ReaderPlan().seed, show_default=True)
@click.option("--threads", default=2, show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS, help="Folder to write to.")
def main(
    files: tuple[Path, ...],
    authors: tuple[str, ...],
    tests: tuple[Path, ...],
    start: Path | None,
    epochs: float,
    rate: float,
    neighbour: float,
    seed: int,
    threads: int,
    out: Path,
) -> None:
    """Train and write the weights."""
    import torch

    torch.set_num_threads(threads)
    voices = [path for path in FOLDER.glob("*.jsonl") if path.name != EDGE]
    cases = [case for case in read_cases([*voices, *files]) if case.author not in authors]
    tested = {path.stem: read_cases([path]) for path in tests}
    everyone = [*cases, *(case for some in tested.values() for case in some)]
    with Catalogue(Settings.from_environment().catalogue) as catalogue:
        texts = skill_texts(catalogue.knowledge(), {case.skill_id for case in everyone})
    lesson = course(cases, texts)
    known: dict[str, list[Case]] = {name: list(course(some, texts).cases) for name, some in tested.items()}
    click.echo(f"{len(lesson.cases)} of {len(cases)} cases")
    folder = model_folder(DEFAULT_MODEL)
    plan = ReaderPlan(epochs=epochs, rate=rate, neighbour=neighbour, seed=seed)
    begin = Adapter(start, "") if start else None
    reader = train_reader(folder, lesson, plan, click.echo, begin, known)
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(reader.trainee, folder, out / "level-adapter.safetensors", RANK)
    reader.save_head(out / "level-heads.npz")


if __name__ == "__main__":
    main()
