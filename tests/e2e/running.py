"""Runs ``rung`` as a process of its own, as people and programs do."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from bot.cli.main import run


@dataclass(frozen=True)
class Rung:
    """``rung`` with a RUNG_HOME of its own.

    Args:
        home: RUNG_HOME.
        model: RUNG_MODEL; the tiny stand-in unless told otherwise.
    """

    home: Path
    model: str = "hashing"

    def run(self, *args: str | Path, debug: bool = False) -> Done:
        """Run a command to its end in this process, which saves starting Python each time."""
        settings = {"RUNG_HOME": str(self.home), "RUNG_MODEL": self.model, "RUNG_DEBUG": "1" if debug else ""}
        out, err = io.StringIO(), io.StringIO()
        with mock.patch.dict(os.environ, settings), redirect_stdout(out), redirect_stderr(err):
            code = run([str(arg) for arg in args])
        return Done(code, out.getvalue(), err.getvalue())

    def process(self, *args: str | Path, text: str | bytes = "", debug: bool = False) -> Done:
        """Run a command to its end as a process of its own."""
        environment = {**os.environ, "RUNG_HOME": str(self.home), "RUNG_MODEL": self.model}
        environment["RUNG_DEBUG"] = "1" if debug else ""
        ran = subprocess.run(
            [sys.executable, "-m", "bot", *map(str, args)],
            input=text.encode() if isinstance(text, str) else text,
            capture_output=True,
            env=environment,
            timeout=240,
            check=False,
        )
        return Done(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def json(self, *args: str | Path) -> Any:
        """Run a command that must succeed and read its JSON."""
        done = self.run(*args, "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)

    def chat(self, *said: Any, raw: bytes = b"") -> list[dict[str, Any]]:
        """Send lines of JSON (and raw bytes after them) to ``rung chat --jsonl``, return what it answered."""
        lines = b"".join(json.dumps(each).encode() + b"\n" for each in said) + raw
        done = self.process("chat", "--jsonl", text=lines)
        assert done.code == 0, done.err
        assert "Traceback" not in done.err
        return [json.loads(line) for line in done.out.splitlines()]


@dataclass(frozen=True)
class Done:
    """A command that ended: its exit status and what it printed."""

    code: int
    out: str
    err: str
