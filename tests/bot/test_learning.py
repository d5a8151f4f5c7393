"""From coaches' decisions to a build: what counts, whose words are taken, and how it is all undone."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.guidance.guide import Guide
from bot.guidance.pool import GuidePool
from bot.jobs.replay import replayed
from bot.reviews import learning
from bot.reviews.examples import by_label, offered
from bot.reviews.redaction import nameless
from bot.store import Database, assessments, privacy, shares
from bot.store.people import Person
from bot.store.reviews import decisions, examples, messages
from bot.store.reviews.decisions import Decision
from bot.store.reviews.examples import final_decisions
from bot.store.shares import SharedFields
from bot.store.teams import Team
from index import publication
from index.build import open_build
from index.builder import carried, make_build
from index.encoder import HashingEncoder
from index.entries import encoded_text
from index.feedback import Feedback, ReviewedExamples
from tests.e2e.running import Rung
from tests.index.conftest import LADDERS, orchard
from tests.support.seeded_store import ALL, AT, SeededStore

pytestmark = pytest.mark.slow

ENCODER = HashingEncoder()
WORDS = SharedFields(activities=True, level=True, examples=True)
TOO_EARLY = {"reviews": 3, "levelled": 2, "people": 2, "too_early": True, "skill_confirmed": 2, "lost": 0}


class Workshop(SeededStore):
    """A town whose suggestions are those of a real build of the orchard."""

    def __init__(self, home: Path, database: Database) -> None:
        super().__init__(database)
        self.home = home
        self.guide = Guide(home, ENCODER)
        self.park = self.teams.by_name("Parks") or self.team()
        self.coach = self.person("Noor Coach", self.park, coach=True)
        self.second = self.person("Sam Second", self.park, coach=True)

    def suggested(
        self, person: Person, words: str, ticked: SharedFields = ALL, team: Team | None = None
    ) -> int:
        """Let somebody be told a level and share it; return its review."""
        choice = self.guide.understand((words, words))["choices"][0]
        concluded = self.guide.conclude((words,), choice, ())[:1]
        run = assessments.record(
            self.db,
            person.id,
            None,
            build=self.guide.number,
            activities=(words,),
            choice=choice,
            given=(),
            conclusions=concluded,
            at=AT,
        )
        shares.share(self.db, person.id, run.id, (team or self.park).id, ticked, AT)
        return int(self.db.value(sa.text("select max(id) from reviews")))

    def decided(
        self, review: int, verdict: str = "agree", level: int | None = None, by: Person | None = None
    ) -> int:
        decision = Decision(verdict, level, "sfia-9", "TRAM", "as I see it")  # type: ignore[arg-type]
        if verdict in ("agree", "change", "unclear"):
            decision = Decision(verdict, level, reason="as I see it")  # type: ignore[arg-type]
        version = decisions.get(self.db, review).version
        decisions.decide(self.db, (by or self.coach).id, review, version, decision, AT)
        return review

    def level(self, review: int) -> int:
        suggestion = decisions.get(self.db, review).suggestion
        return int(self.db.value(sa.text("select level from suggestions where id = :p0"), p0=suggestion))

    def lower(self, people: int, a_person: int = 2, ticked: SharedFields = ALL) -> None:
        """Let coaches see everybody a level lower than Rung, where there is one."""
        told = [
            f"{said} I do that on site {n}." for n in range(9) for rungs in LADDERS.values() for said in rungs
        ]
        for number in range(people):
            person = self.person(f"Person{number} Tan", self.park)
            for each in range(a_person):
                review = self.suggested(person, told[(number * a_person + each) * 7 % len(told)], ticked)
                level = self.level(review)
                self.decided(review, *(("change", level - 1) if level > 1 else ("agree",)))


@pytest.fixture
def workshop(tmp_path: Path) -> Iterator[Workshop]:
    make_build(tmp_path, orchard(), ENCODER)
    with Database(tmp_path / "rung.db") as database:
        yield Workshop(tmp_path, database)


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with forty reviews of twenty people, to be copied."""
    home = tmp_path_factory.mktemp("reviewed")
    make_build(home, orchard(), ENCODER)
    with Database(home / "rung.db") as database:
        Workshop(home, database).lower(20)
    return home


@pytest.fixture
def taught(reviewed: Path, tmp_path: Path) -> Iterator[Workshop]:
    home = tmp_path / "home"
    shutil.copytree(reviewed, home)
    with Database(home / "rung.db") as database:
        # The same people agree again, and whoever comes now is somebody new.
        workshop = Workshop(home, database)
        workshop._next = 100
        yield workshop


PAINTS = "I run the scaffold crew over one span with Rosa and sign the daily coating record"


