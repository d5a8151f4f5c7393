from __future__ import annotations

import pytest

from index.build import Build
from index.encoder import HashingEncoder
from index.scope import scope
from index.search import search
from tests.index.conftest import PAINTER


@pytest.mark.parametrize(
    "text", ["I cook noodles at home", "hi", "😀👍", "meetings la", "asdf jkl qwer", "..."]
)
def test_what_cannot_be_placed_is_stopped(build: Build, encoder: HashingEncoder, text: str) -> None:
    assert scope(search(build, encoder, [text])) != "in-scope"


def test_work_is_let_through(build: Build, encoder: HashingEncoder) -> None:
    assert scope(search(build, encoder, PAINTER)) == "in-scope"
