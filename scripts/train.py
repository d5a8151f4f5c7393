"""Train everything in `index/weights/` from the catalogue in RUNG_HOME and staff voices.

\b
    make train                                              all parts, in order; two hours on two cores
    python scripts/train.py ranker --test sfia-dev.jsonl    one part

Parts are trained in the order of `all`: what comes later reads what came before. Runs are seeded and differ
by rounding only.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from bot.conversation import classifier
from bot.settings import Settings
from index import word_lists
from index.manifest import DEFAULT_MODEL
from index.role_requirements import LEVEL_NAMES, SKILL_NAMES
from index.sentence_model import model_folder
from index.text import as_one, neutral
from index.trained_weights import WEIGHTS, Adapter
from index.training import role_trainer, scope_trainer
from index.training.encoder_trainer import TrainingPlan, course, train
from index.training.labelled_cases import Case, read_cases, staff_voices
from index.training.level_reader_trainer import PLAN, train_reader
from index.training.open_texts import read_occupations
from index.training.skill_texts import SkillText, skill_texts
from index.training.weights_export import RANK, save_adapter, save_heads
from knowledge.catalogue import Catalogue
from knowledge.data import EDGE
from scripts.command_group import CommandGroup
from scripts.training import messages as message_trainer
from scripts.training.options import (
    FILE_TYPE,
    FOLDER_TYPE,
    cases_option,
    leave_out_option,
    opened,
    out_option,
    tests_option,
)
from scripts.training.readings import fields, levels, ranker, skills

MOST_VOICES = 1500
"""Cases the scope rule is fitted on; more cost minutes and change nothing."""
MOST_TASKS = 4000
HELD_OUT = 0.2
THREADS = 2
FEWEST = 2
"""Times, and authors, that a word needs to count as known."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@click.group(cls=CommandGroup, help=__doc__)
def main() -> None:
    """Train the weights."""


for command in (skills, ranker, levels, fields):
    main.add_command(command)


def _skill_texts(cases: Sequence[Case]) -> dict[tuple[str, str], SkillText]:
    with Catalogue(Settings.from_environment().catalogue) as catalogue:
        return skill_texts(catalogue.knowledge(), {case.skill_id for case in cases})


@main.command("all")
@cases_option
@click.pass_context
def all_parts(context: click.Context, files: tuple[Path, ...]) -> None:
    """Train all parts, in order, and build the index between the encoders and what stands on top."""
    context.invoke(words)
    context.invoke(encoder, files=files)
    context.invoke(level_reader, files=files, start=WEIGHTS / "adapter.safetensors")
    _build()
    for command in (skills, ranker, levels, fields, messages, roles):
        context.invoke(command)
    context.invoke(scope, files=files)


def _build() -> None:
    from bot.cli.main import run

    if run(["build"]):
        sys.exit("rung build failed: what it said is above")


@main.command()
@out_option
def words(out: Path) -> None:
    """Count the words of staff voices, for spelling and names: words.txt.

    A word counts where it is written in lower case; what mostly has a capital is a name.
    """
    low, high, by = Counter[str](), Counter[str](), dict[str, set[str]]()
    for case in staff_voices():
        for message in case.messages:
            for match in WORD.finditer(message):
                word = word_lists.plain(match.group())
                inside = match.start() > 0 and message[match.start() - 2] not in ".!?:"
                if match.group()[0].islower():
                    low[word] += 1
                    by.setdefault(word, set()).add(case.author)
                elif inside and not match.group().isupper():
                    high[word] += 1
    kept = sorted(w for w, n in low.items() if n >= FEWEST and len(by[w]) >= FEWEST and n > high[w])
    (out / "words.txt").write_text("".join(f"{word} {low[word]}\n" for word in kept), "utf-8")
    click.echo(f"{len(kept)} words of {len(low)}")


