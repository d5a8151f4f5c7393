BEGIN TRANSACTION;
CREATE TABLE assessments (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    started_at text not null,
    at text not null,
    activities text not null
) strict;
INSERT INTO "assessments" VALUES(1,3,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z','["I water marker roses", "markermarkermarkermarkermarkermarkermarkermarkermarker"]');
INSERT INTO "assessments" VALUES(2,4,'2026-05-04T09:00:00Z','2026-05-04T09:05:00Z','["I prune trees"]');
CREATE TABLE audit (
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
INSERT INTO "audit" VALUES(1,'2026-05-04T09:00:00Z',2,2,NULL,NULL,'joined','staff Parks');
INSERT INTO "audit" VALUES(2,'2026-05-04T09:00:00Z',1,2,NULL,NULL,'joined','coach Parks');
INSERT INTO "audit" VALUES(3,'2026-05-04T09:00:00Z',3,3,NULL,NULL,'joined','staff Parks');
INSERT INTO "audit" VALUES(4,'2026-05-04T09:00:00Z',3,3,1,NULL,'shared','activities level next_steps name');
INSERT INTO "audit" VALUES(5,'2026-05-04T09:00:00Z',2,3,1,1,'asked','');
INSERT INTO "audit" VALUES(6,'2026-05-04T09:00:00Z',3,3,1,1,'answered','');
INSERT INTO "audit" VALUES(7,'2026-05-04T09:00:00Z',2,3,1,1,'decided','change');
INSERT INTO "audit" VALUES(8,'2026-05-04T09:00:00Z',3,3,1,1,'appealed','');
INSERT INTO "audit" VALUES(9,'2026-05-04T09:00:00Z',4,4,NULL,NULL,'joined','staff Parks');
INSERT INTO "audit" VALUES(10,'2026-05-04T09:00:00Z',4,4,NULL,NULL,'joined','staff Trees');
INSERT INTO "audit" VALUES(11,'2026-05-04T09:00:00Z',4,4,2,NULL,'shared','activities level examples');
INSERT INTO "audit" VALUES(12,'2026-05-04T09:00:00Z',6,6,NULL,NULL,'joined','staff Trees');
INSERT INTO "audit" VALUES(13,'2026-05-04T09:00:00Z',1,6,NULL,NULL,'joined','coach Trees');
INSERT INTO "audit" VALUES(14,'2026-05-04T09:06:00Z',6,4,2,3,'looked','');
INSERT INTO "audit" VALUES(15,'2026-05-04T09:06:00Z',6,4,2,4,'looked','');
INSERT INTO "audit" VALUES(16,'2026-05-04T09:07:00Z',6,4,2,3,'claimed','');
INSERT INTO "audit" VALUES(17,'2026-05-04T09:00:00Z',1,6,NULL,NULL,'joined','staff Trees');
INSERT INTO "audit" VALUES(18,'2026-05-04T09:00:00Z',7,7,NULL,NULL,'joined','staff Parks');
INSERT INTO "audit" VALUES(19,'2026-05-04T09:00:00Z',1,7,NULL,NULL,'joined','coach Parks');
CREATE TABLE awaited (
    -- What the next words of a person are for: a reason, a question to somebody, an answer.
    person integer primary key references people (id) on delete cascade,
    wanted text not null,
    at text not null
) strict;
INSERT INTO "awaited" VALUES(3,'{"review": 1}','2026-05-04T09:00:00Z');
CREATE TABLE chats (
    person integer primary key references people (id) on delete cascade,
    -- The letter whose message is kept up to date with what was understood so far.
    live integer,
    -- The assessment under way.
    assessment integer references assessments (id) on delete set null
, menu text) strict;
INSERT INTO "chats" VALUES(3,NULL,NULL,NULL);
INSERT INTO "chats" VALUES(4,5,2,'coach');
CREATE TABLE chores (
    -- What a process that was killed left undone, such as clearing freed pages.
    what text primary key,
    since text not null
) strict, without rowid;
INSERT INTO "chores" VALUES('clearing','1');
CREATE TABLE conversations (
    person integer primary key references people (id) on delete cascade,
    state text not null,
    build integer not null,
    at text not null
) strict;
INSERT INTO "conversations" VALUES(3,'{"stage": "suggested", "number": 9, "activities": ["I water marker roses", "markermarkermarkermarkermarkermarkermarkermarkermarker"], "fresh": 0, "enough": false, "choices": [], "rejected": [], "choice": null, "question": null, "given": [], "conclusions": [], "hurry": false}',7,'2026-05-04T09:00:00Z');
CREATE TABLE counters (
    name text primary key,
    value integer not null
) strict, without rowid;
INSERT INTO "counters" VALUES('highest_message',300);
CREATE TABLE declined (
    -- The person says that this is not them.
    suggestion integer primary key references suggestions (id) on delete cascade,
    at text not null
) strict;
INSERT INTO "declined" VALUES(1,'2026-05-04T09:00:00Z');
CREATE TABLE files (
    -- Of one person, or (person null) still to be deleted from the disk.
    path text not null,
    person integer references people (id) on delete cascade,
    assessment integer references assessments (id) on delete cascade,
    at text not null
) strict;
INSERT INTO "files" VALUES('pictures/3.png',3,1,'2026-05-04T09:00:00Z');
INSERT INTO "files" VALUES('pictures/8.png',NULL,NULL,'');
CREATE TABLE goals (
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
INSERT INTO "goals" VALUES(1,3,'park','gard','Gardening',4,'plan marker','2026-05-04T09:00:00Z',NULL);
CREATE TABLE inbox (
    seq integer primary key autoincrement,
    update_id integer not null unique,
    -- Null once it is handled, and before the person agreed: then nothing is kept but the id.
    person integer references people (id) on delete cascade,
    body text,
    tries integer not null default 0,
    -- The highest message id known when a stranger was about to be answered.
    mark integer
) strict;
INSERT INTO "inbox" VALUES(1,3,3,'"marker"',1,NULL);
INSERT INTO "inbox" VALUES(2,900,NULL,NULL,0,300);
INSERT INTO "inbox" VALUES(3,901,4,'{"update_id": 901}',1,NULL);
INSERT INTO "inbox" VALUES(4,902,NULL,NULL,0,NULL);
CREATE TABLE invitations (
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
INSERT INTO "invitations" VALUES('b30b690d9ed53fbf6a7a25d12eac9e8f0be958117ff7d95a0f196e5d8564c426','staff',2,1,'2026-05-04T09:00:00Z','2026-05-11T09:00:00Z','2026-05-04T09:00:00Z',6);
INSERT INTO "invitations" VALUES('b4a15dfffa045afefd2dc5a9c193752685e2d3f0b9d8c1f801d8e41d2f94ed94','coach',2,1,'2026-05-04T09:00:00Z','2026-05-11T09:00:00Z',NULL,NULL);
CREATE TABLE members (
    person integer not null references people (id) on delete cascade,
    team integer not null references teams (id) on delete cascade,
    role text not null check (role in ('staff', 'coach')),
    since text not null,
    primary key (person, team)
) strict, without rowid;
INSERT INTO "members" VALUES(2,1,'coach','2026-05-04T09:00:00Z');
INSERT INTO "members" VALUES(3,1,'staff','2026-05-04T09:00:00Z');
INSERT INTO "members" VALUES(4,1,'staff','2026-05-04T09:00:00Z');
INSERT INTO "members" VALUES(4,2,'staff','2026-05-04T09:00:00Z');
INSERT INTO "members" VALUES(6,2,'staff','2026-05-04T09:00:00Z');
INSERT INTO "members" VALUES(7,1,'coach','2026-05-04T09:00:00Z');
CREATE TABLE messages (
    id integer primary key autoincrement,
    review integer not null references reviews (id) on delete cascade,
    author text not null check (author in ('coach', 'person')),
    coach integer references people (id) on delete set null,
    text text not null,
    at text not null
) strict;
INSERT INTO "messages" VALUES(1,1,'coach',2,'marker?','2026-05-04T09:00:00Z');
INSERT INTO "messages" VALUES(2,1,'person',NULL,'yes, marker','2026-05-04T09:00:00Z');
CREATE TABLE migrations (number integer primary key, name text) strict;
INSERT INTO "migrations" VALUES(1,'001_people_and_teams');
INSERT INTO "migrations" VALUES(2,'002_conversations_and_assessments');
INSERT INTO "migrations" VALUES(3,'003_sharing_and_reviews');
INSERT INTO "migrations" VALUES(4,'004_inbox_and_outbox');
INSERT INTO "migrations" VALUES(5,'005_console');
INSERT INTO "migrations" VALUES(6,'006_menus');
INSERT INTO "migrations" VALUES(7,'007_reviewing');
INSERT INTO "migrations" VALUES(8,'008_learning');
CREATE TABLE outbox (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    -- Null once it is sent.
    call text,
    lasting integer not null default 0 check (lasting in (0, 1)),
    edits integer,
    message integer,
    mark integer,
    began real
, review integer references reviews (id) on delete cascade, part text check (part in ('card', 'settled', 'talk'))) strict;
INSERT INTO "outbox" VALUES(1,3,'{"text": "marker"}',0,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(5,4,NULL,1,NULL,300,NULL,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(6,4,'{"text": "edit"}',0,5,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "outbox" VALUES(7,4,'{"text": "begun"}',0,NULL,NULL,300,12.5,NULL,NULL);
CREATE TABLE people (
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
INSERT INTO "people" VALUES(1,1000,'Admin',1,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',1,NULL);
INSERT INTO "people" VALUES(2,2,'Coach',0,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',3,NULL);
INSERT INTO "people" VALUES(3,3,'marker Rosa',0,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',2,NULL);
INSERT INTO "people" VALUES(4,4,'Ann',0,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',3,NULL);
INSERT INTO "people" VALUES(5,5,'Blocked',0,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',1,'2026-05-04T09:00:00Z');
INSERT INTO "people" VALUES(6,6,'Second',0,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',4,NULL);
INSERT INTO "people" VALUES(7,7,'Coach',0,'2026-05-04T09:00:00Z','2026-05-04T09:00:00Z',3,NULL);
CREATE TABLE phrases (
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
INSERT INTO "phrases" VALUES(1,1,1,3,0,'I water marker roses',1,'2026-05-04T09:00:00Z','root');
CREATE TABLE reminders (
    id integer primary key autoincrement,
    person integer not null references people (id) on delete cascade,
    goal integer references goals (id) on delete cascade,
    due_at text not null,
    every_days integer check (every_days > 0),
    made_at text not null,
    done_at text
) strict;
INSERT INTO "reminders" VALUES(1,3,1,'2026-05-07T09:00:00Z',NULL,'2026-05-04T09:00:00Z',NULL);
CREATE TABLE reviews (
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
INSERT INTO "reviews" VALUES(1,1,1,3,1,NULL,'','decided',4,2,NULL,NULL,'2026-05-04T09:00:00Z','park','gard','Gard',3,0.8,'change',NULL,NULL,2,'marker!','2026-05-04T09:00:00Z');
INSERT INTO "reviews" VALUES(2,1,1,3,1,1,'but marker','waiting',1,NULL,NULL,2,'2026-05-04T09:00:00Z','park','gard','Gard',3,0.8,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "reviews" VALUES(3,2,2,4,2,NULL,'','waiting',3,NULL,NULL,NULL,'2026-05-04T09:00:00Z','park','bees','Bees',2,0.8,NULL,NULL,NULL,NULL,'',NULL);
INSERT INTO "reviews" VALUES(4,2,4,4,2,NULL,'','waiting',1,NULL,NULL,NULL,'2026-05-04T09:00:00Z','park','gard','Gard',4,0.8,NULL,NULL,NULL,NULL,'',NULL);
CREATE TABLE shares (
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
INSERT INTO "shares" VALUES(1,1,3,1,1,1,1,1,0,'2026-05-04T09:00:00Z',NULL);
INSERT INTO "shares" VALUES(2,2,4,2,1,1,0,0,1,'2026-05-04T09:00:00Z',NULL);
CREATE TABLE sign_ins (
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
INSERT INTO "sign_ins" VALUES('9649331876e8cc0b4da7c801ff9ac64f4a757496464ff83f824eb4b72b06d732','6c857e8452827d8ef94878b5d16fa79741c9021db1ac3df802944980b53b5b6f',3,2,'2026-05-04T09:00:00Z','2026-05-04T21:00:00Z',0);
CREATE TABLE stale (
    -- Messages in a coach's chat of what they may not see any more: to be taken away.
    person integer not null references people (id) on delete cascade,
    message integer not null,
    -- Said where they had it open; empty where there is nothing to be said.
    why text not null check (why in ('', 'taken-back', 'decided')),
    review integer,
    skill_name text not null,
    primary key (person, message)
) strict, without rowid;
INSERT INTO "stale" VALUES(3,1,'',1,'');
INSERT INTO "stale" VALUES(6,103,'',3,'Bees');
INSERT INTO "stale" VALUES(6,104,'',4,'Gard');
CREATE TABLE suggestions (
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
INSERT INTO "suggestions" VALUES(1,1,'park','gard','Gard',3,'Level 3',0.8,7,'2026-05-04T09:00:00Z',NULL,'["I water marker roses", "markermarkermarkermarkermarkermarkermarkermarkermarker"]','{"label": "Gard", "skills": [{"framework": "park", "framework_name": "Park", "skill": "gard", "name": "Gard"}]}','[{"question": {"framework": "park", "skill": "gard", "level": 3, "descriptor": "Plans the beds.", "kind": "level", "fact": "plan the beds"}, "choice": "own"}]','{"suggestion": {"framework": "park", "skill": {"code": "gard", "name": "Gard"}, "level": 3, "level_name": "Level 3", "levels": {"2": 0.1, "3": 0.8, "4": 0.1}, "confidence": 0.8, "evidence": [{"activity": 0, "words": "I water marker roses", "quote": "I water marker roses", "descriptor": "Waters the plants.", "descriptor_level": 3, "kind": "level", "score": 0.7, "source": {"document": "park.csv", "location": "row 3"}}], "why_not_higher": {"level": 4, "missing": ["Plans the beds."]}, "next_steps": [{"kind": "do", "skill": "gard", "level": 4, "text": "Plan the beds.", "source": {"document": "park.csv", "location": "row 3"}}]}, "ladder": {"framework": "Park", "skill": "Gard", "rungs": [], "suggested": 3}}');
INSERT INTO "suggestions" VALUES(2,2,'park','bees','Bees',2,'Level 2',0.8,7,'2026-05-04T09:00:00Z',NULL,'["I prune trees", "I graft"]','{"label": "Bees", "skills": [{"framework": "park", "framework_name": "Park", "skill": "bees", "name": "Bees"}]}','[{"question": {"framework": "park", "skill": "gard", "level": 3, "descriptor": "Plans the beds.", "kind": "level", "fact": "plan the beds"}, "choice": "own"}]','{"suggestion": {"framework": "park", "skill": {"code": "bees", "name": "Bees"}, "level": 2, "level_name": "Level 2", "levels": {"2": 0.8, "3": 0.1, "4": 0.1}, "confidence": 0.8, "evidence": [{"activity": 0, "words": "I prune trees", "quote": "I prune trees", "descriptor": "Waters the plants.", "descriptor_level": 2, "kind": "level", "score": 0.7, "source": {"document": "park.csv", "location": "row 3"}}], "why_not_higher": {"level": 3, "missing": ["Plans the beds."]}, "next_steps": [{"kind": "do", "skill": "bees", "level": 3, "text": "Plan the beds.", "source": {"document": "park.csv", "location": "row 3"}}]}, "ladder": {"framework": "Park", "skill": "Bees", "rungs": [], "suggested": 2}}');
INSERT INTO "suggestions" VALUES(4,2,'park','gard','Gard',4,'Level 4',0.8,7,'2026-05-04T09:05:00Z',NULL,'["I prune trees"]','{"label": "Gard", "skills": [{"framework": "park", "framework_name": "Park", "skill": "gard", "name": "Gard"}]}','[{"question": {"framework": "park", "skill": "gard", "level": 3, "descriptor": "Plans the beds.", "kind": "level", "fact": "plan the beds"}, "choice": "own"}]','{"suggestion": {"framework": "park", "skill": {"code": "gard", "name": "Gard"}, "level": 4, "level_name": "Level 4", "levels": {"2": 0.1, "3": 0.1, "4": 0.8}, "confidence": 0.8, "evidence": [{"activity": 0, "words": "I prune trees", "quote": "I prune trees", "descriptor": "Waters the plants.", "descriptor_level": 4, "kind": "level", "score": 0.7, "source": {"document": "park.csv", "location": "row 3"}}], "why_not_higher": {"level": 5, "missing": ["Plans the beds."]}, "next_steps": [{"kind": "do", "skill": "gard", "level": 5, "text": "Plan the beds.", "source": {"document": "park.csv", "location": "row 3"}}]}, "ladder": {"framework": "Park", "skill": "Gard", "rungs": [], "suggested": 4}}');
CREATE TABLE teams (
    id integer primary key autoincrement,
    name text not null unique collate nocase,
    code text not null unique,
    made_at text not null
) strict;
INSERT INTO "teams" VALUES(1,'Parks','wuh28jbmwhwt','2026-05-04T09:00:00Z');
INSERT INTO "teams" VALUES(2,'Trees','9wfmw6w88jzu','2026-05-04T09:00:00Z');
CREATE TABLE threads (
    -- Messages about a review, in the chats they stand in: what is written in reply to one belongs there.
    person integer not null references people (id) on delete cascade,
    message integer not null,
    review integer not null references reviews (id) on delete cascade,
    part text not null check (part in ('card', 'settled', 'talk')),
    primary key (person, message)
) strict, without rowid;
INSERT INTO "threads" VALUES(3,10,1,'talk');
CREATE INDEX people_seen on people (seen_at);
CREATE INDEX people_admins on people (id) where admin = 1;
CREATE INDEX members_team on members (team, role);
CREATE INDEX invitations_by on invitations (invited_by);
CREATE INDEX invitations_used on invitations (used_by);
CREATE INDEX invitations_team on invitations (team);
CREATE INDEX invitations_expiry on invitations (expires_at);
CREATE INDEX assessments_person on assessments (person, at);
CREATE UNIQUE INDEX suggestions_current on suggestions (assessment, framework, skill)
    where replaced_at is null;
CREATE INDEX suggestions_assessment on suggestions (assessment);
CREATE TRIGGER suggestions_stay before update of
    framework, skill, level, confidence, build, at, activities, choice, given, conclusion on suggestions
begin
    select raise(abort, 'a suggestion is never changed');
end;
CREATE INDEX goals_person on goals (person);
CREATE INDEX reminders_due on reminders (due_at, id) where done_at is null;
CREATE INDEX reminders_person on reminders (person);
CREATE INDEX reminders_goal on reminders (goal);
CREATE INDEX files_path on files (path);
CREATE INDEX files_person on files (person);
CREATE INDEX files_assessment on files (assessment);
CREATE UNIQUE INDEX shares_active on shares (assessment, team) where taken_back_at is null;
CREATE INDEX shares_assessment on shares (assessment);
CREATE INDEX shares_person on shares (person);
CREATE INDEX shares_team on shares (team) where taken_back_at is null;
CREATE UNIQUE INDEX reviews_first on reviews (share, suggestion) where appeal_of is null;
CREATE INDEX reviews_share on reviews (share);
CREATE INDEX reviews_suggestion on reviews (suggestion);
CREATE INDEX reviews_person on reviews (person);
CREATE INDEX reviews_coach on reviews (coach, decided_at, id);
CREATE INDEX reviews_queue on reviews (team, waiting_since, id, confidence)
    where status in ('waiting', 'claimed', 'asked');
CREATE INDEX reviews_queue_skill on reviews (team, framework, skill, waiting_since, id, confidence)
    where status in ('waiting', 'claimed', 'asked');
CREATE INDEX reviews_decided on reviews (decided_at, id) where status = 'decided';
CREATE INDEX messages_review on messages (review);
CREATE INDEX messages_coach on messages (coach);
CREATE INDEX audit_person on audit (person, id);
CREATE INDEX audit_assessment on audit (assessment);
CREATE INDEX audit_actor on audit (actor);
CREATE TRIGGER audit_stays before update on audit
begin
    select raise(abort, 'the audit is only added to');
end;
CREATE TRIGGER audit_is_kept before delete on audit
    when exists (select 1 from people where id = old.person)
    and (old.assessment is null or exists (select 1 from assessments where id = old.assessment))
begin
    select raise(abort, 'the audit is only added to');
end;
CREATE INDEX inbox_unfinished on inbox (person, update_id) where person is not null;
CREATE INDEX outbox_waiting on outbox (person, id) where call is not null;
CREATE INDEX outbox_person on outbox (person);
CREATE INDEX outbox_edits on outbox (edits) where edits is not null;
CREATE INDEX chats_assessment on chats (assessment);
CREATE INDEX sign_ins_person on sign_ins (person);
CREATE INDEX sign_ins_end on sign_ins (ends_at);
CREATE INDEX outbox_review on outbox (review) where review is not null;
CREATE INDEX threads_review on threads (review);
CREATE TRIGGER views_taken_back after update of taken_back_at on shares
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
CREATE TRIGGER views_forgotten before delete on reviews
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, iif(old.status = 'decided', '', 'taken-back'), old.id, old.skill_name
        from threads t where t.review = old.id and t.person <> old.person
        and t.person in (select id from people);
end;
CREATE TRIGGER views_decided after update of status on reviews
    when new.status = 'decided' and old.status <> 'decided'
begin
    insert or ignore into stale (person, message, why, review, skill_name)
        select t.person, t.message, 'decided', new.id, new.skill_name
        from threads t where t.review = new.id and t.person <> new.person and t.person is not new.coach;
    delete from threads where review = new.id and person <> new.person and person is not new.coach;
    delete from outbox where review = new.id and person <> new.person and person is not new.coach
        and mark is null;
end;
CREATE TRIGGER views_of_one_no_longer_coach after update of role on members
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
CREATE TRIGGER views_of_one_who_left after delete on members
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
CREATE INDEX reviews_team_decided on reviews (team, decided_at, id) where status = 'decided';
CREATE INDEX phrases_share on phrases (share);
CREATE INDEX phrases_person on phrases (person);
CREATE TRIGGER phrases_taken_back after update of taken_back_at, examples, activities on shares
    when new.taken_back_at is not null or not new.examples or not new.activities
begin
    delete from phrases where share = new.id;
end;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('people',8);
INSERT INTO "sqlite_sequence" VALUES('teams',2);
INSERT INTO "sqlite_sequence" VALUES('audit',25);
INSERT INTO "sqlite_sequence" VALUES('assessments',3);
INSERT INTO "sqlite_sequence" VALUES('suggestions',5);
INSERT INTO "sqlite_sequence" VALUES('shares',3);
INSERT INTO "sqlite_sequence" VALUES('reviews',6);
INSERT INTO "sqlite_sequence" VALUES('messages',4);
INSERT INTO "sqlite_sequence" VALUES('phrases',2);
INSERT INTO "sqlite_sequence" VALUES('goals',2);
INSERT INTO "sqlite_sequence" VALUES('reminders',2);
INSERT INTO "sqlite_sequence" VALUES('outbox',9);
INSERT INTO "sqlite_sequence" VALUES('inbox',6);
COMMIT;
