"""Train everything in `index/weights/` from the catalogue in RUNG_HOME and staff voices.

\b
    make train                                              all parts, in order; two hours on two cores
    python scripts/train.py ranker --test sfia-dev.jsonl    one part

Parts are trained in the order of `all`: what comes later reads what came before. Runs are seeded and differ
by rounding only.
"""

from __future__ import annotations

import json
import os
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
from index import level_model, word_lists
from index.build import Build, open_build
from index.encoder import Encoder, open_encoder
from index.entries import family
from index.fit import fit_row
from index.manifest import DEFAULT_MODEL
from index.role_requirements import LEVEL_NAMES, SKILL_NAMES
from index.sentence_model import model_folder
from index.text import as_one, neutral
from index.trained_weights import WEIGHTS, Adapter, shipped_reader_head
from index.training import fields_trainer, level_trainer, ranker_trainer, role_trainer, scope_trainer
from index.training.case_queries import queries
from index.training.encoder_trainer import Plan, course, train
from index.training.labelled_cases import Case, read_cases
from index.training.level_reader_trainer import ReaderPlan, train_reader
from index.training.open_texts import read_occupations
from index.training.readings import Reading, read_readings
from index.training.skill_texts import SkillText, skill_texts
from index.training.weights_export import RANK, save_adapter, save_heads
from knowledge.catalogue import Catalogue
from knowledge.voices import EDGE, FOLDER
from scripts.command_group import CommandGroup
from scripts.training import messages as message_trainer

