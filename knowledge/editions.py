"""Editions of one framework: SFIA 8 and SFIA 9 are two, `house-skills` and `house-rules` are none."""

from __future__ import annotations

import re
from collections.abc import Iterable

_EDITION = re.compile(r"^(?P<family>.+?)-(?P<number>[0-9]{1,9})$")


def family(framework: str) -> str:
    """Return what the editions of a framework share: ``sfia`` for ``sfia-9``, ``tsc`` for ``tsc``."""
    found = _EDITION.match(framework)
    return found["family"] if found else framework


def edition(framework: str) -> int:
    """Return the number of a framework's edition: 9 for ``sfia-9``; -1 where it has none."""
    found = _EDITION.match(framework)
    return int(found["number"]) if found else -1


def newest(framework: str, among: Iterable[str]) -> str:
    """Return the newest edition of a framework, which may be itself.

    Args:
        framework: an id; it need not be among the others.
        among: ids.
    """
    others = (each for each in among if family(each) == family(framework))
    return max((framework, *others), key=edition)
