"""People and teams for admins, and leaving a team, on a real store."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.store import Database, audit, shares
from bot.store.engine import RefusedError
from bot.store.people import OPERATOR, Person
from bot.telegram.administration import Action, Administration
from bot.telegram.calls import Call
from bot.telegram.handlers.admin import AdminOnly
from bot.telegram.handlers.people import PAGE, PeopleHandlers
from bot.text import conversation as conversation_text
from bot.text import membership as words
from bot.times import now
from tests.bot.telegram.scene import Scene

LINK = "https://t.me/rung_bot"


class Admin:
    """An admin's chat about people and teams, in a scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene, self.person = scene, scene.town.admin
        self.woken: list[int] = []
        changes = Administration(scene.db, self.woken.append)
        admins = frozenset({scene.town.admin.telegram})
        handlers = PeopleHandlers(scene.db, changes, lambda: LINK, admins)
        handlers.add_to(AdminOnly(scene.app, scene.db))
        self.calls: list[Call] = []

    def says(self, text: str) -> Call:
        self.calls = self.scene.says(self.person, text)
        return self.calls[-1]

    def taps(self, label: str) -> Call:
        """Tap a button of the last message."""
        data = next(data for row in self.calls[-1].rows for each, data in row if each == label)
        return self.sends(data)

    def sends(self, data: str) -> Call:
        """Send what a button would."""
        self.calls = self.scene.taps(self.person, data)
        return next((call for call in reversed(self.calls) if call.text), self.calls[-1])


@pytest.fixture
def admin(scene: Scene) -> Admin:
    return Admin(scene)


def role_of(scene: Scene, person: Person) -> dict[str, str]:
    found = scene.town.people.by_id(person.id)
    assert found is not None
    return {each.name: each.role for each in found.teams}


def test_people_when_searched_then_listed_with_what_they_may_do(admin: Admin) -> None:
    assert "People found for “noo”" in admin.says("/people noo").text
    told = admin.taps("Noor (coach)")
    assert "Teams: Parks (coach)." in told.text
    assert [label for row in told.rows for label, _ in row] == [
        "Make staff: Parks",
        "Remove: Parks",
        words.MAKE_ADMIN,
        words.SIGN_OUT,
        words.TO_PEOPLE,
    ]
    assert "Sam &lt;i&gt;" in admin.sends(f"a:person:{admin.scene.sam.id}").text
    assert admin.says("/people nobody at all").text.startswith("Nobody's name holds")


def test_people_when_there_are_many_then_in_pages(admin: Admin) -> None:
    for n in range(2 * PAGE):
        admin.scene.town.person(f"Zed {n:02}")
    shown, told = set(), admin.says("/people")
    for _ in range(3):
        shown |= {label for row in told.rows for label, _ in row}
        told = admin.taps(words.MORE)
    assert {"Admin (admin)", "Zed 00", f"Zed {2 * PAGE - 1}"} <= shown
    assert "1 to 8" in told.text


def test_coach_when_removed_then_cards_go_and_buttons_are_refused(admin: Admin) -> None:
    scene = admin.scene
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    admin.says("/teams parks")
    admin.taps("Noor (coach)")
    assert "Remove Noor from Parks?" in admin.taps("Remove: Parks").text
    assert role_of(scene, scene.noor) == {"Parks": "coach"}
    assert admin.taps(words.YES).text == "Noor is not in Parks any more."
    scene.revocations.take_away()
    scene.send()
    assert admin.woken == [scene.noor.id]
    assert words.told("remove", "Parks") in scene.heard(scene.noor)
    assert "delete" in [call.deed for call in scene.said[scene.noor.id]]
    assert scene.taps(scene.noor, f"c{review}.1:agree")[0].text
    assert scene.decision(review) is None
    assert admin.sends(f"a:do:remove:{scene.noor.id}:{scene.team.id}").text == words.ALREADY_SO


def test_role_when_changed_then_the_person_is_told(admin: Admin) -> None:
    scene = admin.scene
    for action, told in (("coach", "/queue"), ("staff", "not a coach of the team Parks any more")):
        admin.sends(f"a:do:{action}:{scene.staff.id}:{scene.team.id}")
        scene.send()
        assert told in scene.heard(scene.staff)
        assert role_of(scene, scene.staff) == {"Parks": action}
    assert audit.history(scene.db, scene.staff.id)[0].action == "role"


