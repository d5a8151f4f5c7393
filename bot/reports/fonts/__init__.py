"""Fonts for pictures and PDFs: which face draws a piece of text.

The files are here, so that a picture looks the same on every machine: Noto Sans, regular and bold, for Latin,
Greek and Cyrillic; a collection for other scripts, symbols and emoji; Noto Sans SC for Chinese and Japanese.
All are under the SIL Open Font License 1.1 (OFL.txt), which lets PDFs embed them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

Style = Literal["", "B"]

REPLACEMENT = "\ufffd"
"""Drawn for a character that no face has."""

_FOLDER = Path(__file__).parent
# Shaping needs them, or they tell emoji from text: drawn by the face of the letter before.
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


@dataclass(frozen=True, slots=True)
class Face:
    """A font in a file; `number` is its place in a collection."""

    path: Path
    number: int = 0

    @property
    def name(self) -> str:
        """A name of its own, for fpdf2."""
        return f"{self.path.stem}-{self.number}"


_BASE: dict[Style, Face] = {
    "": Face(_FOLDER / "NotoSans-Regular.ttf"),
    "B": Face(_FOLDER / "NotoSans-Bold.ttf"),
}
_SCRIPTS = _FOLDER / "NotoSansScripts.ttc"


def base(style: Style = "") -> Face:
    """Return the face that most text is drawn in, regular or bold."""
    return _BASE[style]


@cache
def others() -> tuple[Face, ...]:
    """Return the faces for what the base lacks, in the order they are tried."""
    from fontTools.ttLib import TTCollection

    with TTCollection(_SCRIPTS, lazy=True) as scripts:
        faces = tuple(Face(_SCRIPTS, number) for number in range(len(scripts.fonts)))
    return (*faces, Face(_FOLDER / "NotoSansSC-Regular.otf"))


def needed(text: str) -> tuple[Face, ...]:
    """Return the faces besides the base that a printable text is drawn in, in the order of `others`."""
    used = {_face(letter) for letter in set(text)}
    return tuple(face for face in others() if face in used)


def printable(text: str) -> str:
    """Make a text drawable: drop what cannot be seen, replace what no face has.

    Line ends stay, tabs become spaces. `<b>` and `&` are text like any other.
    """
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(_drawn(letter) for letter in tidy)


def runs(text: str, style: Style = "") -> Iterator[tuple[str, Face]]:
    """Split a printable line into pieces of one face each, in order."""
    faces: list[tuple[str, Face]] = []
    for letter in text:
        # A mark belongs to the letter it stands on, a joiner to the emoji it joins.
        clings = bool(faces) and (letter in _JOINERS or unicodedata.category(letter) in ("Mn", "Me"))
        faces.append((letter, faces[-1][1] if clings else _face(letter) or base(style)))
    for face, group in groupby(faces, key=lambda pair: pair[1]):
        yield "".join(letter for letter, _ in group), face


@cache
def _drawn(letter: str) -> str:
    if letter == "\n" or letter in _JOINERS:
        return letter
    if unicodedata.category(letter) in _UNSEEN:
        return "" if unicodedata.category(letter) != "Co" else REPLACEMENT
    if unicodedata.category(letter) == "Zs" or letter in "\u2028\u2029":
        return letter if letter == "\u00a0" else " "
    return letter if _face(letter) is not None or _in_base(letter) else REPLACEMENT


@cache
def _face(letter: str) -> Face | None:
    """Return the other face that has a letter; None if the base has it, or none has."""
    if _in_base(letter) or letter in _JOINERS:
        return None
    return next((face for face in others() if ord(letter) in _letters(face)), None)


def _in_base(letter: str) -> bool:
    return letter == "\n" or all(ord(letter) in _letters(face) for face in _BASE.values())


@cache
def _letters(face: Face) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(face.path, fontNumber=face.number, lazy=True) as font:
        return frozenset(font.getBestCmap())
