"""Letters for pictures and PDFs: which face of which font draws a piece of text.

All fonts come from packages, so a picture looks the same on every machine: Source Sans Pro (with a real
bold and italic, for Latin, Greek and Cyrillic), Noto Sans for what it lacks (Tamil, Arabic, Devanagari,
symbols, emoji and others) and Noto Sans SC for Chinese. All are under the SIL Open Font License 1.1, which
lets PDFs embed them.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal

Style = Literal["", "B", "I"]

REPLACEMENT = "\ufffd"
"""Drawn in place of a character that no face has."""

_BASE: dict[Style, str] = {
    "": "SourceSansPro-Regular.ttf",
    "B": "SourceSansPro-Semibold.ttf",
    "I": "SourceSansPro-It.ttf",
}
_LAST = ("NotoSansSymbols[wght].ttf", "NotoEmoji[wght].ttf")
# Shaping needs them, or tells emoji from text: drawn by the face of the letter before.
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def base(style: Style = "") -> Path:
    """Return the file of the face that most text is drawn in.

    Args:
        style: regular, bold or italic.
    """
    return _folder("font_source_sans_pro") / "files" / _BASE[style]


@cache
def others() -> tuple[Path, ...]:
    """Return the files of the faces for what the base lacks, in the order they are asked."""
    noto = _folder("manimgx_fonts")
    scripts = sorted(path for path in noto.glob("NotoSans*.ttf") if path.name not in _LAST)
    upright = [path for path in scripts if "Italic" not in path.name]
    # NotoSans itself sorts last by name and is asked first: it has the most Latin letters.
    upright.sort(key=lambda path: path.name != "NotoSans[wght].ttf")
    chinese = _folder("pylopdf_fonts_zh_cn") / "NotoSansSC-Regular.otf"
    return (*upright, *(noto / name for name in _LAST), chinese)


def needed(text: str) -> tuple[Path, ...]:
    """Return the faces besides the base that a printable text is drawn in, in the order of `others`."""
    used = {_face(letter) for letter in set(text)}
    return tuple(path for path in others() if path in used)


def printable(text: str) -> str:
    """Make a text drawable: what cannot be seen is taken out, what no face has becomes a replacement sign.

    Line ends stay, tabs become spaces. `<b>` and `&` are text like any other.
    """
    tidy = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(_drawn(letter) for letter in tidy)


def runs(text: str, style: Style = "") -> Iterator[tuple[str, Path]]:
    """Part a printable text into pieces of one face each, in order.

    Args:
        text: of one line.
        style: of the base face; the others have one style only.
    """
    faces: list[tuple[str, Path]] = []
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
def _face(letter: str) -> Path | None:
    """Return the other face that has a letter; None where the base has it, or nothing has."""
    if _in_base(letter) or letter in _JOINERS:
        return None
    return next((path for path in others() if ord(letter) in _letters(path)), None)


def _in_base(letter: str) -> bool:
    # The italic has the fewest letters: text may be set in any style.
    return letter == "\n" or ord(letter) in _letters(base("I"))


@cache
def _letters(path: Path) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@cache
def _folder(package: str) -> Path:
    """Find a package of fonts without importing it."""
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:  # pragma: no cover
        raise ModuleNotFoundError(f"the fonts of {package} are missing. Install Rung again.")
    return Path(found.origin).parent
