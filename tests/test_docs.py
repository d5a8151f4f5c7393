"""The docs name files, commands and scripts that exist, and show help as it is printed."""

from __future__ import annotations

import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli.main import rung

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")])
SCRIPTS = ("train", "evaluate", "benchmark", "load", "demo")
pages = pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))


def _code(page: Path) -> Iterator[str]:
    """Yield what a page shows as code, but for what was said in a conversation."""
    text = re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->", "", page.read_text("utf-8"), flags=re.S)
    for block in re.findall(r"```(?:sh|text|console)?\n(.*?)```|`([^`\n]+)`", text, re.S):
        yield from "".join(block).splitlines()


@pages
def test_docs_when_they_name_a_rung_command_then_it_exists(page: Path) -> None:
    for line in _code(page):
        for name in re.findall(r"(?:^|\s|\.venv/bin/|\$ )rung ([a-z]+)\b", line):
            assert name in rung.commands, f"{page.name}: rung {name}"


@pages
def test_docs_when_they_name_a_script_then_it_exists(page: Path) -> None:
    for line in _code(page):
        for path, command in re.findall(r"scripts/(\w+)\.py(?: ([a-z][a-z-]+)(?=\s|$))?", line):
            assert path in SCRIPTS, f"{page.name}: scripts/{path}.py"
            main = importlib.import_module(f"scripts.{path}").main
            if command:
                assert isinstance(main, click.Group) and command in main.commands, (
                    f"{page.name}: {path} {command}"
                )
        assert not re.search(r"-m scripts\.(?!" + "|".join(SCRIPTS) + r")\w+", line), f"{page.name}: {line}"


@pages
def test_docs_when_they_name_a_make_target_then_it_exists(page: Path) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    for line in _code(page):
        for name in re.findall(r"^\s*make ([a-z]+)(?=\s|$)", line):
            assert name in targets, f"{page.name}: make {name}"


@pages
def test_docs_when_they_link_to_a_page_then_it_exists(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pages
def test_docs_when_they_name_a_file_of_the_project_then_it_exists(page: Path) -> None:
    if page.parent.name == "decisions":
        return
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    known = set(listed.stdout.splitlines())
    folders = {str(parent) for name in known for parent in Path(name).parents}
    for line in _code(page):
        for name in re.findall(r"(?:^|[\s(])((?:bot|index|knowledge|tests|scripts)/[\w./*-]+)", line):
            path = name.rstrip("./")
            assert path in known or path in folders or any(ROOT.glob(path)), f"{page.name}: {name}"


def test_house_questions_when_answered_then_the_files_exist() -> None:
    for line in (ROOT / "docs/decisions/house.md").read_text("utf-8").splitlines():
        for name in re.findall(r"`([\w./]+/[\w./]*)`", line):
            assert (ROOT / name).exists(), name
