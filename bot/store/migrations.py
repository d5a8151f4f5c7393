"""The store's tables, in numbered steps; a step that was released is never changed, a new one is added.

Times are ISO 8601 in UTC to the second (``2026-05-04T09:30:00Z``), so that they sort as text. JSON is text.
Whatever is about a person hangs on their row in ``people`` and goes with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.steps import LEARNING, REVIEWING, SUGGESTED


@dataclass(frozen=True, slots=True)
class Migration:
    """One step, applied whole or not at all.

    Args:
        number: unique; steps are applied in this order.
        name: told when a database has a step that the code does not know.
        sql: statements, each ending its line with a semicolon.
    """

    number: int
    name: str
    sql: str


_PEOPLE = """
create table people (
    -- Ids are never used again: what the audit says of somebody who left must not fall on somebody new.
    id integer primary key autoincrement,
    telegram integer unique not null,
    name text not null,
    admin integer not null default 0 check (admin in (0, 1)),
    consented_at text not null,
    seen_at text not null,
    -- Moves on when the person's rights change: older console sessions end.
    rights integer not null default 1,
    blocked_at text
) strict;
create index people_seen on people (seen_at);
create index people_admins on people (id) where admin = 1;
create table teams (
    id integer primary key autoincrement,
    name text not null unique collate nocase,
    code text not null unique,
    made_at text not null
) strict;
create table members (
    person integer not null references people (id) on delete cascade,
    team integer not null references teams (id) on delete cascade,
    role text not null check (role in ('staff', 'coach')),
    since text not null,
    primary key (person, team)
) strict, without rowid;
create index members_team on members (team, role);
create table invitations (
    -- Only the hash: whoever reads the file cannot use an invitation.
    token text primary key,
    role text not null check (role in ('staff', 'coach', 'admin')),
    team integer references teams (id) on delete cascade,
    invited_by integer references people (id) on delete cascade,
    made_at text not null,
    expires_at text not null,
    used_at text,
    used_by integer references people (id) on delete set null,
    check (role = 'admin' or team is not null)
) strict, without rowid;
create index invitations_by on invitations (invited_by);
create index invitations_used on invitations (used_by);
create index invitations_team on invitations (team);
create index invitations_expiry on invitations (expires_at);
create table chores (
    -- What a process that was killed left undone, such as clearing freed pages.
    what text primary key,
    since text not null
) strict, without rowid;
"""

_CONVERSATIONS = """
create table conversations (
    person integer primary key references people (id) on delete cascade,
    state text not null,
    build integer not null,
    at text not null
) strict;
create table assessments (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    started_at text not null,
    at text not null,
    activities text not null
) strict;
create index assessments_person on assessments (person, at);
create table suggestions (
    -- A suggestion is never changed: its id gives the same bytes for ever, or nothing.
    id integer primary key autoincrement,
    assessment integer not null references assessments (id) on delete cascade,
    framework text not null,
    skill text not null,
    skill_name text not null,
    level integer not null,
    level_name text not null,
    confidence real not null,
    build integer not null,
    at text not null,
    replaced_at text,
    activities text not null,
    choice text not null,
    given text not null,
    conclusion text not null
) strict;
create unique index suggestions_current on suggestions (assessment, framework, skill)
    where replaced_at is null;
create index suggestions_assessment on suggestions (assessment);
create trigger suggestions_stay before update of
    framework, skill, level, confidence, build, at, activities, choice, given, conclusion on suggestions
begin
    select raise(abort, 'a suggestion is never changed');