@main.command()
@cases_option
@leave_out_option
@click.option(
    "--leave-out-skills-of",
    "unseen",
    multiple=True,
    type=FILE_TYPE,
    help="Train on no case of a skill in this file.",
)
@click.option("--epochs", default=TrainingPlan().epochs, show_default=True)
@click.option(
    "--open-texts",
    type=FOLDER_TYPE,
    help="Folder with onet/ and tabiya-esco/, which the shipped adapter used.",
)
@out_option
def encoder(
    files: tuple[Path, ...],
    left_out: tuple[str, ...],
    unseen: tuple[Path, ...],
    epochs: float,
    open_texts: Path | None,
    out: Path,
) -> None:
    """Train the adapter of the sentence encoder: adapter.safetensors, heads.npz, training.json."""
    import torch

    torch.set_num_threads(THREADS)
    hidden = {case.skill_id for case in read_cases(unseen)}
    cases = [c for c in staff_voices(files) if c.author not in left_out and c.skill_id not in hidden]
    texts = _skill_texts(cases)
    lesson, plan = course(cases, texts), TrainingPlan(epochs=epochs)
    click.echo(f"{len(lesson.cases)} of {len(cases)} cases, {len(texts)} skills of the catalogue")
    began = time.monotonic()
    folder = model_folder(DEFAULT_MODEL)
    occupations = read_occupations(open_texts / "onet", open_texts / "tabiya-esco") if open_texts else []
    trainee = train(folder, lesson, plan, click.echo, occupations)
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(trainee, folder, out / "adapter.safetensors", RANK)
    save_heads(trainee, lesson, out / "heads.npz")
    record = {
        "cases": len(lesson.cases),
        "skills": len(texts),
        "authors": sorted({case.author for case in lesson.cases}),
        "left_out_authors": list(left_out),
        "left_out_skills_of": [path.name for path in unseen],
        "plan": asdict(plan),
        "rank": RANK,
        "occupations": len(occupations),
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


@main.command("level-reader")
@cases_option
@leave_out_option
@tests_option
@click.option("--start", type=FILE_TYPE, help="Begin from this adapter.")
@click.option("--epochs", default=PLAN.epochs, show_default=True)
@out_option
def level_reader(
    files: tuple[Path, ...],
    left_out: tuple[str, ...],
    tests: tuple[Path, ...],
    start: Path | None,
    epochs: float,
    out: Path,
) -> None:
    """Train the second adapter, for the level alone: level-adapter.safetensors, level-heads.npz."""
    import torch

    torch.set_num_threads(THREADS)
    cases = [case for case in staff_voices(files) if case.author not in left_out]
    tested = {path.stem: read_cases([path]) for path in tests}
    texts = _skill_texts([*cases, *(case for some in tested.values() for case in some)])
    lesson = course(cases, texts)
    click.echo(f"{len(lesson.cases)} of {len(cases)} cases")
    folder = model_folder(DEFAULT_MODEL)
    begin = Adapter(start, "") if start else None
    reader = train_reader(folder, lesson, replace(PLAN, epochs=epochs), click.echo, begin)
    for name, some in tested.items():
        exact, near = reader.judge(course(some, texts).cases)
        click.echo(f"{name}: exact {exact:.3f}, within one {near:.3f}")
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(reader.trainee, folder, out / "level-adapter.safetensors", RANK)
    reader.save_head(out / "level-heads.npz")


@main.command()
@cases_option
@tests_option
@out_option
@click.option(
    "--tasks",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="O*NET's task statements (CSV): work of all kinds. The shipped rule used them.",
)
def scope(files: tuple[Path, ...], tests: tuple[Path, ...], out: Path, tasks: Path | None) -> None:
    """Fit the rule that tells work from other talk: scope.npz.

    Work is staff voices, whole and by single message, and tasks; the rest is edge.jsonl among the voices.
    """
    _, reader = opened()
    edges = [*_work(staff_voices(files)), *scope_trainer.read_edges(EDGE)]
    if tasks:
        edges += scope_trainer.read_tasks(tasks, MOST_TASKS)
    random.Random(0).shuffle(edges)
    wholes = reader.encode([edge.text for edge in edges])
    kinds: tuple[tuple[str, bool], ...] = (("with vectors", True), ("words alone", False))
    cut = int(len(edges) * HELD_OUT)
    for what, vectors in kinds:
        rule = scope_trainer.fit(edges[cut:], wholes[cut:], vectors)
        shares = scope_trainer.right(rule, edges[:cut], np.asarray(wholes[:cut]))
        click.echo(f"held out {cut}, {what}: {shares}")
    rules = [scope_trainer.fit(edges, wholes, vectors=vectors) for _, vectors in kinds]
    scope_trainer.save(rules[0], rules[1], reader.model, out / "scope.npz")
    for path in tests:
        edge = '"expect"' in path.read_text("utf-8")
        tested = scope_trainer.read_edges(path) if edge else _work(read_cases([path]))
        read = reader.encode([edge.text for edge in tested])
        for (what, _), rule in zip(kinds, rules, strict=True):
            click.echo(f"{path.stem} {len(tested)}, {what}: {scope_trainer.right(rule, tested, read)}")


def _work(cases: Sequence[Case]) -> list[scope_trainer.Edge]:
    """Return whole cases and one message of each: people often begin with one."""
    chance = random.Random(0)
    found = []
    for case in chance.sample(list(cases), min(len(cases), MOST_VOICES)):
        whole = as_one([neutral(message) for message in case.messages])
        found.append(scope_trainer.Edge(whole, "in-scope", case.author))
        found.append(scope_trainer.Edge(neutral(chance.choice(case.messages)), "in-scope", case.author))
    return found


@main.command()
def messages() -> None:
    """Fit what tells the classes of messages: messages.npz and message-adapter.safetensors."""
    told = [message for case in staff_voices() for message in case.messages]
    adapter = WEIGHTS / "message-adapter.safetensors"
    np.savez_compressed(classifier.WEIGHTS, **message_trainer.fit(told, EDGE, adapter))


@main.command()
@out_option
def roles(out: Path) -> None:
    """Fit what roles ask for, on the roles of the live build: roles.json.

    The catalogue should know roles of more than one framework.
    """
    build, reader = opened()
    cases = role_trainer.role_cases(build, reader)
    known = [case for case in cases if build.roles.covers(case.members)]
    if not known:
        raise click.ClickException("the catalogue's roles cover no framework: add documents of roles first")
    bare = [case for case in cases if role_trainer.speaks_bare(build, case)] or cases
    skills = role_trainer.fit_skills(known)
    with_roles, without = role_trainer.fit_levels(known, True), role_trainer.fit_levels(bare, False)
    made = {"by": "scripts/train.py roles", "roles": len(cases), "covered_roles": len(known)}
    role_trainer.save(build.model, skills, with_roles, without, made, out / "roles.json")
    for name, weight in zip(SKILL_NAMES, skills, strict=True):
        click.echo(f"  {name:28} {weight:8.3f}")
    for name, covered, plain in zip(LEVEL_NAMES, with_roles, without, strict=True):
        click.echo(f"  {name:28} {covered:8.3f} {plain:8.3f}")


if __name__ == "__main__":
    main()
