BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'catalogue','001_documents_and_what_they_say','2026-11-30 21:46:58.843538+00:00');
CREATE TABLE "descriptors" (
   "document" INTEGER REFERENCES "documents"("id"),
   "position" INTEGER,
   "framework" TEXT,
   "skill" TEXT,
   "level" INTEGER,
   "kind" TEXT,
   "text" TEXT,
   "inferred" INTEGER,
   "locations" TEXT,
   PRIMARY KEY ("document", "position")
);
INSERT INTO "descriptors" VALUES(1,0,'tsc','Tea Brewing',3,'ability','Boil fresh water for each pot that is ordered',1,'["line 13"]');
INSERT INTO "descriptors" VALUES(1,1,'tsc','Tea Brewing',3,'ability','Keep the timer beside the pot and watch it',1,'["line 15"]');
INSERT INTO "descriptors" VALUES(1,2,'tsc','Tea Brewing',4,'ability','Ask each guest how strong the tea should be',1,'["line 19"]');
INSERT INTO "descriptors" VALUES(1,3,'tsc','Tea Brewing',4,'ability','Manage guest contentment',1,'["line 21"]');
INSERT INTO "descriptors" VALUES(1,4,'tsc','Tea Brewing',4,'ability','Bring biscuits to those who wait for long',1,'["line 23"]');
INSERT INTO "descriptors" VALUES(1,5,'tsc','Tea Brewing',5,'ability','Order the leaves that guests asked for last month',1,'["line 27"]');
INSERT INTO "descriptors" VALUES(1,6,'tsc','Tea Brewing',5,'ability','Compare what several growers offer and what it costs',1,'["line 29"]');
INSERT INTO "descriptors" VALUES(2,0,'ddat','Brewing',4,'ability','brewing as expert',0,'["row 2, column Skill Level Description"]');
INSERT INTO "descriptors" VALUES(2,1,'ddat','Brewing',2,'ability','brewing as working',0,'["row 4, column Skill Level Description"]');
INSERT INTO "descriptors" VALUES(2,2,'ddat','Pouring',1,'ability','pouring as awareness',0,'["row 5, column Skill Level Description"]');
INSERT INTO "descriptors" VALUES(2,3,'ddat','Brewing',1,'ability','brewing as awareness',0,'["row 6, column Skill Level Description"]');
INSERT INTO "descriptors" VALUES(3,0,'ddat','Brewing',1,'ability','name a leaf',0,'["row 2, column Awareness"]');
INSERT INTO "descriptors" VALUES(3,1,'ddat','Brewing',1,'ability','hold a pot',0,'["row 2, column Awareness"]');
INSERT INTO "descriptors" VALUES(3,2,'ddat','Brewing',3,'ability','brew for a floor',0,'["row 2, column Practitioner"]');
INSERT INTO "descriptors" VALUES(3,3,'ddat','Pouring',1,'ability','tilt a pot',0,'["row 3, column Awareness"]');
INSERT INTO "descriptors" VALUES(4,0,'sfia-7','Autonomy',3,'level','Brews without being told',0,'["line 16"]');
INSERT INTO "descriptors" VALUES(4,1,'sfia-7','Autonomy',3,'level','Asks when the pot is new',0,'["line 17"]');
INSERT INTO "descriptors" VALUES(4,2,'sfia-7','Business Skills',3,'level','Greets guests',0,'["line 21"]');
INSERT INTO "descriptors" VALUES(4,3,'sfia-7','Tea brewing',3,'level','Brews for a room',0,'["line 25"]');
INSERT INTO "descriptors" VALUES(4,4,'sfia-7','Tea brewing',3,'level','Warms the pot',0,'["line 26"]');
INSERT INTO "descriptors" VALUES(4,5,'sfia-7','Cake cutting',2,'level','Cuts even slices',0,'["line 30"]');
INSERT INTO "descriptors" VALUES(6,0,'sfia-9','WARM',1,'level','Is warm 1 times.',0,'["row 2, column Level 1 description"]');
INSERT INTO "descriptors" VALUES(6,1,'sfia-9','WARM',1,'level','Shows it.',0,'["row 2, column Level 1 description"]');
INSERT INTO "descriptors" VALUES(6,2,'sfia-9','WARM',2,'level','Is warm 2 times.',0,'["row 2, column Level 2 description"]');
INSERT INTO "descriptors" VALUES(6,3,'sfia-9','WARM',2,'level','Shows it.',0,'["row 2, column Level 2 description"]');
INSERT INTO "descriptors" VALUES(6,4,'sfia-9','WARM',3,'level','Is warm 3 times.',0,'["row 2, column Level 3 description"]');
INSERT INTO "descriptors" VALUES(6,5,'sfia-9','WARM',3,'level','Shows it.',0,'["row 2, column Level 3 description"]');
INSERT INTO "descriptors" VALUES(6,6,'sfia-9','WARM',4,'level','Is warm 4 times.',0,'["row 2, column Level 4 description"]');
INSERT INTO "descriptors" VALUES(6,7,'sfia-9','WARM',4,'level','Shows it.',0,'["row 2, column Level 4 description"]');
INSERT INTO "descriptors" VALUES(6,8,'sfia-9','WARM',5,'level','Is warm 5 times.',0,'["row 2, column Level 5 description"]');
INSERT INTO "descriptors" VALUES(6,9,'sfia-9','WARM',5,'level','Shows it.',0,'["row 2, column Level 5 description"]');
INSERT INTO "descriptors" VALUES(6,10,'sfia-9','WARM',6,'level','Is warm 6 times.',0,'["row 2, column Level 6 description"]');
INSERT INTO "descriptors" VALUES(6,11,'sfia-9','WARM',6,'level','Shows it.',0,'["row 2, column Level 6 description"]');
INSERT INTO "descriptors" VALUES(6,12,'sfia-9','WARM',7,'level','Is warm 7 times.',0,'["row 2, column Level 7 description"]');
INSERT INTO "descriptors" VALUES(6,13,'sfia-9','WARM',7,'level','Shows it.',0,'["row 2, column Level 7 description"]');
INSERT INTO "descriptors" VALUES(8,0,'sfia-9','TEAB',2,'level','Boils water.',0,'["row 2, column Level 2 description"]');
INSERT INTO "descriptors" VALUES(8,1,'sfia-9','TEAB',2,'level','Pours it.',0,'["row 2, column Level 2 description"]');
INSERT INTO "descriptors" VALUES(8,2,'sfia-9','TEAB',3,'level','Brews for a room; warms the pot.',0,'["row 2, column Level 3 description"]');
INSERT INTO "descriptors" VALUES(8,3,'sfia-9','CAKE',1,'level','Cuts the guests’ cake.',0,'["row 3, column Level 1 description"]');
INSERT INTO "descriptors" VALUES(9,0,'sfia','TEAB',2,'level','Boils water, i.e. up to a rolling boil.',0,'["line 16"]');
INSERT INTO "descriptors" VALUES(9,1,'sfia','TEAB',2,'level','Pours it over the leaves; waits by the clock.',0,'["line 16"]');
INSERT INTO "descriptors" VALUES(9,2,'sfia','TEAB',2,'level','Asks for help elsewhere.',0,'["line 16"]');
INSERT INTO "descriptors" VALUES(9,3,'sfia','TEAB',4,'level','Chooses the leaves (black, green etc. by guest).',0,'["line 20"]');
INSERT INTO "descriptors" VALUES(9,4,'sfia','TEAB',4,'level','Keeps up relationships with growers.',0,'["line 20"]');
INSERT INTO "descriptors" VALUES(10,0,'sfia-8','TEAB',2,'level','Boils water.',0,'["sheet Skills, row 2, column Level 2 description"]');
INSERT INTO "descriptors" VALUES(10,1,'sfia-8','TEAB',2,'level','Pours it.',0,'["sheet Skills, row 2, column Level 2 description"]');
INSERT INTO "descriptors" VALUES(10,2,'sfia-8','TEAB',3,'level','Brews for a room; warms the pot.',0,'["sheet Skills, row 2, column Level 3 description"]');
INSERT INTO "descriptors" VALUES(10,3,'sfia-8','CAKE',1,'level','Cuts the guests’ cake.',0,'["sheet Skills, row 3, column Level 1 description"]');
INSERT INTO "descriptors" VALUES(10,4,'sfia-8','Autonomy',1,'level','Decides 1 things.',0,'["sheet Levels of responsibility, row 2, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,5,'sfia-8','Autonomy',1,'level','Alone.',0,'["sheet Levels of responsibility, row 2, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,6,'sfia-8','Autonomy',2,'level','Decides 2 things.',0,'["sheet Levels of responsibility, row 3, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,7,'sfia-8','Autonomy',2,'level','Alone.',0,'["sheet Levels of responsibility, row 3, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,8,'sfia-8','Autonomy',3,'level','Decides 3 things.',0,'["sheet Levels of responsibility, row 4, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,9,'sfia-8','Autonomy',3,'level','Alone.',0,'["sheet Levels of responsibility, row 4, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,10,'sfia-8','Autonomy',4,'level','Decides 4 things.',0,'["sheet Levels of responsibility, row 5, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,11,'sfia-8','Autonomy',4,'level','Alone.',0,'["sheet Levels of responsibility, row 5, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,12,'sfia-8','Autonomy',5,'level','Decides 5 things.',0,'["sheet Levels of responsibility, row 6, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,13,'sfia-8','Autonomy',5,'level','Alone.',0,'["sheet Levels of responsibility, row 6, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,14,'sfia-8','Autonomy',6,'level','Decides 6 things.',0,'["sheet Levels of responsibility, row 7, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,15,'sfia-8','Autonomy',6,'level','Alone.',0,'["sheet Levels of responsibility, row 7, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,16,'sfia-8','Autonomy',7,'level','Decides 7 things.',0,'["sheet Levels of responsibility, row 8, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,17,'sfia-8','Autonomy',7,'level','Alone.',0,'["sheet Levels of responsibility, row 8, column Autonomy"]');
INSERT INTO "descriptors" VALUES(10,18,'sfia-8','Influence',1,'level','Moves 1 people.',0,'["sheet Levels of responsibility, row 2, column Influence"]');
INSERT INTO "descriptors" VALUES(10,19,'sfia-8','Influence',2,'level','Moves 2 people.',0,'["sheet Levels of responsibility, row 3, column Influence"]');
INSERT INTO "descriptors" VALUES(10,20,'sfia-8','Influence',3,'level','Moves 3 people.',0,'["sheet Levels of responsibility, row 4, column Influence"]');
INSERT INTO "descriptors" VALUES(10,21,'sfia-8','Influence',4,'level','Moves 4 people.',0,'["sheet Levels of responsibility, row 5, column Influence"]');
INSERT INTO "descriptors" VALUES(10,22,'sfia-8','Influence',5,'level','Moves 5 people.',0,'["sheet Levels of responsibility, row 6, column Influence"]');
INSERT INTO "descriptors" VALUES(10,23,'sfia-8','Influence',6,'level','Moves 6 people.',0,'["sheet Levels of responsibility, row 7, column Influence"]');
INSERT INTO "descriptors" VALUES(10,24,'sfia-8','Influence',7,'level','Moves 7 people.',0,'["sheet Levels of responsibility, row 8, column Influence"]');
INSERT INTO "descriptors" VALUES(10,25,'sfia-8','Complexity',1,'level','Brews.',0,'["sheet Levels of responsibility, row 2, column Complexity"]');
INSERT INTO "descriptors" VALUES(10,26,'sfia-8','Complexity',2,'level','Brews.',0,'["sheet Levels of responsibility, row 3, column Complexity"]');
INSERT INTO "descriptors" VALUES(10,27,'sfia-8','Complexity',3,'level','Brews.',0,'["sheet Levels of responsibility, row 4, column Complexity"]');
INSERT INTO "descriptors" VALUES(10,28,'sfia-8','Complexity',4,'level','Brews.',0,'["sheet Levels of responsibility, row 5, column Complexity"]');
INSERT INTO "descriptors" VALUES(10,29,'sfia-8','Complexity',5,'level','Brews.',0,'["sheet Levels of responsibility, row 6, column Complexity"]');
INSERT INTO "descriptors" VALUES(10,30,'sfia-8','Complexity',6,'level','Brews.',0,'["sheet Levels of responsibility, row 7, column Complexity"]');
INSERT INTO "descriptors" VALUES(10,31,'sfia-8','Complexity',7,'level','Brews.',0,'["sheet Levels of responsibility, row 8, column Complexity"]');
INSERT INTO "descriptors" VALUES(12,0,'tsc','Tea Brewing',3,'level','Brew by the rules of the house',0,'["skill ''Tea Brewing'', level 3"]');
INSERT INTO "descriptors" VALUES(12,1,'tsc','Tea Brewing',4,'level','Content guests.',0,'["skill ''Tea Brewing'', level 4"]');
INSERT INTO "descriptors" VALUES(12,2,'tsc','Tea Brewing',4,'level','Ask them.',0,'["skill ''Tea Brewing'', level 4"]');
INSERT INTO "descriptors" VALUES(12,3,'tsc','Listening',2,'level','Hear people out',0,'["skill ''Listening'', level 2"]');
INSERT INTO "descriptors" VALUES(13,0,'tsc','Tea Brewing',3,'level','Brew by the rules of the house',0,'["line 8, Level 3"]');
INSERT INTO "descriptors" VALUES(13,1,'tsc','Tea Brewing',4,'level','Content the guests of a room',0,'["line 8, Level 4"]');
INSERT INTO "descriptors" VALUES(13,2,'tsc','Tea Brewing',5,'level','Plan the leaves of a year',0,'["line 8, Level 5"]');
INSERT INTO "descriptors" VALUES(13,3,'tsc','Tea Brewing',3,'knowledge','Kinds of water',0,'["line 9, Knowledge, Level 3"]');
INSERT INTO "descriptors" VALUES(13,4,'tsc','Tea Brewing',3,'knowledge','Steps in brewing',0,'["line 9, Knowledge, Level 3"]');
INSERT INTO "descriptors" VALUES(13,5,'tsc','Tea Brewing',4,'knowledge','Ways to please',0,'["line 9, Knowledge, Level 4"]');
INSERT INTO "descriptors" VALUES(13,6,'tsc','Tea Brewing',5,'knowledge','Growers of the region',0,'["line 9, Knowledge, Level 5"]');
INSERT INTO "descriptors" VALUES(13,7,'tsc','Tea Brewing',3,'ability','Boil fresh water for each pot ordered',0,'["line 10, Abilities, Level 3"]');
INSERT INTO "descriptors" VALUES(13,8,'tsc','Tea Brewing',3,'ability','Keep the timer beside the pot and watch it',0,'["line 10, Abilities, Level 3"]');
INSERT INTO "descriptors" VALUES(13,9,'tsc','Tea Brewing',4,'ability','Ask each guest how strong the tea should be',0,'["line 10, Abilities, Level 4"]');
INSERT INTO "descriptors" VALUES(13,10,'tsc','Tea Brewing',4,'ability','Manage guest contentment',0,'["line 10, Abilities, Level 4"]');
INSERT INTO "descriptors" VALUES(13,11,'tsc','Tea Brewing',5,'ability','Order the leaves that guests asked for last month',0,'["line 10, Abilities, Level 5"]');
CREATE TABLE "documents" (
   "id" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL,
   "revision" INTEGER NOT NULL,
   "kind" TEXT NOT NULL,
   "sha256" TEXT NOT NULL,
   "added_at" TEXT NOT NULL,
   "counts" TEXT
);
INSERT INTO "documents" VALUES(1,'competency-outline.doc',1,'competency-outline','fd117270ffe063ada22fe12d2b48069cc3e64f39187b15bb4dd4f1859400fe8c','2026-11-30T21:00:00','{"skills": 1, "skill_levels": 3, "attributes": 0, "attribute_levels": 0, "statements": 7, "guidance": 0, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(2,'ddat-roles.doc',1,'ddat-roles','31680ae0a5f9dddfc2c8bd4865ac9fc42223d06edb813359ff25990b8c87f68f','2026-11-30T21:00:00','{"skills": 2, "skill_levels": 4, "attributes": 0, "attribute_levels": 0, "statements": 4, "guidance": 0, "roles": 5, "passages": 0}');
INSERT INTO "documents" VALUES(3,'ddat-skills.doc',1,'ddat-skills','87e935defc70d598d8f38968981b2ee45c17b094ff73bc33aa0a9fcfd318420d','2026-11-30T21:00:00','{"skills": 2, "skill_levels": 3, "attributes": 0, "attribute_levels": 0, "statements": 4, "guidance": 0, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(4,'ict-role-profile.doc',1,'ict-role-profile','cbf7f505c1e2edabc5a0d5bc6d9645bdf4a888a1cd60b2eb02d82d7ffa5c5968','2026-11-30T21:00:00','{"skills": 2, "skill_levels": 2, "attributes": 2, "attribute_levels": 2, "statements": 6, "guidance": 0, "roles": 1, "passages": 1}');
INSERT INTO "documents" VALUES(5,'job-descriptions.doc',1,'job-descriptions','036cd3d8d9511bc2c325f354c5620aa3fd14a4227feb473ebe89aec3db5c7781','2026-11-30T21:00:00','{"skills": 0, "skill_levels": 0, "attributes": 0, "attribute_levels": 0, "statements": 0, "guidance": 0, "roles": 2, "passages": 8}');
INSERT INTO "documents" VALUES(6,'sfia-attributes.doc',1,'sfia-attributes','0fb5238cea951bc9ecd42717947d78724d8520c0c1307f252ab41936f297391f','2026-11-30T21:00:00','{"skills": 0, "skill_levels": 0, "attributes": 1, "attribute_levels": 7, "statements": 14, "guidance": 0, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(7,'sfia-levels.doc',1,'sfia-levels','a269137d49f1365fec05480a9df37fef7a0544fe8c592de3847cc20a96dd9123','2026-11-30T21:00:00','{"skills": 0, "skill_levels": 0, "attributes": 0, "attribute_levels": 0, "statements": 0, "guidance": 0, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(8,'sfia-skills.doc',1,'sfia-skills','4f77b249b532a901fa7be55402a96cda50ff6ae473828d1d95a7166be08b8029','2026-11-30T21:00:00','{"skills": 2, "skill_levels": 3, "attributes": 0, "attribute_levels": 0, "statements": 4, "guidance": 4, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(9,'sfia-wiki.doc',1,'sfia-wiki','95d74e94e6643c457e04bfac3a1b0a7fa9aeffa971d2d254426dbe199b58c7be','2026-11-30T21:00:00','{"skills": 1, "skill_levels": 2, "attributes": 0, "attribute_levels": 0, "statements": 5, "guidance": 0, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(10,'sfia-workbook.doc',1,'sfia-workbook','190795f31a2a3ed76a1e8db27b1c4c5498462f966eb81b15acc43ee0b9f2f4cd','2026-11-30T21:00:00','{"skills": 2, "skill_levels": 3, "attributes": 3, "attribute_levels": 21, "statements": 32, "guidance": 4, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(11,'skillsfuture-jobs.doc',1,'skillsfuture-jobs','b8dec67a89387d2909c526c9ab75d7e00d6a6567b4af59c738342154138f2ac5','2026-11-30T21:00:00','{"skills": 0, "skill_levels": 0, "attributes": 0, "attribute_levels": 0, "statements": 0, "guidance": 0, "roles": 1, "passages": 0}');
INSERT INTO "documents" VALUES(12,'skillsfuture-registry.doc',1,'skillsfuture-registry','8c978cdb6f1425f01b6219ab38f1ebaf88c4edb1900fd8febacac7334a4ab229','2026-11-30T21:00:00','{"skills": 2, "skill_levels": 3, "attributes": 0, "attribute_levels": 0, "statements": 4, "guidance": 0, "roles": 0, "passages": 0}');
INSERT INTO "documents" VALUES(13,'tsc-reference.doc',1,'tsc-reference','ed2d0ed166c746a6f301889ef31ed99322d7d08f8d73b99cd9bb061ded4ccabd','2026-11-30T21:00:00','{"skills": 1, "skill_levels": 3, "attributes": 0, "attribute_levels": 0, "statements": 12, "guidance": 0, "roles": 0, "passages": 0}');
CREATE TABLE "frameworks" (
   "document" INTEGER REFERENCES "documents"("id"),
   "position" INTEGER,
   "id" TEXT,
   "name" TEXT,
   "levels" TEXT,
   PRIMARY KEY ("document", "position")
);
INSERT INTO "frameworks" VALUES(1,0,'tsc','SkillsFuture TSC','[{"number": 1, "name": "", "essence": ""}, {"number": 2, "name": "", "essence": ""}, {"number": 3, "name": "", "essence": ""}, {"number": 4, "name": "", "essence": ""}, {"number": 5, "name": "", "essence": ""}, {"number": 6, "name": "", "essence": ""}]');
INSERT INTO "frameworks" VALUES(2,0,'ddat','UK Government Digital and Data','[{"number": 1, "name": "Awareness", "essence": ""}, {"number": 2, "name": "Working", "essence": ""}, {"number": 3, "name": "Practitioner", "essence": ""}, {"number": 4, "name": "Expert", "essence": ""}]');
INSERT INTO "frameworks" VALUES(3,0,'ddat','UK Government Digital and Data','[{"number": 1, "name": "Awareness", "essence": ""}, {"number": 2, "name": "Working", "essence": ""}, {"number": 3, "name": "Practitioner", "essence": ""}, {"number": 4, "name": "Expert", "essence": ""}]');
INSERT INTO "frameworks" VALUES(4,0,'sfia-7','SFIA 7','[{"number": 1, "name": "Follow", "essence": ""}, {"number": 2, "name": "Assist", "essence": ""}, {"number": 3, "name": "Apply", "essence": ""}, {"number": 4, "name": "Enable", "essence": ""}, {"number": 5, "name": "Ensure, advise", "essence": ""}, {"number": 6, "name": "Initiate, influence", "essence": ""}, {"number": 7, "name": "Set strategy, inspire, mobilise", "essence": ""}]');
INSERT INTO "frameworks" VALUES(6,0,'sfia-9','SFIA 9','[{"number": 1, "name": "Follow", "essence": ""}, {"number": 2, "name": "Assist", "essence": ""}, {"number": 3, "name": "Apply", "essence": ""}, {"number": 4, "name": "Enable", "essence": ""}, {"number": 5, "name": "Ensure, advise", "essence": ""}, {"number": 6, "name": "Initiate, influence", "essence": ""}, {"number": 7, "name": "Set strategy, inspire, mobilise", "essence": ""}]');
INSERT INTO "frameworks" VALUES(7,0,'sfia-9','SFIA 9','[{"number": 1, "name": "Phrase 1", "essence": "Brews 1 pots."}, {"number": 2, "name": "Phrase 2", "essence": "Brews 2 pots."}, {"number": 3, "name": "Phrase 3", "essence": "Brews 3 pots."}, {"number": 4, "name": "Phrase 4", "essence": "Brews 4 pots."}, {"number": 5, "name": "Phrase 5", "essence": "Brews 5 pots."}, {"number": 6, "name": "Phrase 6", "essence": "Brews 6 pots."}, {"number": 7, "name": "Phrase 7", "essence": "Brews 7 pots."}]');
INSERT INTO "frameworks" VALUES(8,0,'sfia-9','SFIA 9','[{"number": 1, "name": "Follow", "essence": ""}, {"number": 2, "name": "Assist", "essence": ""}, {"number": 3, "name": "Apply", "essence": ""}, {"number": 4, "name": "Enable", "essence": ""}, {"number": 5, "name": "Ensure, advise", "essence": ""}, {"number": 6, "name": "Initiate, influence", "essence": ""}, {"number": 7, "name": "Set strategy, inspire, mobilise", "essence": ""}]');
INSERT INTO "frameworks" VALUES(9,0,'sfia','SFIA','[{"number": 1, "name": "Follow", "essence": ""}, {"number": 2, "name": "Assist", "essence": ""}, {"number": 3, "name": "Apply", "essence": ""}, {"number": 4, "name": "Enable", "essence": ""}, {"number": 5, "name": "Ensure, advise", "essence": ""}, {"number": 6, "name": "Initiate, influence", "essence": ""}, {"number": 7, "name": "Set strategy, inspire, mobilise", "essence": ""}]');
INSERT INTO "frameworks" VALUES(10,0,'sfia-8','SFIA 8','[{"number": 1, "name": "Follow", "essence": ""}, {"number": 2, "name": "Assist", "essence": ""}, {"number": 3, "name": "Apply", "essence": ""}, {"number": 4, "name": "Enable", "essence": ""}, {"number": 5, "name": "Ensure, advise", "essence": ""}, {"number": 6, "name": "Initiate, influence", "essence": ""}, {"number": 7, "name": "Set strategy, inspire, mobilise", "essence": ""}]');
INSERT INTO "frameworks" VALUES(11,0,'tsc','SkillsFuture TSC','[{"number": 1, "name": "", "essence": ""}, {"number": 2, "name": "", "essence": ""}, {"number": 3, "name": "", "essence": ""}, {"number": 4, "name": "", "essence": ""}, {"number": 5, "name": "", "essence": ""}, {"number": 6, "name": "", "essence": ""}]');
INSERT INTO "frameworks" VALUES(12,0,'tsc','SkillsFuture TSC','[{"number": 1, "name": "", "essence": ""}, {"number": 2, "name": "", "essence": ""}, {"number": 3, "name": "", "essence": ""}, {"number": 4, "name": "", "essence": ""}, {"number": 5, "name": "", "essence": ""}, {"number": 6, "name": "", "essence": ""}]');
INSERT INTO "frameworks" VALUES(13,0,'tsc','SkillsFuture TSC','[{"number": 1, "name": "", "essence": ""}, {"number": 2, "name": "", "essence": ""}, {"number": 3, "name": "", "essence": ""}, {"number": 4, "name": "", "essence": ""}, {"number": 5, "name": "", "essence": ""}, {"number": 6, "name": "", "essence": ""}]');
CREATE TABLE "passages" (
   "document" INTEGER REFERENCES "documents"("id"),
   "position" INTEGER,
   "kind" TEXT,
   "text" TEXT,
   "location" TEXT,
   PRIMARY KEY ("document", "position")
);
INSERT INTO "passages" VALUES(4,0,'background','This page follows SFIA 7.','line 9');
INSERT INTO "passages" VALUES(5,0,'background','Tea Maker Information','line 1');
INSERT INTO "passages" VALUES(5,1,'background','Tea makers are dear to every office.','line 8');
INSERT INTO "passages" VALUES(5,2,'background','Warm pots','line 10');
INSERT INTO "passages" VALUES(5,3,'background','Clean cups','line 11');
INSERT INTO "passages" VALUES(5,4,'background','Recruitment of Tea Makers','line 13');
INSERT INTO "passages" VALUES(5,5,'background','The key elements required for tea makers are as follows:','line 15');
INSERT INTO "passages" VALUES(5,6,'trait','Patience - waits for the boil','line 17');
INSERT INTO "passages" VALUES(5,7,'trait','Warm hands','line 18');
CREATE TABLE "problems" (
   "document" INTEGER REFERENCES "documents"("id"),
   "position" INTEGER,
   "severity" TEXT,
   "location" TEXT,
   "kind" TEXT,
   "message" TEXT,
   "count" INTEGER,
   PRIMARY KEY ("document", "position")
);
INSERT INTO "problems" VALUES(1,0,'note','line 13','inferred-level','the outline says no levels: its groups are taken for levels 3 to 5, until a TSC of the same title says otherwise.',3);
INSERT INTO "problems" VALUES(2,0,'note','row 2, column Skill Description','missing','cells that say MISSING: 5, in rows: 5. They were passed over; this is the first.',5);
INSERT INTO "problems" VALUES(2,1,'note','row 7, column Role Level','not-in-use','cells that say NOT IN USE: 4, in rows: 1. They were passed over; this is the first.',4);
INSERT INTO "problems" VALUES(2,2,'note','row 2','level-missing','''Brewing'' says nothing at level 3, between levels that say something. Check that nothing was lost.',1);
INSERT INTO "problems" VALUES(3,0,'note','row 2, column Working','not-defined','cells that say that they are not defined: 1, in rows: 1. They were passed over; this is the first.',1);
INSERT INTO "problems" VALUES(3,1,'note','row 3, column Skill Description','missing','cells that say MISSING: 1, in rows: 1. They were passed over; this is the first.',1);
INSERT INTO "problems" VALUES(3,2,'note','row 3, column Expert','not-in-use','cells that say NOT IN USE: 1, in rows: 1. They were passed over; this is the first.',1);
INSERT INTO "problems" VALUES(3,3,'note','row 2','level-missing','''Brewing'' says nothing at level 2, between levels that say something. Check that nothing was lost.',1);
INSERT INTO "problems" VALUES(9,0,'note','line 13','level-missing','''TEAB'' says nothing at level 3, between levels that say something. Check that nothing was lost.',1);
CREATE TABLE "roles" (
   "document" INTEGER REFERENCES "documents"("id"),
   "position" INTEGER,
   "name" TEXT,
   "grade" TEXT,
   "family" TEXT,
   "summary" TEXT,
   "mission" TEXT,
   "rank" INTEGER,
   "sections" TEXT,
   "requirements" TEXT,
   "locations" TEXT,
   PRIMARY KEY ("document", "position")
);
INSERT INTO "roles" VALUES(2,0,'Tea maker','Lead tea maker','Kitchen','A lead tea maker brews. There are two of them.','Makes tea.',3,'[{"name": "main tasks", "lines": ["brew", "pour"]}]','[{"framework": "ddat", "skill": "Brewing", "level": 4, "core": true}]','["row 2"]');
INSERT INTO "roles" VALUES(2,1,'Tea maker','Lead tea maker - management','Kitchen','A lead tea maker - management brews. There are two of them.','Makes tea.',3,'[{"name": "main tasks", "lines": ["brew", "pour"]}]','[{"framework": "ddat", "skill": "Brewing", "level": 4, "core": true}]','["row 3"]');
INSERT INTO "roles" VALUES(2,2,'Tea maker','Tea maker','Kitchen','A tea maker brews. There are two of them.','Makes tea.',2,'[{"name": "main tasks", "lines": ["brew", "pour"]}]','[{"framework": "ddat", "skill": "Brewing", "level": 2, "core": true}, {"framework": "ddat", "skill": "Pouring", "level": 1, "core": true}]','["row 4"]');
INSERT INTO "roles" VALUES(2,3,'Tea maker','Apprentice tea maker','Kitchen','A apprentice tea maker brews. There are two of them.','Makes tea.',1,'[{"name": "main tasks", "lines": ["brew", "pour"]}]','[{"framework": "ddat", "skill": "Brewing", "level": 1, "core": true}]','["row 6"]');
INSERT INTO "roles" VALUES(2,4,'Tea chief','','Kitchen','','Runs it.',NULL,'[]','[{"framework": "ddat", "skill": "Brewing", "level": null, "core": true}]','["row 7"]');
INSERT INTO "roles" VALUES(4,0,'Tea Maker','','','The person who makes the tea.','Brews tea for guests and keeps the pot warm.',NULL,'[{"name": "main tasks", "lines": ["Boil the water for all guests", "Warm the IT team''s pot with care", "Pour it out"]}, {"name": "deliverables accountable", "lines": ["Sale"]}, {"name": "deliverables responsible", "lines": ["Business Relationship"]}, {"name": "deliverables contributor", "lines": ["Sales Forecast", "Project Plan", "Test Report"]}]','[{"framework": "sfia-7", "skill": "Tea brewing", "level": 3, "core": true}, {"framework": "sfia-7", "skill": "Cake cutting", "level": 2, "core": false}]','["line 2"]');
INSERT INTO "roles" VALUES(5,0,'Head Tea Maker','','','','',NULL,'[{"name": "purpose", "lines": ["Runs the kitchen."]}, {"name": "accountabilities", "lines": ["Buys the leaves", "Counts the cups"]}, {"name": "attributes", "lines": ["A fine nose", "Calm", "Warm hands"]}]','[]','["line 20"]');
INSERT INTO "roles" VALUES(5,1,'Tea Maker','','','','',NULL,'[{"name": "purpose", "lines": ["To make tea for one floor."]}, {"name": "duties", "lines": ["Boil the water.", "Wash the pot.", "Tell guests when it is ready."]}]','[]','["line 28"]');
INSERT INTO "roles" VALUES(11,0,'Tea Maker','','food','Makes tea.','',NULL,'[{"name": "main tasks", "lines": ["Brew tea", "Wash pots"]}]','[{"framework": "tsc", "skill": "Tea Brewing", "level": 3, "core": true}, {"framework": "tsc", "skill": "Listening", "level": null, "core": true}]','["role jd_1"]');
CREATE TABLE "skills" (
   "document" INTEGER REFERENCES "documents"("id"),
   "position" INTEGER,
   "framework" TEXT,
   "code" TEXT,
   "name" TEXT,
   "kind" TEXT,
   "category" TEXT,
   "subcategory" TEXT,
   "description" TEXT,
   "guidance" TEXT,
   "level_codes" TEXT,
   "sectors" TEXT,
   "locations" TEXT,
   PRIMARY KEY ("document", "position")
);
INSERT INTO "skills" VALUES(1,0,'tsc','','Tea Brewing','skill','Hot Drinks','','Brew tea for guests of all kinds.','[]','[]','[]','["line 1"]');
INSERT INTO "skills" VALUES(2,0,'ddat','','Brewing','skill','','','','[]','[]','[]','["row 2"]');
INSERT INTO "skills" VALUES(2,1,'ddat','','Pouring','skill','','','','[]','[]','[]','["row 5"]');
INSERT INTO "skills" VALUES(3,0,'ddat','','Brewing','skill','','','Brewing is making tea.','[]','[]','[]','["row 2"]');
INSERT INTO "skills" VALUES(3,1,'ddat','','Pouring','skill','','','','[]','[]','[]','["row 3"]');
INSERT INTO "skills" VALUES(4,0,'sfia-7','','Autonomy','attribute','','','','[]','[]','[]','["line 14"]');
INSERT INTO "skills" VALUES(4,1,'sfia-7','','Business Skills','attribute','','','','[]','[]','[]','["line 19"]');
INSERT INTO "skills" VALUES(4,2,'sfia-7','','Tea brewing','skill','','','','[]','[]','[]','["line 23"]');
INSERT INTO "skills" VALUES(4,3,'sfia-7','','Cake cutting','skill','','','','[]','[]','[]','["line 28"]');
INSERT INTO "skills" VALUES(6,0,'sfia-9','WARM','Warmth','attribute','Attributes','','How warm one is.','[]','[]','[]','["row 2"]');
INSERT INTO "skills" VALUES(8,0,'sfia-9','TEAB','Tea brewing','skill','Kitchen','Hot drinks','About Tea brewing.','["For kitchens only.", "Not for bars.", "boiling water", "warming pots."]','[]','[]','["row 2"]');
INSERT INTO "skills" VALUES(8,1,'sfia-9','CAKE','Cake cutting','skill','Kitchen','Hot drinks','About Cake cutting.','[]','[]','[]','["row 3"]');
INSERT INTO "skills" VALUES(9,0,'sfia','TEAB','Tea brewing','skill','Kitchen','Hot drinks','Making tea for one guest or many, so that everybody gets a good cup.','[]','[]','[]','["line 13"]');
INSERT INTO "skills" VALUES(10,0,'sfia-8','TEAB','Tea brewing','skill','Kitchen','Hot drinks','About Tea brewing.','["For kitchens only.", "Not for bars.", "boiling water", "warming pots."]','[]','[]','["sheet Skills, row 2"]');
INSERT INTO "skills" VALUES(10,1,'sfia-8','CAKE','Cake cutting','skill','Kitchen','Hot drinks','About Cake cutting.','[]','[]','[]','["sheet Skills, row 3"]');
INSERT INTO "skills" VALUES(10,2,'sfia-8','','Autonomy','attribute','','','','[]','[]','[]','["sheet Levels of responsibility, column Autonomy"]');
INSERT INTO "skills" VALUES(10,3,'sfia-8','','Influence','attribute','','','','[]','[]','[]','["sheet Levels of responsibility, column Influence"]');
INSERT INTO "skills" VALUES(10,4,'sfia-8','','Complexity','attribute','','','','[]','[]','[]','["sheet Levels of responsibility, column Complexity"]');
INSERT INTO "skills" VALUES(12,0,'tsc','','Tea Brewing','skill','Kitchen Work','','Brew tea for guests of every kind and in every season.','[]','[]','["food"]','["skill ''Tea Brewing''"]');
INSERT INTO "skills" VALUES(12,1,'tsc','','Listening','skill','People','Critical core skill','Listen.','[]','[]','[]','["skill ''Listening''"]');
INSERT INTO "skills" VALUES(13,0,'tsc','','Tea Brewing','skill','Hot Drinks','','Brew tea for guests','[]','[[3, "HOT-TEA-3001-1.1"], [4, "HOT-TEA-4001-1.1"], [5, "HOT-TEA-5001-1.1"]]','[]','["line 4"]');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX "idx_documents_name_revision"
    ON "documents" ("name", "revision");
COMMIT;
