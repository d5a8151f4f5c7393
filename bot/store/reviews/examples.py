"""Final decisions, and words of people that may serve as examples of their skill once an admin examined each.

Words are here only as long as their person lets them be: when the consent or the share is taken back, or the
assessment deleted, they are gone at once, and the next build is made without them.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, bindparam, case, delete, exists, literal_column, or_, select

from bot import times
from bot.store.engine import ONE, Database
from bot.store.reviews.decisions import Verdict
from bot.store.schema import examples, members, people, reviews, shares, suggestions

_APPEAL = reviews.alias("appeal")
_FINAL = (
    select(
        *(reviews.c[name] for name in ("id", "share", "suggestion", "person")),
        *(suggestions.c[name] for name in ("framework", "skill")),
        reviews.c.decision,
        case(
            (shares.c.level == 0, None),
            (reviews.c.decision == "agree", suggestions.c.level),
            (reviews.c.decision == "change", reviews.c.decided_level),
        ).label("level"),
        and_(shares.c.examples == 1, shares.c.activities == 1).label("examples"),
    )
    .join(shares, shares.c.id == reviews.c.share)
    .join(suggestions, suggestions.c.id == reviews.c.suggestion)
    # Written out, not bound: only so does SQLite use the indexes of decided reviews.
    .where(reviews.c.status == literal_column("'decided'"))
    .where(shares.c.taken_back_at.is_(None), suggestions.c.suggested == 1)
    .where(~exists().where(_APPEAL.c.appeal_of == reviews.c.id).correlate(reviews))
    .order_by(reviews.c.id)
)
_DELETE = delete(examples).where(
    examples.c.review == bindparam("which"), examples.c.activity == bindparam("place")
)
_EXAMINED = select(examples.c.review, examples.c.activity, examples.c.accepted)
_ACCEPTED = (
    select(examples.c.id, examples.c.review, examples.c.text)
    .where(examples.c.accepted == 1)
    .order_by(examples.c.id)
)
_COLLEAGUES = select(members.c.person).where(
    members.c.team.in_(select(members.c.team).where(members.c.person == ONE))
)
_NAMES = select(people.c.name).where(or_(people.c.id == ONE, people.c.id.in_(_COLLEAGUES))).distinct()


@dataclass(frozen=True, slots=True)
class FinalDecision:
    """A decision that stands: what Rung may learn from.

    Args:
        level: the level that the coach sees the person at; None if they gave none, or the person does not
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


@dataclass(frozen=True, slots=True)
class Example:
    """Words that were accepted.

    Args:
        id: never used again.
        text: the words, names removed.
    """

    id: int
    framework: str
    skill: str
    text: str


def final_decisions(database: Database) -> tuple[FinalDecision, ...]:
    """Return the decisions that stand, by the number of their review.

    Left out is what was appealed against: the second coach's decision counts, and none until it is made; what
    is not shared any more; and what was not suggested, though earlier versions let coaches decide on it.
    """
    return tuple(FinalDecision(*row) for row in database.rows(_FINAL))


def examine(
    database: Database, decision: FinalDecision, activity: int, text: str, *, taken: bool, by: str, at: str
) -> int:
    """Note that an admin accepted words as an example, or not.

    Args:
        activity: the position of the words among the suggestion's activities, from 0.
        text: the words, names removed; not kept if they are not accepted.

    Returns:
        the example's number. One that was accepted before and is accepted anew gets another.
    """
    with database.transaction():
        database.execute(_DELETE, which=decision.review, place=activity)
        return database.insert(
            examples,
            review=decision.review,
            share=decision.share,
            person=decision.person,
            activity=activity,
            text=text if taken else "",
            accepted=int(taken),
            at=times.checked(at),
            examined_by=by,
        )


def examined(database: Database) -> dict[tuple[int, int], bool]:
    """Return what admins have looked at: review and activity, and whether it was accepted."""
    return {(row.review, row.activity): bool(row.accepted) for row in database.rows(_EXAMINED)}


def accepted(database: Database) -> tuple[Example, ...]:
    """Return the examples that may serve: accepted, and their person's consent and the decision hold."""
    final = {each.review: each for each in final_decisions(database) if each.confirmed and each.examples}
    return tuple(
        Example(row.id, final[row.review].framework, final[row.review].skill, row.text)
        for row in database.rows(_ACCEPTED)
        if row.review in final
    )


def known_names(database: Database, person: int) -> tuple[str, ...]:
    """Return the names of a person and of everybody in their teams, coaches included."""
    return tuple(row.name for row in database.rows(_NAMES, one=person))