def test_what_stands_counts_and_nothing_else(workshop: Workshop) -> None:
    one, other = (workshop.person(name, workshop.park) for name in ("Rosa", "Bo"))
    agreed = workshop.decided(workshop.suggested(one, PAINTS))
    changed = workshop.decided(workshop.suggested(other, PAINTS), "change", 2)
    workshop.decided(workshop.suggested(other, PAINTS), "another")
    workshop.decided(workshop.suggested(other, PAINTS), "unclear")
    without_level = SharedFields(activities=True)
    workshop.decided(workshop.suggested(other, PAINTS, without_level), "change", 2)
    workshop.suggested(one, PAINTS)
    found = [(each.verdict, each.level, each.confirmed) for each in final_decisions(workshop.db)]
    assert found == [
        ("agree", workshop.level(agreed), True),
        ("change", 2, True),
        ("another", None, False),
        ("unclear", None, False),
        ("change", None, True),
    ]
    # An appeal is open: neither counts. Decided: the second coach's does.
    appeal = messages.appeal(workshop.db, other.id, changed, "I lead it", AT).id
    assert changed not in {each.review for each in final_decisions(workshop.db)}
    workshop.decided(appeal, "change", 4, workshop.second)
    assert (appeal, 4) in {(each.review, each.level) for each in final_decisions(workshop.db)}
    assert changed not in {each.review for each in final_decisions(workshop.db)}
    # What is taken back is left out.
    shares.take_back(workshop.db, one.id, AT)
    assert {each.person for each in final_decisions(workshop.db)} == {other.id}


def test_suggestions_are_judged_as_the_live_build_says_with_nothing_learnt(workshop: Workshop) -> None:
    one = workshop.person("Rosa", workshop.park)
    first = workshop.decided(workshop.suggested(one, PAINTS), "change", 2)
    team = workshop.team("Bridges")
    workshop.teams.join(one.id, team.code, AT)
    workshop.teams.join(workshop.second.id, team.code, AT)
    workshop.teams.set_role(workshop.second.id, team.id, "coach", workshop.admin.id, AT)
    run = decisions.get(workshop.db, first).assessment
    shares.share(workshop.db, one.id, run, team.id, ALL, AT)
    workshop.decided(
        int(workshop.db.value(sa.text("select max(id) from reviews"))), "change", 4, workshop.second
    )
    (told, again) = learning.gather(workshop.db, workshop.guide).levelled
    kept = assessments.suggestion(workshop.db, 1)
    assert kept is not None
    stored = kept.conclusion["suggestion"]["levels"]
    odds = {str(level): share for level, share in zip(told.levels, _softmax(told.odds), strict=True)}
    assert odds == pytest.approx(stored, abs=1e-4)
    # Two coaches of one suggestion count once.
    assert [(told.level, told.weight), (again.level, again.weight)] == [(2, 0.5), (4, 0.5)]


def _softmax(odds: object) -> list[float]:
    import numpy as np

    shares = np.exp(np.array(odds) - np.max(odds))  # type: ignore[call-overload]
    return (shares / shares.sum()).tolist()  # type: ignore[no-any-return]


def test_too_early_is_said_with_how_many_there_are(workshop: Workshop) -> None:
    for name, verdict in (("Rosa", "agree"), ("Bo", "agree"), ("Li", "unclear")):
        workshop.decided(workshop.suggested(workshop.person(name, workshop.park), PAINTS), verdict)
    rung = Rung(workshop.home)
    told = rung.json("learn")
    assert {key: told[key] for key in TOO_EARLY} == TOO_EARLY
    said = rung.run("learn").out
    assert said == (
        "Too early to learn: 2 reviews by coaches give a level, of 2 people; at least 30 are needed, of at"
        " least 5 people.\n"
    )
    workshop.lower(2, 20)
    assert rung.json("learn")["too_early"], "forty reviews of two people and two more say nothing of others"


def test_learning_goes_live_through_the_gate_and_is_undone(taught: Workshop) -> None:
    rung = Rung(taught.home)
    done = rung.run("learn")
    assert done.code == 0, done.err
    assert "Build 2 is live; rung rollback goes back to the one before." in done.out
    assert "40 reviews of 20 people, each held back in turn, 5 parts" in done.out
    build = open_build(taught.home)
    assert build.number == 2 and build.knowledge == orchard()
    calibration = build.feedback.calibration
    assert calibration is not None and calibration.reviews == 40
    assert calibration.common.shift < -0.3
    held = calibration.held_back
    assert held["learnt"]["log_loss"] < held["without"]["log_loss"]
    # What is suggested now is lower; the same reviews teach nothing new, and a rebuild carries it on.
    (event,) = [each for each in json.loads(rung.run("builds", "--json").out) if each["live"]]
    assert event["reason"] == "learnt from 40 reviews"
    assert "learnt from reviews" in {check["name"] for check in event["checks"]}
    again = rung.json("learn")
    assert (again["new"], again["build"]) == (False, None)
    assert rung.run("rollback").code == 0
    assert open_build(taught.home).feedback.nothing
    assert "Build 2 has all of this, but it was rolled back" in rung.run("learn").out
    assert open_build(taught.home).number == 1