def test_link_when_renewed_then_the_old_one_and_invitations_bring_nobody_in(admin: Admin) -> None:
    scene, teams = admin.scene, admin.scene.town.teams
    invitation = teams.invite("coach", scene.team.id, scene.town.admin.id, now())
    admin.says("/teams Parks")
    admin.taps(words.RENEW_LINK)
    told = admin.taps(words.YES)
    guest = scene.town.person("Guest")
    assert teams.join(guest.id, scene.team.code, now()) is None
    with pytest.raises(RefusedError, match="invitation-expired"):
        teams.accept(invitation, guest.id, now())
    renewed = teams.by_id(scene.team.id)
    assert renewed is not None and f"{LINK}?start={renewed.code}" in told.text
    scene.send()
    assert words.told("renew", "Parks") in scene.heard(scene.noor)
    assert words.told("renew", "Parks") not in scene.heard(scene.sam)
    assert audit.history(scene.db, scene.sam.id)[0].action == "link-renewed"


def test_admin_when_changed_then_the_settings_are_named(admin: Admin) -> None:
    scene = admin.scene
    told = admin.sends(f"a:do:unadmin:{scene.town.admin.id}:0")
    assert told.text == words.REFUSED["last-admin"]
    told = admin.sends(f"a:do:admin:{scene.ada.id}:0")
    assert "Ada is an admin now." in told.text and "RUNG_ADMINS does not name them" in told.text
    told = admin.sends(f"a:do:unadmin:{scene.town.admin.id}:0")
    assert "RUNG_ADMINS still names them" in told.text
    assert admin.sends(f"a:do:admin:{scene.noor.id}:0").text == words.NOT_AN_ADMIN
    assert [one.name for one in scene.town.people.admins()] == ["Ada"]


@pytest.mark.parametrize("data", ["a:person:999", "a:team:999:0", "a:ask:coach:999:1", "a:do:renew:0:999"])
def test_button_when_it_is_about_nobody_then_refused_in_words(admin: Admin, data: str) -> None:
    assert admin.sends(data).text == words.REFUSED["not-there"]


@pytest.mark.parametrize("data", ["a:do:sudo:1:1", "a:do:coach:x:1", "a:do:coach"])
def test_button_when_it_is_made_up_then_not_taken(admin: Admin, data: str) -> None:
    assert admin.sends(data).text == conversation_text.UNKNOWN_BUTTON


@pytest.mark.parametrize("action", ["coach", "staff", "remove", "admin", "unadmin", "signout", "renew"])
def test_change_when_made_by_no_admin_then_refused(scene: Scene, action: Action) -> None:
    before = scene.db.rows(sa.text("select * from people")), scene.db.rows(sa.text("select * from members"))
    with pytest.raises(RefusedError, match="not-allowed"):
        Administration(scene.db).change(action, scene.noor.id, scene.ada.id, scene.team.id)
    assert (
        scene.db.rows(sa.text("select * from people")),
        scene.db.rows(sa.text("select * from members")),
    ) == before
    assert not scene.outbox.waiting()


def test_settings_when_an_id_is_taken_out_then_the_person_is_told(scene: Scene) -> None:
    admin = scene.town.admin
    settled = Administration(scene.db).settle_admins(frozenset({scene.ada.telegram}))
    assert (settled.made, settled.unmade) == ((scene.ada.id,), (admin.id,))
    scene.send()
    assert words.told("admin", "") in scene.heard(scene.ada)
    assert words.told("unadmin", "") in scene.heard(admin)


def test_staff_when_removed_by_the_operator_then_shares_end(scene: Scene, database: Database) -> None:
    review = scene.shared()
    scene.taps(scene.noor, f"c{review}.0:open")
    Administration(database).change("remove", OPERATOR, scene.sam.id, scene.team.id)
    (share,) = shares.shares_of(database, scene.sam.id)
    assert share.taken_back_at is not None
    scene.revocations.take_away()
    scene.send()
    assert "delete" in [call.deed for call in scene.said[scene.noor.id]]
    assert audit.history(database, scene.sam.id)[0].operator
