"""The frameworks that Rung's readers know, by id and version."""

from __future__ import annotations

import re
from collections.abc import Collection

from knowledge.formats.content import Document
from knowledge.model import Framework, Level
from knowledge.table_mapping import framework_name

SFIA_PHRASES = {
    1: "Follow",
    2: "Assist",
    3: "Apply",
    4: "Enable",
    5: "Ensure, advise",
    6: "Initiate, influence",
    7: "Set strategy, inspire, mobilise",
}
"""SFIA's guiding phrases: the names of its levels, the same in SFIA 7, 8 and 9."""

SFIA_ATTRIBUTES = ("autonomy", "influence", "complexity", "knowledge", "business skills")
"""What levels of responsibility were made of up to SFIA 8; SFIA 9 says its own."""

TSC = Framework("tsc", "SkillsFuture TSC", tuple(Level(number) for number in range(1, 7)))
"""SkillsFuture Singapore's technical skills and competencies: six levels, which have no names."""

DDAT_LEVELS = {"awareness": 1, "working": 2, "practitioner": 3, "expert": 4}

DDAT = Framework(
    "ddat",
    "UK Government Digital and Data",
    tuple(Level(number, name.capitalize()) for name, number in DDAT_LEVELS.items()),
)

_VERSION_IN_NAME = re.compile(r"sfia[-_ ]?v?(\d{1,2})(?!\d)", re.IGNORECASE)


ONET = Framework("onet", "O*NET")
ESCO = Framework("esco", "ESCO")
"""Occupations, their tasks and skills; neither has levels."""

ECF = Framework("e-cf", "e-CF", tuple(Level(number, f"e-{number}") for number in range(1, 6)))
"""The European e-Competence Framework (EN 16234-1): five levels."""

_ESCO_ADDRESS = "data.europa.eu/esco"
_SFIA_ADDRESS = "sfia-online.org"


def named_framework(document: Document, fields: Collection[str]) -> Framework:
    """Return the framework that a document itself says it is of, else one that is called after the file.

    Args:
        fields: what the fields of its records are called, in lower case.
    """
    if any(name == "tsc" or name.startswith("tsc ") for name in fields):
        return TSC
    if not {"o net soc code", "onet soc code", "onetsoc code"}.isdisjoint(fields):
        return ONET
    if _mentions(document, _ESCO_ADDRESS):
        return ESCO
    if _mentions(document, _SFIA_ADDRESS):
        return sfia(sfia_version_in(document.name))
    name, identity = framework_name(document.name)
    return Framework(identity, name)


def _mentions(document: Document, address: str) -> bool:
    cells = (cell for table in document.tables for row in table.rows[:3] for cell in row)
    return address in document.text[:20_000] or any(address in cell for cell in cells)


def sfia(version: str = "") -> Framework:
    """Return a version of SFIA.

    Args:
        version: ``7``, ``8``, ``9``; ``""`` where the document does not say.
    """
    levels = tuple(Level(number, phrase) for number, phrase in SFIA_PHRASES.items())
    return Framework(f"sfia-{version}" if version else "sfia", f"SFIA {version}".strip(), levels)


def sfia_version_in(text: str) -> str:
    """Return the version that a text or file name gives first (``SFIA 7``, ``sfia-8_en.xlsx``), or ``""``."""
    match = _VERSION_IN_NAME.search(text)
    return match[1] if match else ""
