"""Makes a build and kills itself with SIGKILL on the way: ``killed.py HOME EVENT FRAGMENT COUNT``.

It dies at the COUNT-th audit event of that name with the fragment in one of its arguments, such as the
opening or renaming of a file (PEP 578); the event ``encode`` is the encoder at work.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from index.builder import make_build
from index.encoder import HashingEncoder, Vectors
from tests.index.conftest import orchard


class Dying(HashingEncoder):
    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        if EVENT == "encode":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, progress)


HOME, EVENT, FRAGMENT, COUNT = sys.argv[1:]
left = int(COUNT)


def watch(event: str, args: tuple[object, ...]) -> None:
    global left  # noqa: PLW0603
    if event == EVENT and any(FRAGMENT in str(arg) for arg in args):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(watch)
known = orchard()
more = replace(known, documents=(*known.documents, ("new.csv", "1" * 64)))
make_build(Path(HOME), more, Dying())