end;
create table goals (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    framework text not null,
    skill text not null,
    skill_name text not null,
    level integer not null,
    text text not null,
    made_at text not null,
    done_at text
) strict;
create index goals_person on goals (person);
create table reminders (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    goal integer references goals (id) on delete cascade,
    due_at text not null,
    every_days integer check (every_days > 0),
    made_at text not null,
    done_at text
) strict;
create index reminders_due on reminders (due_at, id) where done_at is null;
create index reminders_person on reminders (person);
create index reminders_goal on reminders (goal);
create table files (
    -- Of one person, or (person null) still to be deleted from the disk.
    path text not null,
    person integer references people (id) on delete cascade,
    assessment integer references assessments (id) on delete cascade,
    at text not null
) strict;
create index files_path on files (path);
create index files_person on files (person);
create index files_assessment on files (assessment);
"""

_REVIEWS = """
create table shares (
    id integer primary key autoincrement,
    assessment integer not null references assessments (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    team integer not null references teams (id) on delete cascade,
    activities integer not null check (activities in (0, 1)),
    level integer not null check (level in (0, 1)),
    next_steps integer not null check (next_steps in (0, 1)),
    name integer not null check (name in (0, 1)),
    -- The person lets their words, once confirmed, serve as examples of their skill.
    examples integer not null default 0 check (examples in (0, 1)),
    shared_at text not null,
    taken_back_at text
) strict;
create unique index shares_active on shares (assessment, team) where taken_back_at is null;
create index shares_assessment on shares (assessment);
create index shares_person on shares (person);
create index shares_team on shares (team) where taken_back_at is null;
create table reviews (
    id integer primary key autoincrement,
    share integer not null references shares (id) on delete cascade,
    suggestion integer not null references suggestions (id) on delete cascade,
    person integer not null references people (id) on delete cascade,
    team integer not null references teams (id) on delete cascade,
    -- An appeal is a review of its own, of the same suggestion, by another coach.
    appeal_of integer unique references reviews (id) on delete cascade,
    appeal_reason text not null default '',
    status text not null check (status in ('waiting', 'claimed', 'asked', 'decided', 'withdrawn')),
    version integer not null default 1,
    coach integer references people (id) on delete set null,
    -- From when others may take it from the coach who has it.
    free_at text,
    -- A coach who may never have it: the one whose decision an appeal is against.
    excluded integer,
    waiting_since text not null,
    -- Copies for the queue, whose pages read this table alone; null where the person did not tick the level.
    framework text not null,
    skill text not null,
    skill_name text not null,
    level integer,
    confidence real,
    decision text check (decision in ('agree', 'change', 'another', 'unclear')),
    decided_framework text,
    decided_skill text,
    decided_level integer,
    reason text not null default '',
    decided_at text,
    check ((status = 'decided') <= (decision is not null and decided_at is not null))
) strict;
create unique index reviews_first on reviews (share, suggestion) where appeal_of is null;
create index reviews_share on reviews (share);
create index reviews_suggestion on reviews (suggestion);
create index reviews_person on reviews (person);
create index reviews_coach on reviews (coach, decided_at, id);
create index reviews_queue on reviews (team, waiting_since, id, confidence)
    where status in ('waiting', 'claimed', 'asked');
create index reviews_queue_skill on reviews (team, framework, skill, waiting_since, id, confidence)
    where status in ('waiting', 'claimed', 'asked');
create index reviews_decided on reviews (decided_at, id) where status = 'decided';
create table messages (
    id integer primary key autoincrement,
    review integer not null references reviews (id) on delete cascade,
    author text not null check (author in ('coach', 'person')),
    coach integer references people (id) on delete set null,
    text text not null,
    at text not null
) strict;
create index messages_review on messages (review);
create index messages_coach on messages (coach);
create table audit (
    id integer primary key autoincrement,
    at text not null,
    -- No reference: the line stays when the one who looked is forgotten, without a name.
    actor integer,
    person integer not null references people (id) on delete cascade,
    assessment integer references assessments (id) on delete cascade,
    review integer,
    action text not null,
    detail text not null default ''
) strict;
create index audit_person on audit (person, id);
create index audit_assessment on audit (assessment);
create index audit_actor on audit (actor);
create trigger audit_stays before update on audit
begin
    select raise(abort, 'the audit is only added to');
end;
create trigger audit_is_kept before delete on audit
    when exists (select 1 from people where id = old.person)
    and (old.assessment is null or exists (select 1 from assessments where id = old.assessment))
begin
    select raise(abort, 'the audit is only added to');
end;
"""

_MAIL = """
create table inbox (
    seq integer primary key autoincrement,
    update_id integer not null unique,
    -- Null once it is handled, and before the person agreed: then nothing is kept but the id.
    person integer references people (id) on delete cascade,
    body text,
    tries integer not null default 0,
    -- The highest message id known when a stranger was about to be answered.
    mark integer
) strict;
create index inbox_unfinished on inbox (person, update_id) where person is not null;
create table outbox (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    -- Null once it is sent.
    call text,
    lasting integer not null default 0 check (lasting in (0, 1)),
    edits integer,
    message integer,
    mark integer,
    began real
) strict;
create index outbox_waiting on outbox (person, id) where call is not null;
create index outbox_person on outbox (person);
create index outbox_edits on outbox (edits) where edits is not null;
create table chats (
    person integer primary key references people (id) on delete cascade,
    -- The letter whose message is kept up to date with what was understood so far.
    live integer,
    -- The assessment under way.
    assessment integer references assessments (id) on delete set null
) strict;
create index chats_assessment on chats (assessment);
create table declined (
    -- The person says that this is not them.
    suggestion integer primary key references suggestions (id) on delete cascade,
    at text not null
) strict;
create table counters (
    name text primary key,
    value integer not null
) strict, without rowid;
"""

_CONSOLE = """
create table sign_ins (
    -- One row a sign-in: its link, which is used by that, and its session. Only the hashes: whoever reads the
    -- file cannot sign in.
    link text primary key,
    session text not null unique,
    person integer not null references people (id) on delete cascade,
    -- The person's rights as they were; the session is over when they change.
    rights integer not null,
    began_at text not null,
    ends_at text not null,
    over integer not null default 0 check (over in (0, 1))
) strict, without rowid;
create index sign_ins_person on sign_ins (person);
create index sign_ins_end on sign_ins (ends_at);
"""

_MENUS = """
-- The role whose commands the person's menu lists; null for staff, empty where it is to be listed anew.
alter table chats add column menu text;
"""

MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "001_people_and_teams", _PEOPLE),
    Migration(2, "002_conversations_and_assessments", _CONVERSATIONS),
    Migration(3, "003_sharing_and_reviews", _REVIEWS),
    Migration(4, "004_inbox_and_outbox", _MAIL),
    Migration(5, "005_console", _CONSOLE),
    Migration(6, "006_menus", _MENUS),
    Migration(7, "007_reviewing", REVIEWING),
    Migration(8, "008_learning", LEARNING),
    Migration(9, "009_suggested", SUGGESTED),
)
