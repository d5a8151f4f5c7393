"""Runs a function on a stranger's file in a process of its own, with limits on time, memory and output.

Libraries that open PDF and Word files are large, and a file can be made to keep them busy for hours or fill
the memory. The process that serves people starts another one for each file; whatever happens in there, it
gets a result or one of two errors.
"""

from __future__ import annotations

import dataclasses
import importlib
import io
import os
import pickle
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any, BinaryIO, Literal, TypeVar

T = TypeVar("T")

SECONDS = 30.0
"""Of wall clock, the start of the process (about half a second) included."""

MEMORY = 2**30
"""Bytes of address space. A 20 MB PDF of 500 pages takes less than a third of it."""

LARGEST_RESULT = 64 * 2**20
"""Bytes a result may have, pickled; more is reported as "memory"."""

_START = "from knowledge.sandbox import serve; serve()"
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "LANG")
Reason = Literal["time", "memory", "crash", "error"]


class StoppedError(Exception):
    """The function gave no result.

    Args:
        reason: ``time`` or ``memory``: a limit was met; ``crash``: the process died; ``error``: the function
            raised an error that is none of ours.
        detail: the error's name and text, or the signal, for a developer; never for a person to read.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


def limited(function: Callable[..., T], *args: Any, seconds: float = SECONDS, memory: int = MEMORY) -> T:
    """Call a function in a process of its own.

    The process inherits no environment (so no secrets) and no open files, and what it prints is lost.
    Call it from a thread: it waits. Where the system knows no limits on processes (Windows), only the time
    is limited.

    Args:
        function: of a module's top level; the module is imported in the new process.
        args: picklable.
        seconds: of wall clock.
        memory: bytes of address space.

    Returns:
        what the function returns. It may hold plain values (None, numbers, text, bytes, lists, tuples, sets,
        dicts) and dataclasses and named tuples of the function's own package or of ``knowledge``.

    Raises:
        StoppedError: a limit was met, the process died, or a library raised an error.
        Exception: errors of classes of the function's own package or of ``knowledge`` (`DocumentError`) are
            raised as if the function had been called here.
    """
    named = (function.__module__, function.__qualname__)
    task = pickle.dumps((named, args, {"seconds": seconds, "memory": memory}))
    with tempfile.TemporaryFile() as out:
        try:
            done = subprocess.run(
                [sys.executable, "-c", _START],
                input=task,
                stdout=out,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                env=_environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise StoppedError("time", f"more than {seconds:g} s") from error
        out.seek(0)
        answer = out.read(LARGEST_RESULT)
    return _result(answer, done.returncode, {"knowledge", named[0].partition(".")[0]})  # type: ignore[no-any-return]


def serve() -> None:
    """Be the new process: read the task from standard input, write the answer to standard output."""
    named, args, limits = pickle.load(sys.stdin.buffer)
    with os.fdopen(os.dup(1), "wb") as out, open(os.devnull, "wb") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        _limit(**limits)
        _answer(out, *_called(named, args))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    # More threads than one take address space and gain nothing here.
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPENBLAS_NUM_THREADS": "1"}


def _limit(seconds: float, memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: int(seconds) + 1,
        resource.RLIMIT_FSIZE: LARGEST_RESULT,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        most = resource.getrlimit(kind)[1]
        least = value if most == resource.RLIM_INFINITY else min(value, most)
        resource.setrlimit(kind, (least, least))


def _called(named: tuple[str, str], args: Any) -> tuple[str, Any]:
    """Return how the call ended, ``returned``, ``raised`` or a `Reason`, and with what."""
    try:
        function: Any = importlib.import_module(named[0])
        for part in named[1].split("."):
            function = getattr(function, part)
        return "returned", function(*args)
    except MemoryError:
        return "memory", ""
    except Exception as error:
        if type(error).__module__.partition(".")[0] in ("knowledge", named[0].partition(".")[0]):
            # As parts: an error whose __init__ takes other arguments than its message cannot be pickled.
            return "raised", (type(error), error.args, error.__dict__)
        return "error", f"{type(error).__name__}: {error}"[:500]


def _answer(out: BinaryIO, ending: str, value: Any) -> None:
    try:
        out.write(pickle.dumps((ending, value)))
    except (MemoryError, OSError):
        out.truncate(0)
        out.seek(0)
        out.write(pickle.dumps(("memory", "the result is too large")))


def _result(answer: bytes, code: int, packages: set[str]) -> Any:
    try:
        ending, value = _Reader(io.BytesIO(answer), packages).load()
    except Exception as error:  # half an answer, or one that names what it may not
        raise StoppedError(_why_dead(code), f"exit code {code}") from error
    if ending == "returned":
        return value
    if ending == "raised":
        kind, args, state = value
        raised = kind.__new__(kind, *args)
        raised.__dict__.update(state)
        raise raised
    raise StoppedError(ending, str(value))


def _why_dead(code: int) -> Reason:
    if code == -getattr(signal, "SIGXCPU", 0) != 0:
        return "time"
    # The system ends the process that took too much with SIGKILL; too large a file with SIGXFSZ.
    killed = (getattr(signal, "SIGKILL", 0), getattr(signal, "SIGXFSZ", 0))
    return "memory" if -code in killed and code else "crash"


class _Reader(pickle.Unpickler):
    """Unpickles plain values and our own, and nothing that could run code of a stranger."""

    def __init__(self, file: BinaryIO, packages: set[str]) -> None:
        super().__init__(file)
        self._packages = packages

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of our own packages that only holds values."""
        if module.partition(".")[0] in self._packages and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and (
                dataclasses.is_dataclass(found) or issubclass(found, (tuple, Exception))
            ):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a plain value")
