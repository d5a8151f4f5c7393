"""Where the data that ships with Rung lies: starter documents, staff voices, regression cases, crosswalk."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent

DOCUMENTS = _HERE / "documents"
VOICES = _HERE / "voices"
EDGE = VOICES / "edge.jsonl"
"""What is not about work, or says too little: cases for `index.scope`, no voices of a skill."""
PLACED = _HERE / "placed"
CASES = _HERE / "cases"
CROSSWALK = _HERE / "crosswalk.csv"
