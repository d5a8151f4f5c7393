"""Decisions that stand: what Rung may learn from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.database import Database
from bot.store.reviews import Verdict


@dataclass(frozen=True, slots=True)
class Standing:
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


def standing(database: Database) -> tuple[Standing, ...]:
    """Return the decisions that stand, by the number of their review.

    Left out is what was appealed against: the second coach's decision counts, and none until it is made; and
    what is not shared any more.
    """
    rows = database.rows(
        "select r.id, r.share, r.suggestion, r.person, s.framework, s.skill, r.decision,"
        " case when not h.level then null when r.decision = 'agree' then s.level"
        "  when r.decision = 'change' then r.decided_level end as said_level,"
        " h.examples and h.activities as examples"
        " from reviews r join shares h on h.id = r.share join suggestions s on s.id = r.suggestion"
        " where r.status = 'decided' and h.taken_back_at is null"
        " and not exists (select 1 from reviews o where o.appeal_of = r.id) order by r.id"
    )
    return tuple(
        Standing(
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
