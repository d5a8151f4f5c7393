"""Words of people that may serve as examples of their skill, once an admin has looked at each.

They are here only as long as their person lets them be: when the consent or the share is taken back, or the
assessment forgotten, they are gone at once, and the next build is made without them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from bot.store import times
from bot.store.database import Database
from bot.store.standing import Standing, standing


@dataclass(frozen=True, slots=True)
class Phrase:
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


def judge(
    database: Database, decision: Standing, activity: int, text: str, *, taken: bool, by: str, at: str
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


def judged(database: Database) -> dict[tuple[int, int], bool]:
    """Return what admins have looked at: review and activity, and whether it was taken."""
    rows = database.rows("select review, activity, taken from phrases")
    return {(row["review"], row["activity"]): bool(row["taken"]) for row in rows}


def taken(database: Database) -> tuple[Phrase, ...]:
    """Return the phrases that may serve: taken, their person's consent holds, and so does the decision."""
    holding = {each.review: each for each in standing(database) if each.confirmed and each.examples}
    rows = database.rows("select id, review, text from phrases where taken order by id")
    return tuple(
        Phrase(row["id"], holding[row["review"]].framework, holding[row["review"]].skill, row["text"])
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
