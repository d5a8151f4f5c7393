"""Every number of the agreement page, against reviews made and counted by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sklearn.metrics import cohen_kappa_score

from bot.store import assessments, shares
from bot.store.reviews import messages
from tests.bot.console.scene import ALL, AT, ConsoleScene, SharedFields
from tests.support.seeded_store import choice, conclusion, given

# Skill, suggested level and confidence; what the coach decides.
REVIEWS: tuple[tuple[str, int, float, str, int | None], ...] = (
    ("gard", 3, 0.95, "agree", None),  # 1
    ("gard", 3, 0.95, "agree", None),  # 2
    ("gard", 3, 0.95, "change", 4),  # 3
    ("gard", 2, 0.85, "agree", None),  # 4
    ("gard", 2, 0.85, "change", 3),  # 5
    ("gard", 4, 0.55, "change", 2),  # 6: the second coach agrees with level 4
    ("bees", 3, 0.55, "agree", None),  # 7
    ("bees", 3, 0.55, "another", None),  # 8
    ("bees", 4, 0.85, "agree", None),  # 9
    ("bees", 2, 0.35, "change", 4),  # 10: the second coach says level 3
    ("bees", 2, 0.35, "unclear", None),  # 11
    ("bees", 4, 1.0, "agree", None),  # 12: appealed against and open, so in no number
)


def review(scene: ConsoleScene, skill: str, level: int, confidence: float, ticked: SharedFields = ALL) -> int:
    """Let somebody new share a suggestion; return the id of its review."""
    one = scene.person("Rosa", scene.park)
    told = conclusion(skill, level, "I water the roses")
    told["suggestion"]["confidence"] = confidence
    run = assessments.record(
        scene.db,
        one.id,
        None,
        build=7,
        activities=("I water the roses",),
        choice=choice(skill),
        given=given(),
        conclusions=[told],
        at=AT,
    )
    shares.share(scene.db, one.id, run.id, scene.park.id, ticked, AT)
    return int(scene.db.value(sa.text("select max(id) from reviews")))


def decide(scene: ConsoleScene, number: int, verdict: str, level: int | None, second: bool = False) -> None:
    browser = scene.browser(scene.second if second else scene.coach)
    told: dict[str, Any] = {"reason": "as I see it"}
    if verdict == "change":
        told["level"] = level
    if verdict == "another":
        told["other"] = "birds"
    browser.decide(number, verdict, **told)


@pytest.fixture
def page(scene: ConsoleScene) -> str:
    numbers = []
    for skill, level, confidence, verdict, decided in REVIEWS:
        numbers.append(review(scene, skill, level, confidence))
        decide(scene, numbers[-1], verdict, decided)
    seconds: tuple[tuple[int, str, int | None], ...] = ((6, "agree", None), (10, "change", 3), (12, "", None))
    for place, verdict, decided in seconds:
        person = scene.review(numbers[place - 1]).person
        appeal = messages.appeal(scene.db, person, numbers[place - 1], "I plan more", AT).id
        if verdict:
            decide(scene, appeal, verdict, decided, second=True)
    # Whose level is not shared is in no number either.
    hidden = review(scene, "gard", 3, 0.9, SharedFields(activities=True))
    decide(scene, hidden, "change", 4)
    # However a share is spaced.
    return re.sub(r"\s%", "%", scene.browser(scene.coach).get("/agreement"))


def rows(page: str, title: str) -> list[list[str]]:
    """Return the cells of the table below a heading."""
    section = page[page.index(title) :]
    table = section[: section.index("</tbody>")]
    found = re.findall(r'<tr><th scope="row">(.*?)</tr>', table, re.DOTALL)
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.split(r"</t[hd]>", row)][:-1] for row in found
    ]


def figure(page: str, title: str) -> list[str]:
    found = re.search(rf"<dt>{title}</dt><dd>(.*?)</dd><dd[^>]*>(.*?)</dd>", page)
    assert found is not None, page
    return [part.strip() for part in found.groups()]


def test_shares_are_those_of_a_hand_count(page: str) -> None:
    # Counted are 1 to 11 and the two second decisions: 13. Level 4 stands in 6b. Of these 11 is unclear.
    assert re.findall(r": <strong>(\d+)</strong>", page) == ["6", "5", "1", "1"]
    # Agreed: 1, 2, 4, 6b, 7, 9, of 12.
    assert figure(page, "Agreed with the level") == ["50%", "6 of 12"]
    # Gard: 1 to 6 and 6b; agreed 1, 2, 4, 6b. Bees: 7, 8, 9, 10, 10b; agreed 7, 9.
    assert rows(page, "By skill") == [["Gard", "7", "4", "57%"], ["Bees", "5", "2", "40%"]]
    # Suggested 2: 4, 5, 10, 10b; agreed 4. Suggested 3: 1, 2, 3, 7, 8; agreed 1, 2, 7. Suggested 4: 6, 6b, 9;
    # agreed 6b, 9.
    assert rows(page, "By suggested level") == [
        ["2", "4", "1", "25%"],
        ["3", "5", "3", "60%"],
        ["4", "3", "2", "67%"],
    ]


def test_calibration_is_that_of_a_hand_count(page: str) -> None:
    # 0.35: 10, 10b, none agreed. 0.55: 6, 6b, 7, 8, agreed 6b, 7. 0.85: 4, 5, 9, agreed 4, 9.
    # 0.95: 1, 2, 3, agreed 1, 2.
    assert rows(page, "Confidence") == [
        ["30% to 40%", "2", "35%", "0%"],
        ["50% to 60%", "4", "55%", "50%"],
        ["80% to 90%", "3", "85%", "67%"],
        ["90% to 100%", "3", "95%", "67%"],
    ]
    # (2 x 0.35 + 4 x 0.05 + 3 x (0.85 - 2/3) + 3 x (0.95 - 2/3)) / 12 = (0.7 + 0.2 + 0.55 + 0.85) / 12
    # = 0.192
    assert "on average it is 19% off" in page
    assert len(re.findall(r'<circle class="dot"', page)) == 4


def test_kappas_are_those_of_a_hand_count_and_of_another_library(page: str) -> None:
    # Rung and coaches: 11 pairs with a level. Squares: 3: 1, 5: 1, 6: 4, 10: 4, 10b: 1; 11 in 11 pairs.
    # By chance: Rung 2, 3, 4 said 4, 4, 3 times, coaches 2, 5, 4 times:
    # 4 (5 x 1 + 4 x 4) + 4 (2 x 1 + 4 x 1) + 3 (2 x 4 + 5 x 1) = 84 + 24 + 39 = 147, in 121.
    # Kappa 1 - 1 / (147 / 121) = 0.177.
    assert figure(page, "Rung and coaches") == ["0.18", "weighted kappa, 11 compared"]
    rung = (3, 3, 3, 2, 2, 4, 4, 3, 4, 2, 2)
    coach = (3, 3, 4, 2, 3, 2, 4, 3, 4, 4, 3)
    assert cohen_kappa_score(rung, coach, weights="quadratic") == pytest.approx(1 - 121 / 147)
    # First and second coach: 2 and 4 on 6, 4 and 3 on 10. Squares 4 + 1 in 2 pairs; by chance 4 + 1 + 0 + 1
    # in 4. Kappa 1 - 2.5 / 1.5 = -0.667.
    assert figure(page, "First and second coach") == ["-0.67", "weighted kappa, 2 compared"]
    assert cohen_kappa_score((2, 4), (4, 3), weights="quadratic", labels=[2, 3, 4]) == pytest.approx(-2 / 3)
