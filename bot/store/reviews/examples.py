"""Decisions that stand: what Rung may learn from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot import times
from bot.store.engine import Database
from bot.store.reviews.decisions import Verdict


@dataclass(frozen=True, slots=True)
class FinalDecision:
    """A decision that stands.

    Args:
        review: its id.
        share: the share it was asked with.
        suggestion: what was reviewed.
        person: whose it is.
        framework: of the suggestion; `skill` is the skill's key there.
        skill: see `framework`.
        verdict: what was decided.
        level: the level that the coach sees the person at; None where they gave none, or the person does not
            share it.
        examples: the person's words may serve as examples, without names: they ticked that, and the coach saw
            the words.
    """

    review: int
    share: int
    suggestion: int
    person: int
    framework: str
    skill: str
    verdict: Verdict
    level: int | None
    examples: bool

    @property
    def confirmed(self) -> bool:
        """Whether the coach sees the person in this skill, at whatever level."""
        return self.verdict in ("agree", "change")


def final_decisions(database: Database) -> tuple[FinalDecision, ...]:
    """Return the decisions that stand, by the number of their review.

    Left out is what was appealed against: the second coach's decision counts, and none until it is made; what
    is not shared any more; and what was not suggested, though earlier versions let coaches decide on it.
    """
    rows = database.rows(
        "select r.id, r.share, r.suggestion, r.person, s.framework, s.skill, r.decision,"
        " case when not h.level then null when r.decision = 'agree' then s.level"
        "  when r.decision = 'change' then r.decided_level end as said_level,"
        " h.examples and h.activities as examples"
        " from reviews r join shares h on h.id = r.share join suggestions s on s.id = r.suggestion"
        " where r.status = 'decided' and h.taken_back_at is null and s.suggested"
        " and not exists (select 1 from reviews o where o.appeal_of = r.id) order by r.id"
    )
    return tuple(
        FinalDecision(
            review=row["id"],
            share=row["share"],
            suggestion=row["suggestion"],
            person=row["person"],
            framework=row["framework"],
            skill=row["skill"],
            verdict=row["decision"],
            level=row["said_level"],
            examples=bool(row["examples"]),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Example:
    """A phrase that was taken.

    Args:
        id: the store's own; never used again.
        framework: of the skill; `skill` is its key there.
        skill: see `framework`.
        text: the words, names removed.
    """

    id: int
    framework: str
    skill: str
    text: str


def examine(
    database: Database, decision: FinalDecision, activity: int, text: str, *, taken: bool, by: str, at: str
) -> int:
    """Keep that an admin took a phrase, or left it out.

    Args:
        database: the store.
        decision: the review that confirmed it.
        activity: the place of the words among the suggestion's activities, from 0.
        text: the words, names removed; not kept where they are left out.
        taken: whether it may serve.
        by: who says so.
        at: now.

    Returns:
        the phrase's number. One that was taken before and is taken anew gets another.
    """
    with database.transaction():
        database.execute("delete from phrases where review = ? and activity = ?", (decision.review, activity))
        row = {"review": decision.review, "share": decision.share, "person": decision.person}
        said = {"activity": activity, "text": text if taken else "", "taken": int(taken)}
        return database.insert("phrases", {**row, **said, "at": times.checked(at), "by": by})


def examined(database: Database) -> dict[tuple[int, int], bool]:
    """Return what admins have looked at: review and activity, and whether it was taken."""
    rows = database.rows("select review, activity, taken from phrases")
    return {(row["review"], row["activity"]): bool(row["taken"]) for row in rows}


def accepted(database: Database) -> tuple[Example, ...]:
    """Return the phrases that may serve: taken, their person's consent holds, and so does the decision."""
    holding = {each.review: each for each in final_decisions(database) if each.confirmed and each.examples}
    rows = database.rows("select id, review, text from phrases where taken order by id")
    return tuple(
        Example(row["id"], holding[row["review"]].framework, holding[row["review"]].skill, row["text"])
        for row in rows
        if row["review"] in holding
    )


def known_names(database: Database, people: Collection[int]) -> tuple[str, ...]:
    """Return the names of some people and of everybody in their teams, coaches included."""
    marks = ",".join("?" * len(people))
    rows = database.rows(
        f"select name from people where id in ({marks}) union select p.name from people p where p.id in"
        " (select m.person from members m where m.team in"
        f" (select team from members where person in ({marks})))",
        (*people, *people),
    )
    return tuple(row["name"] for row in rows)
