"""Compare the SFIA 8 reference PDF with the SFIA 8 workbook, skill by skill.

python -m scripts.compare_sfia8 REFERENCE.pdf WORKBOOK.xlsx
"""

from __future__ import annotations

import sys
from pathlib import Path

from knowledge.readers import read
from tests.support.reading_agreement import agreements


def main() -> None:
    """Print the table."""
    reference, workbook = (read(Path(name)) for name in sys.argv[1:3])
    found = agreements(reference, workbook)
    for each in found:
        told = f"  differs at level {', '.join(map(str, each.differing))}" if each.differing else ""
        facts = "" if each.facts else "  title or category differs"
        print(f"{each.code}  {each.name:<45} {each.equal}/{each.levels}{told}{facts}")
    equal, levels = sum(each.equal for each in found), sum(each.levels for each in found)
    print(f"{len(found)} skills, {equal} of {levels} level texts equal: {equal / levels:.1%}")


if __name__ == "__main__":
    main()
