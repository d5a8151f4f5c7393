"""Who agreed, what they may do, and how they come into teams."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot import times
from bot.store import Database, audit, shares
from bot.store.engine import Reason, RefusedError
from bot.store.people import OPERATOR, People, Settled
from tests.support.seeded_store import ADMIN, AT, SeededStore, after


def refused(reason: Reason) -> pytest.RaisesExc[RefusedError]:
    return pytest.raises(RefusedError, match=f"^{reason}$")


def test_who_agrees_again_stays_who_they_are(town: SeededStore) -> None:
    one = town.people.agree(42, "First", AT)
    town.people.blocked(one.id, AT)
    again = town.people.agree(42, "Second", after(days=1))
    assert (again.id, again.name, again.consented_at) == (one.id, "Second", AT)
    assert again.blocked_at is None
    assert town.people.by_telegram(43) is None


def test_an_id_is_never_used_again(town: SeededStore) -> None:
    one = town.person()
    town.db.execute(sa.text("delete from people where id = :p0"), p0=one.id)
    assert town.person().id > one.id


def test_seen_is_written_once_a_day(town: SeededStore) -> None:
    one = town.person()
    town.people.seen(one.id, after(minutes=5))
    found = town.people.by_id(one.id)
    assert found is not None and found.seen_at == AT
    town.people.seen(one.id, after(days=1))
    found = town.people.by_id(one.id)
    assert found is not None and found.seen_at == after(days=1)


def test_settle_admins_at_each_start_then_the_settings_decide(database: Database) -> None:
    early = People(database).agree(5, "Early", AT)
    assert early.role == "staff"
    people = People(database, {5, 6})
    assert people.settle_admins(AT).made == (early.id,)
    named = people.by_id(early.id)
    assert named is not None and named.role == "admin" and named.rights > early.rights
    assert people.settle_admins(AT) == Settled((), ())
    assert people.by_id(early.id) == named
    late = people.agree(6, "Late", AT)
    assert late.role == "admin"
    assert [admin.telegram for admin in people.admins()] == [5, 6]
    assert People(database, {6}).settle_admins(AT) == Settled((), (early.id,))
    after_ = people.by_id(early.id)
    assert after_ is not None and after_.role == "staff" and after_.rights > named.rights
    assert People(database).settle_admins(AT) == Settled((), (late.id,))
    assert people.admins() == ()
    lines = audit.history(database, early.id)
    assert [(line.action, line.operator) for line in lines] == [("unmade-admin", True), ("made-admin", True)]


def test_set_admin_when_only_one_is_left_then_refused(town: SeededStore) -> None:
    other = town.person()
    with refused("last-admin"):
        town.people.set_admin(town.admin.id, False, town.admin.id, AT)
    with refused("last-admin"):
        town.people.set_admin(town.admin.id, False, OPERATOR, AT)
    assert town.people.set_admin(other.id, True, town.admin.id, AT)
    assert not town.people.set_admin(other.id, True, town.admin.id, AT)
    assert town.people.set_admin(town.admin.id, False, other.id, AT)
    assert [admin.id for admin in town.people.admins()] == [other.id]
    with refused("not-allowed"):
        town.people.set_admin(town.admin.id, True, town.admin.id, AT)
    with refused("not-there"):
        town.people.set_admin(999, True, other.id, AT)


def test_set_admin_when_two_remove_each_other_then_one_stays(town: SeededStore) -> None:
    other = town.person()
    town.people.set_admin(other.id, True, town.admin.id, AT)
    with Database(town.db.path) as second:
        town.people.set_admin(other.id, False, town.admin.id, AT)
        with refused("not-allowed"):
            People(second).set_admin(town.admin.id, False, other.id, AT)
        assert [one.id for one in People(second).admins()] == [town.admin.id]


def test_find_when_given_a_part_of_a_name_or_an_id_then_those_are_found(town: SeededStore) -> None:
    one, other = town.person("Émile 100%"), town.person("Ada_")
    for text, found in (
        ("émile", [one]),
        ("100%", [one]),
        ("_", [other]),
        (f" {one.telegram} ", [one]),
        ("", [other, town.admin, one]),
        ("nobody", []),
    ):
        assert [each.id for each in town.people.find(text)] == [each.id for each in found]


def test_only_admins_do_what_admins_do(town: SeededStore) -> None:
    team = town.team()
    for one in (town.person("Staff", team), town.person("Coach", team, coach=True)):
        for act in (
            lambda by: town.teams.make("Other", by, AT),
            lambda by: town.teams.renew_link(team.id, by, AT),
            lambda by: town.teams.members(team.id, by),
            lambda by: town.teams.set_role(by, team.id, "coach", by, AT),
            lambda by: town.teams.leave(town.admin.id, team.id, AT, by=by),
            lambda by: town.teams.invite("coach", team.id, by, AT),
            lambda by: town.people.set_admin(by, True, by, AT),
            lambda by: town.people.set_admin(town.admin.id, False, by, AT),
            lambda by: town.people.sign_out(by, by, AT),
        ):
            with refused("not-allowed"):
                act(one.id)


def test_a_person_has_a_role_in_each_team(town: SeededStore) -> None:
    parks, trees = town.team("Parks"), town.team("Trees")
    one = town.person("Both", trees)
    town.teams.join(one.id, parks.code, AT)
    town.teams.set_role(one.id, parks.id, "coach", town.admin.id, AT)
    found = town.people.by_id(one.id)
    assert found is not None and found.role == "coach"
    assert [(team.name, team.role) for team in found.teams] == [("Parks", "coach"), ("Trees", "staff")]
    assert found.coaches(parks.id) and not found.coaches(trees.id)
    assert found.rights > one.rights
    # The team's link does not make a coach staff again.
    town.teams.join(one.id, parks.code, AT)
    assert town.teams.coaches(parks.id) == (one.id,)


def test_set_role_when_an_admin_demotes_themself_then_they_are_staff(town: SeededStore) -> None:
    team = town.team()
    town.teams.join(town.admin.id, team.code, AT)
    for role in ("coach", "staff"):
        assert town.teams.set_role(town.admin.id, team.id, role, town.admin.id, AT)
        assert not town.teams.set_role(town.admin.id, team.id, role, town.admin.id, AT)
        found = town.people.by_id(town.admin.id)
        assert found is not None and found.teams[0].role == role
    line = audit.history(town.db, town.admin.id)[0]
    assert (line.action, line.detail) == ("role", "staff Parks")


def test_leave_when_an_admin_removes_somebody_then_the_audit_names_the_admin(town: SeededStore) -> None:
    team = town.team()
    one = town.person("Sam", team)
    town.shared(one, team)
    assert town.teams.leave(one.id, team.id, AT, by=town.admin.id)
    (share,) = shares.shares_of(town.db, one.id)
    assert share.taken_back_at == AT
    removed, taken = audit.history(town.db, one.id)[:2]
    assert (removed.action, removed.actor, removed.own) == ("removed", "Admin", False)
    assert (taken.action, taken.actor, taken.own) == ("taken-back", "Admin", False)


def test_teams_and_codes(town: SeededStore) -> None:
    team = town.team("Parks")
    with refused("team-taken"):
        town.team("PARKS")
    assert town.teams.by_name("parks") == team == town.teams.by_code(team.code)
    open_ = town.teams.invite("coach", team.id, town.admin.id, AT)
    of_another = town.teams.invite("coach", town.team("Trees").id, town.admin.id, AT)
    changed = town.teams.renew_link(team.id, town.admin.id, AT)
    with refused("invitation-expired"):
        town.teams.accept(open_, town.person().id, AT)
    assert town.teams.accept(of_another, town.person().id, AT).role == "coach"
    assert audit.history(town.db, town.admin.id)[0].action == "link-renewed"
    assert town.teams.join(town.person().id, team.code, AT) is None
    assert changed in town.teams.all()
    assert len(changed.code) <= 64 and changed.code.isalnum()


def test_an_invitation_works_once_and_not_for_ever(town: SeededStore) -> None:
    team, one, other = town.team(), town.person(), town.person()
    token = town.teams.invite("coach", team.id, town.admin.id, AT, days=2)
    assert len(token) <= 64
    assert token not in "".join(str(tuple(row)) for row in town.db.rows(sa.text("select * from invitations")))
    accepted = town.teams.accept(token, one.id, after(days=1))
    assert accepted.role == "coach" and accepted.team == team
    assert town.teams.coaches(team.id) == (one.id,)
    with refused("invitation-used"):
        town.teams.accept(token, other.id, after(days=1))
    late = town.teams.invite("coach", team.id, town.admin.id, AT, days=2)
    with refused("invitation-expired"):
        town.teams.accept(late, other.id, after(days=2))
    with refused("invitation-unknown"):
        town.teams.accept("guess", other.id, AT)
    with refused("not-there"):
        town.teams.invite("coach", None, town.admin.id, AT)


def test_an_invitation_is_as_good_as_who_made_it(town: SeededStore) -> None:
    other, guest = town.person(), town.person()
    token = town.teams.invite("admin", None, town.admin.id, AT)
    town.teams.accept(token, other.id, AT)
    found = town.people.by_id(other.id)
    assert found is not None and found.role == "admin"
    open_ = town.teams.invite("admin", None, town.admin.id, AT)
    town.people.set_admin(town.admin.id, False, other.id, AT)
    with refused("not-allowed"):
        town.teams.accept(open_, guest.id, AT)
    assert town.admin.telegram == ADMIN


def test_times_sort_as_they_are() -> None:
    assert times.checked("2026-05-04T11:00:00.9+02:00") == AT
    assert times.later(AT, days=-1, minutes=30) == "2026-05-03T09:30:00Z"
    for wrong in ("2026-05-04T09:00:00", "yesterday", ""):
        with pytest.raises(ValueError):
            times.checked(wrong)
