"""The SFIA 8 reference PDF says what the SFIA 8 workbook says."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.model import Reading
from knowledge.readers import read
from tests.support.reading_agreement import agreements

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def reference(shared: Path) -> Reading:
    return read(shared / "sfia" / "sfia8_reference.pdf")


@pytest.fixture(scope="module")
def workbook(shared: Path) -> Reading:
    return read(shared / "sfia" / "sfia-8_en_220221.xlsx")


def test_counts_are_the_same_and_nothing_is_wrong(reference: Reading, workbook: Reading) -> None:
    assert reference.kind == "sfia-reference"
    assert [each.id for each in reference.frameworks] == ["sfia-8"]
    assert (reference.counts.skills, reference.counts.skill_levels) == (121, 495)
    assert (reference.counts.attributes, reference.counts.attribute_levels) == (5, 35)
    assert reference.problems == ()
    keys = {(each.skill, each.level) for each in workbook.descriptors}
    assert {(each.skill, each.level) for each in reference.descriptors} == keys


def test_at_least_97_percent_of_level_texts_are_equal(reference: Reading, workbook: Reading) -> None:
    found = agreements(reference, workbook)
    assert all(each.facts for each in found)
    levels = sum(each.levels for each in found)
    assert levels == 495
    assert sum(each.equal for each in found) / levels >= 0.97


def test_descriptions_and_guidance_are_the_same(reference: Reading, workbook: Reading) -> None:
    there = {skill.key: skill for skill in reference.skills}
    described = [
        there[skill.key].description.rstrip(".") == skill.description.rstrip(".") for skill in workbook.skills
    ]
    assert all(described)
    same = [there[skill.key].guidance == skill.guidance for skill in workbook.skills]
    assert sum(same) / len(same) > 0.9
