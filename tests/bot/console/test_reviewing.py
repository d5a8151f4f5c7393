"""The queue, a review, and what a coach decides."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.store import audit, privacy, shares
from bot.store.reviews import messages
from bot.store.reviews.decisions import Decision
from tests.bot.console.scene import ALL, AT, ConsoleScene, SharedFields, after

HOSTILE = "<script>alert(1)</script> =cmd|' /C calc'!A0 \"><img src=x onerror=alert(2)> {{7*7}} </textarea>"


def lines(page: str) -> list[int]:
    """Return the reviews that a page of the queue lists."""
    return [int(number) for number in re.findall(r'class="line" href="/reviews/(\d+)', page)]


def test_the_queue_is_listed_page_by_page(scene: ConsoleScene) -> None:
    waiting = []
    for number in range(45):
        scene.now = after(number)
        waiting.append(scene.waiting(f"P{number}", skill="gard" if number % 3 else "bees"))
    browser = scene.browser(scene.coach)
    page = browser.get("/queue")
    seen = lines(page)
    while more := re.search(r'hx-get="([^"]+)"', page):
        page = browser.get(html.unescape(more[1]), 200, **{"HX-Target": "more"})
        assert "<html" not in page
        seen += lines(page)
    assert seen == waiting
    plain = browser.get(html.unescape(re.search(r'href="(/queue\?after=[^"]+)', browser.get("/queue"))[1]))  # type: ignore[index]
    assert "<html" in plain and lines(plain) == waiting[20:40]


def test_the_queue_is_filtered(scene: ConsoleScene) -> None:
    trees = scene.team("Trees")
    scene.teams.join(scene.coach.id, trees.code, AT)
    scene.teams.set_role(scene.coach.id, trees.id, "coach", scene.admin.id, AT)
    old, bees = scene.waiting("Old"), scene.waiting("Bee", trees, skill="bees")
    scene.now = after(days=4)
    new = scene.waiting("New")
    hidden = scene.waiting("Hidden", ticked=SharedFields(activities=True))
    browser = scene.browser(scene.coach)
    for query, found in {
        "": [old, bees, new, hidden],
        f"?team={trees.id}": [bees],
        "?skill=park/bees": [bees],
        "?days=3": [old, bees],
        "?sure=fair": [old, bees, new],
        "?sure=sure": [],
        "?team=x&days=&sure=maybe&skill=park&after=yesterday": [old, bees, new, hidden],
        f"?team={scene.park.id}&skill=park/gard&sure=fair&days=1": [old],
    }.items():
        assert lines(browser.get(f"/queue{query}")) == found, query
    assert "No review matches these filters" in browser.get("/queue?sure=sure")
    assert "Hidden" not in browser.get("/queue") and "Name not shared" in browser.get("/queue")


def test_filters_go_along_to_the_next_review(scene: ConsoleScene) -> None:
    first, _, third = scene.waiting("A"), scene.waiting("B", skill="bees"), scene.waiting("C")
    browser = scene.browser(scene.coach)
    page = browser.get(f"/reviews/{first}?skill=park%2Fgard")
    assert f'href="/reviews/{third}?skill=park%2Fgard" id="next"' in page
    version = scene.review(first).version
    place = re.search(r'name="place" value="([^"]+)"', page)
    where = browser.post(
        f"/reviews/{first}/decide?skill=park%2Fgard",
        verdict="agree",
        version=version,
        place=place[1] if place else "",
    )
    assert urlsplit(where).path == f"/reviews/{third}"
    assert parse_qs(urlsplit(where).query) == {"skill": ["park/gard"], "told": ["decided"]}
    assert "Decided. Here is the next one." in browser.get(where)
    assert browser.decide(third, "agree") == f"/reviews/{third - 1}?told=decided"
    assert browser.decide(third - 1, "unclear") == "/queue?told=done"


def test_a_review_shows_what_there_is_to_judge(scene: ConsoleScene) -> None:
    review = scene.waiting(words=("I water the roses every day",))
    page = scene.browser(scene.coach).get(f"/reviews/{review}")
    assert "I <mark>water</mark> the <mark>roses</mark>" in page
    assert "<mark>Waters</mark> the plants." in page
    assert "level 3 is suggested; level 2: 10%, level 3: 80%, level 4: 10%." in page
    assert 'class="answer" data-answer="own">On my own' in page and "Why not level 4" in page
    assert "Plan the beds." in page and "build 7" in page
    assert [line.action for line in audit.history(scene.db, scene.review(review).person)][:1] == ["looked"]


@pytest.mark.parametrize(
    ("ticked", "shown", "hidden"),
    [
        (SharedFields(level=True), ["Plans the beds."], ["roses", "Rosa", "Next steps", 'href="/people']),
        (SharedFields(activities=True), ["roses"], ["Rosa", "level 3", "80%", "Why not", "Agree <"]),
        (ALL, ["roses", "Rosa", "80%", "Next steps"], []),
    ],
)
def test_a_review_shows_what_is_shared_alone(
    scene: ConsoleScene, ticked: SharedFields, shown: list[str], hidden: list[str]
) -> None:
    page = scene.browser(scene.coach).get(f"/reviews/{scene.waiting(ticked=ticked)}")
    assert not [text for text in shown if text not in page]
    assert not [text for text in hidden if text in page]


def test_a_coach_agrees(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    browser.decide(review, "agree", reason=" well put ")
    assert scene.review(review).decision == Decision("agree", reason="well put")
    assert [told.id for told in scene.told.decisions] == [review]
    page = browser.get(f"/reviews/{review}")
    assert "You decided" in page and "well put" in page and 'id="decision"' not in page


def test_a_coach_changes_the_level_with_a_reason(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    page = browser.decide(review, "change", 422, level="4", reason=" ")
    assert "Write the reason" in page and re.search(r'value="change" id="change" required checked', page)
    assert '<option value="4" selected>' in page
    assert "Choose a level" in browser.decide(review, "change", 422, level="", reason="why")
    assert "no such level" in browser.decide(review, "change", 422, level="6", reason="why")
    assert "Choose a decision" in browser.decide(review, "maybe", 422)
    assert scene.review(review).status == "waiting" and not scene.told.decisions
    browser.decide(review, "change", level="4", reason="She plans the beds")
    assert scene.review(review).decision == Decision("change", 4, reason="She plans the beds")


def test_a_coach_names_another_skill(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    assert "I know no skill of that name" in browser.decide(review, "another", 422, other="zzz", reason="why")
    page = browser.decide(review, "another", 422, other="keeping", reason="why")
    assert "Which of these skills" in page and 'value="park|birds">Bird keeping (birds, Park)' in page
    page = browser.decide(review, "another", 422, other="bees", other_level="7", reason="why")
    assert "no such level" in page
    browser.decide(review, "another", other="keeping", picked="park|bees", other_level="2", reason="why")
    assert scene.review(review).decision == Decision("another", 2, "park", "bees", "why")
    assert "Another skill</strong>: Beekeeping, level 2" in browser.get(f"/reviews/{review}")


def test_skills_are_offered_while_a_coach_types(scene: ConsoleScene) -> None:
    page = scene.browser(scene.coach).get("/skills?other=keep")
    assert re.findall(r'value="([^"]+)"', page) == ["Beekeeping (bees, Park)", "Bird keeping (birds, Park)"]
    assert not scene.browser(scene.coach).get("/skills").strip()


def test_a_coach_asks_and_goes_on(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    path = f"/reviews/{review}/ask"
    assert "Write a message" in browser.post(path, 422, version=1, question=" \n ")
    assert browser.post(path, version=1, question="Which roses?") == f"/reviews/{review}?told=asked"
    assert scene.told.questions == ["Which roses?"]
    messages.answer(scene.db, scene.review(review).person, review, "The red ones", AT)
    page = browser.get(f"/reviews/{review}")
    assert "Which roses?" in page and "The red ones" in page
    browser.decide(review, "agree")
    browser.post(path, version=scene.review(review).version, question="Well done")
    assert "Well done" in browser.get(f"/reviews/{review}")


def test_a_coach_keeps_a_review_and_gives_it_back(scene: ConsoleScene) -> None:
    review = scene.waiting()
    mine, other = scene.browser(scene.coach), scene.browser(scene.second)
    assert mine.post(f"/reviews/{review}/claim", version=1) == f"/reviews/{review}?told=claimed"
    assert lines(other.get("/queue")) == [] and "yours" in mine.get("/queue")
    assert "Another coach is working on this one" in other.get(f"/reviews/{review}")
    assert "Coach took this one" in html.unescape(other.post(f"/reviews/{review}/claim", 409, version=2))
    assert mine.post(f"/reviews/{review}/release") == "/queue?told=released"
    assert lines(other.get("/queue")) == [review]
    mine.post(f"/reviews/{review}/release", 409)


def test_a_lost_race_is_told_kindly_and_nothing_is_lost(scene: ConsoleScene) -> None:
    review = scene.waiting()
    first, second = scene.browser(scene.coach), scene.browser(scene.second)
    first.decide(review, "agree")
    page = second.decide(review, "change", 409, version=1, level="4", reason="My long reason")
    assert "Coach decided on this one" in page and "My long reason" in page
    assert scene.review(review).decision == Decision("agree") and len(scene.told.decisions) == 1
    second.get(f"/reviews/{review}", 404)
    page = second.post(f"/reviews/{review}/ask", 409, version=1, question="My question")
    assert "My question" in page


def test_what_changed_meanwhile_is_looked_at_again(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    browser.get(f"/reviews/{review}")
    person, run = scene.review(review).person, scene.review(review).assessment
    shares.share(scene.db, person, run, scene.park.id, SharedFields(activities=True), AT)
    page = browser.decide(review, "agree", 409, version=1)
    assert "changed while you had it open" in page and f'href="/reviews/{review}"' in page
    page = browser.decide(review, "agree", 422, version=scene.review(review).version)
    assert "not shared with you" in page


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30, "1e3"])
def test_a_version_that_is_none_writes_nothing(scene: ConsoleScene, version: str) -> None:
    review = scene.waiting()
    scene.browser(scene.coach).decide(review, "agree", 409, version=version)
    assert scene.review(review).status == "waiting"


def test_a_second_coach_decides_on_an_appeal_without_the_first_decision(scene: ConsoleScene) -> None:
    review = scene.waiting()
    first, second = scene.browser(scene.coach), scene.browser(scene.second)
    first.decide(review, "change", level="2", reason="first reason")
    appeal = messages.appeal(scene.db, scene.review(review).person, review, "but I do", AT).id
    first.get(f"/reviews/{appeal}", 404)
    page = second.get(f"/reviews/{appeal}")
    assert "first reason" not in page and "but I do" not in page
    # Nor do the numbers tell.
    assert "No decisions yet" in second.get("/agreement")
    second.decide(appeal, "agree")
    page = second.get(f"/reviews/{appeal}")
    assert "first reason" in page and "but I do" in page
    assert "1 of 2" in second.get("/agreement") and "1 compared" in second.get("/agreement")


def test_what_people_wrote_is_text(scene: ConsoleScene) -> None:
    team = scene.team(f"={HOSTILE}")
    coach = scene.person(f"Coach {HOSTILE}", team, coach=True)
    review = scene.waiting(HOSTILE, team, words=(HOSTILE,))
    browser = scene.browser(coach)
    browser.decide(review, "change", 422, level=HOSTILE, reason=HOSTILE, other=HOSTILE)
    browser.post(f"/reviews/{review}/ask", version=1, question=HOSTILE)
    messages.answer(scene.db, scene.review(review).person, review, HOSTILE, AT)
    pages = [browser.get(f"/reviews/{review}"), browser.decide(review, "maybe", 422, reason=HOSTILE)]
    browser.decide(review, "change", level="4", reason=HOSTILE)
    pages += [browser.get(f"/reviews/{review}"), browser.decide(review, "agree", 409, reason=HOSTILE)]
    pages += [browser.get(f"/people/{scene.review(review).person}"), browser.get("/queue")]
    pages += [
        browser.get(f"/teams/{team.id}"),
        browser.get("/agreement"),
        browser.get("/queue?skill=/<script>"),
    ]
    for page in pages:
        assert "<script>alert" not in page and "<img src=x" not in page and "49" not in page
        assert page.count("</textarea>") == page.count("<textarea")
        assert "&lt;script&gt;alert" in page


def test_control_characters_stay_out(scene: ConsoleScene) -> None:
    review = scene.waiting()
    scene.browser(scene.coach).decide(review, "agree", reason="a\x00b\x1b[31m\r\nc\u202e \U0001f331")
    decided = scene.review(review).decision
    assert decided is not None and decided.reason == "ab[31m\nc \U0001f331"


def test_a_forgotten_person_leaves_no_page(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    privacy.forget(scene.db, scene.review(review).person)
    browser.get(f"/reviews/{review}", 404)
    assert lines(browser.get("/queue")) == []
