"""The SQL of later steps of `bot.store.migrations`, which lists them."""

from __future__ import annotations

REVIEWING = """
-- The review that a letter is about, and whether it is of its card or of what is said about it.
alter table outbox add column review integer references reviews (id) on delete cascade;
alter table outbox add column part text check (part in ('card', 'settled', 'talk'));
create index outbox_review on outbox (review) where review is not null;
create table threads (
    -- Messages about a review, in the chats they stand in: what is written in reply to one belongs there.
    person integer not null references people (id) on delete cascade,
    message integer not null,
    review integer not null references reviews (id) on delete cascade,
    part text not null check (part in ('card', 'settled', 'talk')),
    primary key (person, message)
) strict, without rowid;
create index threads_review on threads (review);
create table awaited (
    -- What the next words of a person are for: a reason, a question to somebody, an answer.
    person integer primary key references people (id) on delete cascade,
    wanted text not null,
    at text not null
) strict;
create table stale (
    -- Messages in a coach's chat of what they may not see any more: to be taken away.
    person integer not null references people (id) on delete cascade,
    message integer not null,
    -- Said where they had it open; empty where there is nothing to be said.
    why text not null check (why in ('', 'taken-back', 'decided')),
    review integer,
    skill_name text not null,
    primary key (person, message)
) strict, without rowid;
-- Triggers, as views end in many ways: a share taken back, somebody forgotten, a role given up, a decision.
create trigger views_taken_back after update of taken_back_at on shares
    when new.taken_back_at is not null and old.taken_back_at is null
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, iif(r.status = 'decided', '', 'taken-back'), r.id, r.skill_name
        from reviews r join threads t on t.review = r.id where r.share = new.id and t.person <> new.person;
    delete from threads where person <> new.person
        and review in (select id from reviews where share = new.id);
    delete from outbox where person <> new.person and mark is null
        and review in (select id from reviews where share = new.id);
end;
create trigger views_forgotten before delete on reviews
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, iif(old.status = 'decided', '', 'taken-back'), old.id, old.skill_name
        from threads t where t.review = old.id and t.person <> old.person
        and t.person in (select id from people);
end;
create trigger views_decided after update of status on reviews
    when new.status = 'decided' and old.status <> 'decided'
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, 'decided', new.id, new.skill_name
        from threads t where t.review = new.id and t.person <> new.person and t.person is not new.coach;
    delete from threads where review = new.id and person <> new.person and person is not new.coach;
    delete from outbox where review = new.id and person <> new.person and person is not new.coach
        and mark is null;
end;
create trigger views_of_one_no_longer_coach after update of role on members
    when old.role = 'coach' and new.role <> 'coach'
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, '', r.id, r.skill_name
        from threads t join reviews r on r.id = t.review
        where t.person = new.person and r.team = new.team and r.person <> new.person;
    delete from threads where person = new.person
        and review in (select id from reviews where team = new.team and person <> new.person);
    delete from outbox where person = new.person and mark is null
        and review in (select id from reviews where team = new.team and person <> new.person);
end;
create trigger views_of_one_who_left after delete on members
    when old.role = 'coach' and exists (select 1 from people where id = old.person)
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, '', r.id, r.skill_name
        from threads t join reviews r on r.id = t.review
        where t.person = old.person and r.team = old.team and r.person <> old.person;
    delete from threads where person = old.person
        and review in (select id from reviews where team = old.team and person <> old.person);
    delete from outbox where person = old.person and mark is null
        and review in (select id from reviews where team = old.team and person <> old.person);
end;
"""

SUGGESTED = """
-- 0 where the person was not suggested this level: the skill begins above them, or another document of the
-- framework says more of it. Nobody reviews it, and nothing is learnt from it.
alter table suggestions add column suggested integer not null default 1 check (suggested in (0, 1));
create temp view judged as select s.id, s.assessment, json_extract(s.choice, '$.label') as label, s.at,
    s.replaced_at, s.level, s.confidence, s.suggested,
    substr(s.framework, 1, instr(s.framework || '-', '-') - 1) as family,
    (select count(*) from json_each(s.conclusion, '$.suggestion.levels')) as levels,
    (select min(cast(l.key as integer)) from json_each(s.conclusion, '$.suggestion.levels') l) as lowest
    from suggestions s;
create temp view beside as select a.id, a.family, a.levels, a.lowest, a.confidence, b.family as b_family,
    b.levels as b_levels, b.level as b_level, b.confidence as b_confidence, b.suggested as b_suggested
    from judged a join judged b on b.assessment = a.assessment and b.label = a.label and b.id <> a.id
    and (b.at = a.at or (a.replaced_at is null and b.replaced_at is null));
update suggestions set suggested = 0 where id in
    (select id from beside where levels = 1 and b_family = family and b_levels > 1);
update suggestions set suggested = 0 where id in
    (select id from beside where b_suggested and b_level > 0 and b_confidence >= confidence
        and lowest - b_level >= 2);
drop view beside;
drop view judged;
-- What waits for a coach and was not suggested waits no more, and is taken out of chats.
create temp view closed as select r.id, r.person, r.skill_name from reviews r
    join suggestions s on s.id = r.suggestion
    where r.status in ('waiting', 'claimed', 'asked') and not s.suggested;
insert or ignore into stale (person, message, why, review, skill_name)
    select t.person, t.message, '', c.id, c.skill_name from threads t join closed c on c.id = t.review;
delete from threads where review in (select id from closed);
delete from outbox where mark is null and review in (select id from closed);
update reviews set status = 'withdrawn', version = version + 1 where id in (select id from closed);
drop view closed;
"""

LEARNING = """
create table phrases (
    -- Words of a person, names removed, by which Rung may understand others; empty where left out.
    id integer primary key autoincrement,
    review integer not null references reviews (id) on delete cascade,
    share integer not null references shares (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    -- The place of the words among the suggestion's activities, from 0.
    activity integer not null,
    text text not null,
    taken integer not null check (taken in (0, 1)),
    at text not null,
    by text not null,
    unique (review, activity)
) strict;
-- What a coach's teams decided, without reading what others did.
create index reviews_team_decided on reviews (team, decided_at, id) where status = 'decided';
create index phrases_share on phrases (share);
create index phrases_person on phrases (person);
create trigger phrases_taken_back after update of taken_back_at, examples, activities on shares
    when new.taken_back_at is not null or not new.examples or not new.activities
begin
    delete from phrases where share = new.id;
end;
"""