def test_a_suggestion_is_replayed_and_compared_with_the_live_build(taught: Workshop) -> None:
    rung = Rung(taught.home)
    same = rung.json("replay", "1")
    assert (same["same"], same["differs"], same["changes"], same["live"]) == (True, [], [], 1)
    assert rung.run("learn").code == 0
    ids, guides = range(1, 41), GuidePool(taught.home, ENCODER)
    kept = [assessments.suggestion(taught.db, number) for number in ids]
    told = [replayed(guides, one) for one in kept if one]
    assert all(each.told()["same"] and (each.build, each.live) == (1, 2) for each in told)
    changes = [{change.what for change in each.changes} for each in told]
    assert all({"levels", "confidence"} <= each for each in changes)
    assert any("level" in each for each in changes)
    number = next(n for n, each in zip(ids, changes, strict=True) if "level" in each)
    shown = rung.run("replay", str(number)).out
    assert "Build 1 gives the same again." in shown
    assert "The live build, 2, gives instead:" in shown
    assert "distribution: 1: " in shown and "level: " in shown
    # What the build that learnt suggests is replayed to the same bytes too.
    taught.guide = Guide(taught.home, ENCODER)
    taught.suggested(taught.person("Late", taught.park), PAINTS)
    late = rung.json("replay", "41")
    assert (late["build"], late["same"], late["changes"]) == (2, True, [])


def test_replay_says_what_it_cannot_do_in_a_sentence(workshop: Workshop) -> None:
    one = workshop.person("Rosa", workshop.park)
    workshop.suggested(one, PAINTS)
    rung = Rung(workshop.home)
    unknown = rung.run("replay", "77")
    assert (unknown.code, unknown.err) == (
        2,
        "Error: There is no suggestion 77: rung replay lists the latest.\n",
    )
    listed = rung.json("replay")
    assert [(each["id"], each["build"], each["skill_name"]) for each in listed] == [(1, 1, "Bridge painting")]
    make_build(workshop.home, orchard(), ENCODER, feedback=_lower())
    publication.publish(workshop.home, 2)
    (workshop.home / "builds" / "1").rename(workshop.home / "elsewhere")
    gone = rung.run("replay", "1")
    assert gone.code == 2
    assert gone.err.startswith("Error: Suggestion 1 cannot be replayed: build 1 is not there any more")
    assert gone.err.count("\n") == 1


def test_what_differs_from_what_was_kept_is_said(workshop: Workshop) -> None:
    one = workshop.person("Rosa", workshop.park)
    workshop.suggested(one, PAINTS)
    kept = assessments.suggestion(workshop.db, 1)
    assert kept is not None
    conclusion = json.loads(json.dumps(kept.conclusion))
    conclusion["suggestion"]["level"] += 1
    conclusion["suggestion"]["evidence"] = conclusion["suggestion"]["evidence"][1:]
    workshop.db.execute(sa.text("update suggestions set conclusion = :p0"), p0=json.dumps(conclusion))
    rung = Rung(workshop.home)
    done = rung.run("replay", "1")
    assert done.code == 2
    level = kept.conclusion["suggestion"]["level"]
    assert "Build 1 does NOT give the same again:" in done.out
    assert f"level: {level + 1} → {level}" in done.out
    assert "evidence added: Runs a scaffold crew" in done.out
    assert PAINTS not in done.out


def _lower() -> Feedback:
    from index.calibration import Calibration, Tilt

    return Feedback(Calibration(Tilt(1.0, -0.5)))


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("I'm with Rosa Tan's crew on most days", "I'm with a colleague's crew on most days"),
        ("rosa and WILL paint it; I will check it", "a colleague and a colleague paint it; I will check it"),
        ("Mail me at rosa.tan+x@corp.example.sg today", "Mail me at an address today"),
        ("Call +65 9123 4567 or (020) 7946-0958 first", "Call a number or a number first"),
        ("See https://intra.corp/x?id=7 and t.me/rosat for it", "See a page and a page for it"),
        ("@rosa_t signs what staff S1234567A wrote", "a colleague signs what staff a number wrote"),
        (
            "我和王芳 plan 12,000 dollars a month for 30 clients",
            "我和a colleague plan 12,000 dollars a month for 30 clients",
        ),
    ],
)
def test_nobody_can_be_told_from_a_phrase(said: str, left: str) -> None:
    # WILL is written like no word: a name in capitals, and a word in small letters.
    assert nameless(said, ["Rosa Tan", "WILL Brown", "王芳"]) == left


