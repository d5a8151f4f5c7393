"""The HTML page that shows what a build would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment

from bot.jobs.compare import people_lines
from bot.text.documents import place

_TEMPLATE = Path(__file__).with_name("comparison.html")


def page(difference: dict[str, Any]) -> str:
    """Return the page as one HTML file; all text is escaped."""
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_TEMPLATE.read_text("utf-8")).render(
        d=difference, at=place, people=people_lines(difference)
    )
