"""Mark suggestions that the person was not suggested; reviews of them wait no more."""

from __future__ import annotations

from alembic import op

revision = "002"
down_revision = "001"

# 0 if the skill begins above the person, or another document of the framework says more of it.
STATEMENTS = (
    "alter table suggestions add column suggested integer not null default 1 check (suggested in (0, 1))",
    """
    create temp view judged as select s.id, s.assessment, json_extract(s.choice, '$.label') as label, s.at,
        s.replaced_at, s.level, s.confidence, s.suggested,
        substr(s.framework, 1, instr(s.framework || '-', '-') - 1) as family,
        (select count(*) from json_each(s.conclusion, '$.suggestion.levels')) as levels,
        (select min(cast(l.key as integer)) from json_each(s.conclusion, '$.suggestion.levels') l) as lowest
        from suggestions s
    """,
    """
    create temp view beside as select a.id, a.family, a.levels, a.lowest, a.confidence, b.family as b_family,
        b.levels as b_levels, b.level as b_level, b.confidence as b_confidence, b.suggested as b_suggested
        from judged a join judged b on b.assessment = a.assessment and b.label = a.label and b.id <> a.id
        and (b.at = a.at or (a.replaced_at is null and b.replaced_at is null))
    """,
    """
    update suggestions set suggested = 0 where id in
        (select id from beside where levels = 1 and b_family = family and b_levels > 1)
    """,
    """
    update suggestions set suggested = 0 where id in
        (select id from beside where b_suggested and b_level > 0 and b_confidence >= confidence
            and lowest - b_level >= 2)
    """,
    "drop view beside",
    "drop view judged",
    """
    create temp view closed as select r.id, r.person, r.skill_name from reviews r
        join suggestions s on s.id = r.suggestion
        where r.status in ('waiting', 'claimed', 'asked') and not s.suggested
    """,
    """
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, '', c.id, c.skill_name from threads t join closed c on c.id = t.review
    """,
    "delete from threads where review in (select id from closed)",
    "delete from outbox where mark is null and review in (select id from closed)",
    "update reviews set status = 'withdrawn', version = version + 1 where id in (select id from closed)",
    "drop view closed",
)


def upgrade() -> None:
    """Only plain statements: nothing is rebuilt, so no row can be lost."""
    for statement in STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