def test_words_are_offered_only_with_consent_and_once(workshop: Workshop) -> None:
    one = workshop.person("Rosa Tan", workshop.park)
    quiet = workshop.person("Bo", workshop.park)
    unseen = SharedFields(level=True, examples=True)
    workshop.decided(workshop.suggested(quiet, PAINTS))
    workshop.decided(workshop.suggested(quiet, PAINTS, unseen))
    workshop.decided(workshop.suggested(one, PAINTS, WORDS), "another")
    workshop.suggested(one, PAINTS, WORDS)
    assert offered(workshop.db) == ()
    review = workshop.decided(workshop.suggested(one, f"{PAINTS}, ask Sam or mail r@x.org", WORDS))
    left = workshop.decided(workshop.suggested(one, PAINTS, WORDS), "change", 2)
    rung = Rung(workshop.home)
    listed = rung.json("learn", "--phrases")["offered"]
    assert [each["id"] for each in listed] == [f"{review}.1", f"{left}.1"]
    assert "with a colleague and sign" in listed[0]["text"]
    assert not {"Rosa", "Sam", "r@x.org"} & set(listed[0]["text"].replace(",", " ").split())
    done = rung.run("learn", "--take", f"{review}.1", "--leave", f"{left}.1")
    assert done.code == 0, done.err
    assert f"Used: {review}.1" in done.out and "No phrases wait to be looked at." in done.out
    (phrase,) = examples.accepted(workshop.db)
    assert (phrase.framework, phrase.skill, phrase.text) == ("sfia-9", "BRID", listed[0]["text"])
    assert workshop.db.value(sa.text("select text from examples where not accepted")) == ""
    wrong = rung.run("learn", "--take", "99.1")
    assert wrong.code == 2 and "There is no phrase 99.1" in wrong.err
    with pytest.raises(ValueError, match=rf"{left}\.1"):
        by_label(workshop.db, f"{left}.1")


def taken(workshop: Workshop) -> tuple[Person, int]:
    """Let a phrase of somebody be taken."""
    one = workshop.person("Rosa Tan", workshop.park)
    review = workshop.decided(workshop.suggested(one, PAINTS, WORDS))
    assert Rung(workshop.home).run("learn", "--take", f"{review}.1").code == 0
    return one, review


def test_a_phrase_goes_into_a_build_and_nothing_else_is_encoded(taught: Workshop) -> None:
    taken(taught)
    told = Rung(taught.home).json("learn")
    assert (told["build"], told["live"], told["phrases"]) == (2, True, [1])
    build = open_build(taught.home)
    assert build.feedback.examples.skills == (("sfia-9", "BRID"),)
    # All of the build was encoded for the cache; the phrase, which may be taken back, went past it.
    with closing(sqlite3.connect(taught.home / "encodings.db")) as database:
        (cached,) = database.execute("select count(*) from vectors").fetchone()
    assert cached == len({encoded_text(entry) for entry in build.entries})
    # Nor are anybody's words in the build.
    for path in (taught.home / "builds" / "2").iterdir():
        assert b"scaffold crew over one span with" not in path.read_bytes()


@pytest.mark.parametrize("how", ["take back", "untick", "forget", "forget one", "appeal"])
def test_a_phrase_taken_back_is_in_no_later_build(workshop: Workshop, how: str) -> None:
    one, review = taken(workshop)
    taught = learning._examples(examples.accepted(workshop.db), ReviewedExamples(), workshop.guide, ENCODER)
    learnt = Feedback(_lower().calibration, taught)
    make_build(workshop.home, orchard(), ENCODER, feedback=learnt)
    assert learning.carried_on(workshop.home, ENCODER.model).digest == learnt.digest
    run = decisions.get(workshop.db, review).assessment
    assert len(examples.accepted(workshop.db)) == 1
    if how == "take back":
        shares.take_back(workshop.db, one.id, AT, assessment=run)
    elif how == "untick":
        shares.share(workshop.db, one.id, run, workshop.park.id, ALL, AT)
    elif how == "forget":
        privacy.forget(workshop.db, one.id)
    elif how == "forget one":
        privacy.forget_assessment(workshop.db, one.id, run, AT)
    else:
        messages.appeal(workshop.db, one.id, review, "another skill", AT)
    assert examples.accepted(workshop.db) == ()
    assert workshop.db.value(sa.text("select count(*) from examples")) == (1 if how == "appeal" else 0)
    assert carried(workshop.home, ENCODER.model).examples.ids == (1,)
    after = learning.carried_on(workshop.home, ENCODER.model)
    assert after.examples.ids == () and after.calibration == learnt.calibration
