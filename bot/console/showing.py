"""Pages made of templates; whatever people wrote is shown as text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot import times
from bot.console import highlighting
from bot.text import console as say

PAGES = Path(__file__).parent / "pages"


def environment(
    framework: Callable[[str], str], skill: Callable[[str | None, str | None], str]
) -> Environment:
    """Return what makes pages of templates.

    Args:
        framework: gives a framework's name.
        skill: gives a skill's name.
    """
    pages = Environment(
        loader=FileSystemLoader(PAGES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.globals.update(say=say, highlight=highlighting.both, skill_name=skill)
    pages.filters.update(day=day, percent=percent, framework=framework, waited=waited)
    return pages


def day(at: str) -> str:
    """Return the day of a time as people say it: *4 May 2026*."""
    when = times.moment(at)
    return f"{when.day} {when:%B %Y}"


def waited(since: str, now: str) -> str:
    """Say how long something has waited."""
    spent: datetime = times.moment(now)
    return say.waited(int((spent - times.moment(since)).total_seconds()) // 60)


def percent(share: float | None) -> str:
    """Return a share as people say it: *72 %*."""
    return "–" if share is None else f"{round(100 * share)} %"


Context = dict[str, Any]
