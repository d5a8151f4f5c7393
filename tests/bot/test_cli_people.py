"""The commands for people and teams, on a real store."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli.main import run
from bot.store import Database, shares
from tests.support.seeded_store import ADMIN, SeededStore


class Shell:
    """Runs commands on the store of a town."""

    def __init__(self, town: SeededStore, capsys: pytest.CaptureFixture[str]) -> None:
        self.town, self._capsys = town, capsys

    def run(self, *args: str) -> tuple[int, str, str]:
        code = run(args)
        said = self._capsys.readouterr()
        return code, said.out, said.err

    def json(self, *args: str) -> Any:
        code, out, err = self.run(*args, "--json")
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def shell(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Shell:
    monkeypatch.setenv("RUNG_HOME", str(tmp_path))
    monkeypatch.setenv("RUNG_ADMINS", str(ADMIN))
    return Shell(SeededStore(database), capsys)


def test_people_list_when_searched_then_roles_are_shown(shell: Shell) -> None:
    parks = shell.town.team("Parks")
    coach = shell.town.person("Noor", parks, coach=True)
    assert "Noor (coach)" not in shell.run("people", "list")[1]
    assert "Parks (coach)" in shell.run("people", "list", "noo")[1]
    (found,) = shell.json("people", "list", str(coach.telegram))
    assert (found["name"], found["role"]) == ("Noor", "coach")
    assert found["teams"] == [{"team": "Parks", "role": "coach"}]
    assert shell.json("people", "list", "nobody") == []
    assert "Nobody's name holds" in shell.run("people", "list", "nobody")[1]
    assert "Parks: coach" in shell.run("people", "show", "noor")[1]


def test_people_remove_when_a_coach_left_then_they_are_out(shell: Shell) -> None:
    parks = shell.town.team("Parks")
    shell.town.person("Noor", parks, coach=True)
    sam = shell.town.person("Sam", parks)
    shell.town.shared(sam, parks)
    code, out, _ = shell.run("people", "remove", "Noor", "parks")
    assert (code, out) == (0, "Noor is not in Parks any more.\n")
    assert shell.town.teams.coaches(parks.id) == ()
    code, _, err = shell.run("people", "remove", "Noor", "parks")
    assert (code, err) == (2, "Error: Noor is not in Parks, so nothing has changed.\n")
    told = shell.json("people", "remove", str(sam.telegram), "Parks")
    assert told["changed"] is True and told["person"]["teams"] == []
    assert shares.shares_of(shell.town.db, sam.id)[0].taken_back_at is not None


def test_people_role_when_changed_twice_then_said_so(shell: Shell) -> None:
    one = shell.town.person("Noor", shell.town.team("Parks"))
    assert shell.run("people", "role", "Noor", "Parks", "coach")[1] == "Noor is a coach of Parks now.\n"
    assert "already" in shell.run("people", "role", "Noor", "Parks", "coach")[1]
    assert shell.json("people", "role", "Noor", "Parks", "staff")["changed"] is True
    found = shell.town.people.by_id(one.id)
    assert found is not None and found.role == "staff"


def test_people_admin_when_the_last_one_then_refused(shell: Shell) -> None:
    code, _, err = shell.run("people", "admin", str(ADMIN), "--remove")
    assert code == 2 and "last admin" in err
    shell.town.person("Noor")
    code, out, err = shell.run("people", "admin", "Noor")
    assert (code, out) == (0, "Noor is an admin now.\n") and "RUNG_ADMINS does not name them" in err
    code, out, err = shell.run("people", "admin", str(ADMIN), "--remove")
    assert code == 0 and "RUNG_ADMINS still names them" in err


def test_people_when_named_wrongly_then_said_what_to_do(shell: Shell) -> None:
    shell.town.person("Sam")
    shell.town.person("sam")
    shell.town.team("Parks")
    for args, told in (
        (("people", "show", "sam"), "2 people are called"),
        (("people", "show", "99999999999"), "rung people list"),
        (("people", "role", "2", "Nowhere", "coach"), "the teams are Parks"),
        (("teams", "renew", "Nowhere"), "the teams are Parks"),
    ):
        code, _, err = shell.run(*args)
        assert code == 2 and told in err, args


def test_people_sign_out_when_run_then_links_and_sessions_are_over(shell: Shell) -> None:
    before = shell.town.people.by_id(shell.town.admin.id)
    assert "signed out" in shell.run("people", "sign-out", str(ADMIN))[1]
    after = shell.town.people.by_id(shell.town.admin.id)
    assert before is not None and after is not None and after.rights > before.rights


def test_teams_when_a_link_is_renewed_then_the_old_one_is_no_good(shell: Shell) -> None:
    parks = shell.town.team("Parks")
    noor = shell.town.person("Noor", parks, coach=True)
    (listed,) = shell.json("teams", "list")
    assert (listed["team"], listed["members"], listed["coaches"]) == ("Parks", 1, 1)
    assert shell.json("teams", "list", "zoo") == []
    shown = shell.json("teams", "show", "parks")
    assert [one["telegram"] for one in shown["members"]] == [noor.telegram]
    renewed = shell.json("teams", "renew", "parks")
    assert renewed["code"] != parks.code == shown["code"]
    assert shell.town.teams.join(shell.town.person().id, parks.code, "2026-05-04T09:00:00Z") is None
    assert f"?start={renewed['code']}" in shell.run("teams", "show", "parks")[1]
