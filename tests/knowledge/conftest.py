"""Documents written to files, and read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.model import Reading
from knowledge.readers import read
from tests.knowledge.samples import all_bytes

ReadText = Callable[..., Reading]
"""Reads a text or bytes as a file: ``read_text(content, name="document")``."""


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Return a function that writes a document and reads it."""

    def write_and_read(content: str | bytes, name: str = "document") -> Reading:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read(path)

    return write_and_read


@pytest.fixture
def sample(read_text: ReadText) -> Callable[[str], Reading]:
    """Return a function that reads the sample of a kind, in a file of that name."""
    return lambda kind: read_text(all_bytes()[kind], f"{kind}.doc")
