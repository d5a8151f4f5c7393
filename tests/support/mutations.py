"""Changes documents at random, to see that a reader never takes the damage for what the document says."""

from __future__ import annotations

from random import Random

from knowledge.model import Reading
from knowledge.similarity import normalised

_LONGEST_CUT = 400
_FRAGMENTS = (
    b"\x00",
    b"\t",
    b"\n",
    b'"',
    b",",
    b"<ul>",
    b"Level 9",
    b"{",
    b"\xff\xfe",
    b"%PDF",
    b"PK\x03\x04",
)


def mutated(data: bytes, draw: Random) -> bytes:
    """Return a document with up to four pieces cut out, put in, doubled or changed.

    Args:
        data: of the document.
        draw: where chance comes from.
    """
    made = bytearray(data)
    for _ in range(draw.randint(1, 4)):
        start = draw.randrange(len(made) + 1)
        end = min(len(made), start + draw.randint(1, _LONGEST_CUT))
        match draw.randrange(6):
            case 0 if start > 10:
                del made[start:]
            case 1:
                del made[start:end]
            case 2:
                made[start:start] = draw.choice(_FRAGMENTS)
            case 3:
                made[start:start] = made[start:end]
            case 4 if start < len(made):
                made[start] ^= 1 << draw.randrange(8)
            case _:
                made[start:end] = draw.randbytes(end - start)
    return bytes(made)


def broken_rule(original: Reading, reading: Reading) -> str:
    """Tell which rule the reading of a mutated document breaks, or ``""``.

    A statement that is word for word one of the original's may stand at another level only with an error,
    a warning or a note that a level is missing; no level is beyond 1 to 7, no statement is of a skill that
    is not there.
    """
    known = {(skill.framework, skill.key) for skill in reading.skills}
    for each in reading.descriptors:
        if not (1 <= each.level <= 7 and each.text.strip() and (each.framework, each.skill) in known):
            return f"unsound: {each}"
    if any(problem.severity != "note" for problem in reading.problems) or _gaps(reading) > _gaps(original):
        return ""
    levels: dict[tuple[str, str], set[int]] = {}
    for each in original.descriptors:
        levels.setdefault((each.skill, normalised(each.text)), set()).add(each.level)
    for each in reading.descriptors:
        right = levels.get((each.skill, normalised(each.text)))
        if right is not None and each.level not in right and not each.inferred:
            return (
                f"level {each.level}, not {sorted(right)}, without a warning: {each.skill}: {each.text[:60]}"
            )
    return ""


def _gaps(reading: Reading) -> int:
    """Count the levels that are told to be missing between two others."""
    return sum(problem.count for problem in reading.problems if problem.kind == "level-missing")