HELD = ("rung-sfia-g", "rung-tsc-e2", "rung-tsc-f2", "rung-cv-j")
"""Authors the encoders do not hear: what stands on top is fitted on people they do not know."""
MOST_VOICES = 1500
"""Cases the scope rule is fitted on; more cost minutes and change nothing."""
MOST_TASKS = 4000
HELD_OUT = 0.2
PLACINGS = Path(__file__).parents[1] / "tests/cases/placings.jsonl"
"""Our own readers' placings of further careers, without their texts."""
PLACED = ("sfia-9", "tsc")
"""Frameworks in which readings are placed."""
RANKER_FOLDS = 6
FEWEST = 2
"""Times, and authors, that a word needs to count as known."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

_File = click.Path(path_type=Path, exists=True, dir_okay=False)
_Folder = click.Path(path_type=Path, exists=True, file_okay=False)
_cases = click.option("--cases", "files", multiple=True, type=_File, help="More cases.")
_tests = click.option("--test", "tests", multiple=True, type=_File, help="Cases to tell the result on.")
_leave_out = click.option(
    "--leave-out-author",
    "left_out",
    multiple=True,
    default=HELD,
    help="Do not train on this file (its stem).",
)
_authors = click.option(
    "--author", "authors", multiple=True, default=HELD, help="Fit on cases of this file only (its stem)."
)
_readings = click.option(
    "--readings",
    type=_Folder,
    default=lambda: Path(os.environ["RUNG_SHARED"]) / "data/real" if "RUNG_SHARED" in os.environ else None,
    help="Folder of readings; by default data/real of RUNG_SHARED.",
)
_threads = click.option("--threads", default=2, show_default=True)
_out = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=WEIGHTS, help="Folder to write to."
)


@click.group(cls=CommandGroup, help=__doc__)
def main() -> None:
    """Train the weights."""


def _voices(files: Sequence[Path] = ()) -> list[Case]:
    return read_cases([*(path for path in sorted(FOLDER.glob("*.jsonl")) if path.name != EDGE), *files])


def _opened() -> tuple[Build, Encoder]:
    settings = Settings.from_environment()
    return open_build(settings.home), open_encoder(settings.model, settings.encodings)


def _skill_texts(cases: Sequence[Case]) -> dict[tuple[str, str], SkillText]:
    with Catalogue(Settings.from_environment().catalogue) as catalogue:
        return skill_texts(catalogue.knowledge(), {case.skill_id for case in cases})


@main.command("all")
@_cases
@click.pass_context
def all_parts(context: click.Context, files: tuple[Path, ...]) -> None:
    """Train all parts, in order, and build the index between the encoders and what stands on top."""
    context.invoke(words)
    context.invoke(encoder, files=files)
    context.invoke(level_reader, files=files, start=WEIGHTS / "adapter.safetensors")
    _build()
    context.invoke(ranker)
    context.invoke(levels)
    context.invoke(scope, files=files)
    context.invoke(roles)


def _build() -> None:
    from bot.cli.main import run

    if run(["build"]):
        sys.exit("rung build failed: what it said is above")


@main.command()
@_out
def words(out: Path) -> None:
    """Count the words of staff voices, for spelling and names: words.txt.

    A word counts where it is written in lower case; what mostly has a capital is a name.
    """
    low, high, by = Counter[str](), Counter[str](), dict[str, set[str]]()
    for case in _voices():
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
@_cases
@_leave_out
@click.option(
    "--leave-out-skills-of",
    "unseen",
    multiple=True,
    type=_File,
    help="Train on no case of a skill in this file.",
)
@click.option("--epochs", default=Plan().epochs, show_default=True)
@click.option("--seed", default=Plan().seed, show_default=True)
@click.option("--rank", default=RANK, show_default=True, help="Size of the adapter's factors.")
@click.option(
    "--open-texts", type=_Folder, help="Folder with onet/ and tabiya-esco/. The shipped adapter used them."
)
@_threads
@_out
def encoder(
    files: tuple[Path, ...],
    left_out: tuple[str, ...],
    unseen: tuple[Path, ...],
    epochs: float,
    seed: int,
    rank: int,
    open_texts: Path | None,
    threads: int,
    out: Path,
) -> None:
    """Train the adapter of the sentence encoder: adapter.safetensors, heads.npz, training.json."""
    import torch

    torch.set_num_threads(threads)
    hidden = {case.skill_id for case in read_cases(unseen)}
    cases = [c for c in _voices(files) if c.author not in left_out and c.skill_id not in hidden]
    texts = _skill_texts(cases)
    lesson, plan = course(cases, texts), Plan(epochs=epochs, seed=seed)
    click.echo(f"{len(lesson.cases)} of {len(cases)} cases, {len(texts)} skills of the catalogue")
    began = time.monotonic()
    folder = model_folder(DEFAULT_MODEL)
    occupations = read_occupations(open_texts / "onet", open_texts / "tabiya-esco") if open_texts else []
    trainee = train(folder, lesson, plan, click.echo, occupations)
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(trainee, folder, out / "adapter.safetensors", rank)
    save_heads(trainee, lesson, out / "heads.npz")
    record = {
        "cases": len(lesson.cases),
        "skills": len(texts),
        "authors": sorted({case.author for case in lesson.cases}),
        "left_out_authors": list(left_out),
        "left_out_skills_of": [path.name for path in unseen],
        "plan": asdict(plan),
        "rank": rank,
        "occupations": len(occupations),
        "minutes": round((time.monotonic() - began) / 60, 1),
    }
    (out / "training.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


@main.command("level-reader")
@_cases
@_leave_out
@_tests
@click.option("--start", type=_File, help="Begin from this adapter.")
@click.option("--epochs", default=ReaderPlan().epochs, show_default=True)
@click.option("--seed", default=ReaderPlan().seed, show_default=True)
@_threads
@_out
def level_reader(
    files: tuple[Path, ...],
    left_out: tuple[str, ...],
    tests: tuple[Path, ...],
    start: Path | None,
    epochs: float,
    seed: int,
    threads: int,
    out: Path,
) -> None:
    """Train the second adapter, for the level alone: level-adapter.safetensors, level-heads.npz."""
    import torch

    torch.set_num_threads(threads)
    cases = [case for case in _voices(files) if case.author not in left_out]
    tested = {path.stem: read_cases([path]) for path in tests}
    texts = _skill_texts([*cases, *(case for some in tested.values() for case in some)])
    lesson = course(cases, texts)
    known = {name: list(course(some, texts).cases) for name, some in tested.items()}
    click.echo(f"{len(lesson.cases)} of {len(cases)} cases")
    folder = model_folder(DEFAULT_MODEL)
    begin = Adapter(start, "") if start else None
    reader = train_reader(folder, lesson, ReaderPlan(epochs=epochs, seed=seed), click.echo, begin, known)
    out.mkdir(parents=True, exist_ok=True)
    save_adapter(reader.trainee, folder, out / "level-adapter.safetensors", RANK)
    reader.save_head(out / "level-heads.npz")


@main.command()
@_authors
@_readings
@_tests
@_out
def ranker(authors: tuple[str, ...], readings: Path | None, tests: tuple[Path, ...], out: Path) -> None:
    """Fit the weights that rank skills, with the live build: ranker.json.

    On voices that the encoder does not know and on readings; told are the shares on people left out.
    """
    build, reader = _opened()
    cases = ranker_trainer.known(build, [case for case in _voices() if case.author in authors])
    spoken = _texts_of_cases(build, reader, cases)
    written = _texts_of_readings(build, reader, _readings_of(readings))
    fitted = ranker_trainer.fit([*spoken, *written])
    made = {
        "by": "scripts/train.py ranker",
        "voices": len(cases),
        "readings": len(written),
        "model": build.model,
    }
    ranker_trainer.save(build, fitted, made, out / "ranker.json")
    if written:
        _tell_left_out(written, spoken)
    for path in tests:
        tested = _texts_of_cases(build, reader, ranker_trainer.known(build, read_cases([path])))
        for bare, what in ((False, "trained skills"), (True, "skills never heard of")):
            first, six = ranker_trainer.shares_right(tested, fitted, bare)
            click.echo(
                f"{path.stem} {len(first)}, {what}: first {np.mean(first):.3f}, in six {np.mean(six):.3f}"
            )


def _texts_of_cases(build: Build, reader: Encoder, cases: Sequence[Case]) -> list[ranker_trainer.Text]:
    asked = queries(reader, [case.messages for case in cases], read_levels=False)
    return [ranker_trainer.text_of_case(build, c, query) for c, query in zip(cases, asked, strict=True)]


def _texts_of_readings(
    build: Build, reader: Encoder, readings: Sequence[Reading]
) -> list[ranker_trainer.Text]:
    asked = queries(reader, [reading.messages for reading in readings], read_levels=False)
    return [
        text
        for reading, query in zip(readings, asked, strict=True)
        for framework in PLACED
        if framework in build.ranked
        and (text := ranker_trainer.text_of_reading(build, reading, query, framework)) is not None
    ]


def _tell_left_out(written: Sequence[ranker_trainer.Text], spoken: Sequence[ranker_trainer.Text]) -> None:
    """Fit without each fold of people in turn, and tell the shares on them."""
    people = sorted({text.person for text in written})
    random.Random(0).shuffle(people)
    fold = {person: n % RANKER_FOLDS for n, person in enumerate(people)}
    found: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    for number in range(RANKER_FOLDS):
        fitted = ranker_trainer.fit([*spoken, *(text for text in written if fold[text.person] != number)])
        left = [text for text in written if fold[text.person] == number]
        for bare in (False, True):
            for text, first, six in zip(left, *ranker_trainer.shares_right(left, fitted, bare), strict=True):
                found.setdefault((text.framework, bare), []).append((first, six))
    for (framework, bare), shares in sorted(found.items()):
        first, six = np.mean(shares, axis=0)
        what = "no directions" if bare else "all"
        click.echo(f"readings, {framework}, {what}, {len(shares)}: first {first:.3f}, in six {six:.3f}")


@main.command()
@_authors
@_readings
@_tests
@_out
def levels(authors: tuple[str, ...], readings: Path | None, tests: tuple[Path, ...], out: Path) -> None:
    """Fit the level model, with the live build: levels.npz.

    On voices that the level reader does not know and on readings; told are the figures on people left out.
    """
    build, reader = _opened()
    head = shipped_reader_head(out) or shipped_reader_head()
    if head is None:
        raise click.ClickException("train the level reader first: python scripts/train.py level-reader")
    cases = ranker_trainer.known(build, [case for case in _voices() if case.author in authors])
    told = level_trainer.told_of_cases(cases, queries(reader, [case.messages for case in cases]))
    given = [reading for reading in _readings_of(readings) if reading.enough]
    written = level_trainer.told_of_readings(build, given, queries(reader, [r.messages for r in given]))
    model = level_trainer.fit(build, [*told, *written], head)
    level_trainer.save(model, out / "levels.npz")
    click.echo(f"{len(told)} voices, {len(written)} readings; scales {model.scales}")
    for names, weights in ((level_model.MIXED, model.mean), (level_model.NAMES, model.levels)):
        click.echo(
            "  " + ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, weights, strict=True))
        )
    for line in level_trainer.left_out(build, told, written, head):
        click.echo(line)
    for path in tests:
        tested = ranker_trainer.known(build, read_cases([path]))
        asked = level_trainer.told_of_cases(tested, queries(reader, [case.messages for case in tested]))
        click.echo(f"{path.stem}: {level_trainer.figures(build, asked, model, head)}")


@main.command()
@_authors
@_readings
@click.option("--onet", type=_Folder, required=True, help="Folder with O*NET's CSV files.")
@_out
def fields(authors: tuple[str, ...], readings: Path | None, onet: Path, out: Path) -> None:
    """Fit the rule that tells work that no skill fits, with the live build: fields.npz."""
    build, reader = _opened()
    texts, groups = fields_trainer.read_fields(onet)
    rule = fields_trainer.fit_fields(build.model, reader.encode(texts), groups)
    voices = [case for case in ranker_trainer.known(build, _voices()) if case.author in authors]
    for framework in PLACED:
        given = [r for r in _readings_of(readings) if r.enough and r.placed(framework)]
        spoken = [case for case in voices if case.framework == framework]
        messages = [*(r.messages for r in given), *(case.messages for case in spoken)]
        asked = queries(reader, messages, read_levels=False)
        chances = rule.chances(np.stack([query.whole for query in asked]))
        rows = [fit_row(build, framework, query, of) for query, of in zip(asked, chances, strict=True)]
        none = np.array([not any(r.placed(framework)) for r in given] + [False] * len(spoken))
        read = np.arange(len(none)) < len(given)
        people = [*(r.person for r in given), *(case.id for case in spoken)]
        name, whole = family(framework), framework == PLACED[0]
        fitted = fields_trainer.fit_cover(np.stack(rows), none, people, read, whole)
        rule.covers[name], rule.least[name], unseen = fitted
        told, wrongly = (unseen < rule.least[name])[none].mean(), (unseen < rule.least[name])[~none].mean()
        click.echo(f"{framework}, left out: none fits {none.sum()}, told {told:.3f}; others {wrongly:.3f}")
        if whole:
            described = build.described(framework)
            share = fields_trainer.fit_share(rule, chances[read], described, none[read])
            rule = replace(rule, share=share)
    fields_trainer.save(rule, out / "fields.npz")


def _readings_of(folder: Path | None) -> list[Reading]:
    if folder is None or not folder.is_dir():
        click.echo("no readings: set RUNG_SHARED, or give --readings; fitted on voices alone", err=True)
        return []
    return read_readings(folder, [PLACINGS] if PLACINGS.is_file() else [])


@main.command()
@_cases
@_tests
@_out
@click.option(
    "--tasks",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="O*NET's task statements (CSV): work of all kinds. The shipped rule used them.",
)
def scope(files: tuple[Path, ...], tests: tuple[Path, ...], out: Path, tasks: Path | None) -> None:
    """Fit the rule that tells work from other talk: scope.npz.

    Work is staff voices, whole and by single message, and tasks; the rest is edge.jsonl among the voices.
    """
    _, reader = _opened()
    edges = [*_work(_voices(files)), *scope_trainer.read_edges(FOLDER / EDGE)]
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
    """Fit what tells the classes of messages: bot/conversation/messages.npz."""
    told = [message for case in _voices() for message in case.messages]
    np.savez_compressed(classifier.WEIGHTS, **message_trainer.fit(told, FOLDER / EDGE))


@main.command()
@_out
def roles(out: Path) -> None:
    """Fit what roles ask for, on the roles of the live build: roles.json.

    The catalogue should know roles of more than one framework.
    """
    build, reader = _opened()
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
