"""Nobody sees or writes what is not theirs: every route, with every other role and with none."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from starlette.routing import Route

from bot.console import Links
from bot.console.app import POLICY
from bot.store import shares
from bot.store.people import OPERATOR, People
from tests.bot.console.scene import AT, ConsoleScene, after

OPEN = {"sign_in", "link", "use_link"}
COACHES = {
    *("queue", "review", "claim", "release", "decide", "ask", "skills"),
    *("person", "teams", "team", "levels", "gaps", "review_alive", "person_alive"),
}
ADMINS = {
    *("documents", "upload", "remove", "compare", "sure", "publish", "sure_back", "back"),
    *("job", "map", "correct", "settle", "map_anew", "link_skills", "again", "changes"),
}
BOTH = {"home", "alive", "sign_out", "sign_out_all", "agreement"}


def routes(scene: ConsoleScene) -> dict[str, tuple[str, str]]:
    """Return method and address of every page, with the ids of what there is."""
    review = scene.waiting()
    ids = {"review": review, "person": scene.review(review).person, "team": scene.park.id, "token": "x"}
    ids |= {"build": 1, "job": "c1"}
    found = {}
    for route in scene.app.routes:
        if isinstance(route, Route):
            path = re.sub(r"{(\w+)(:\w+)?}", lambda match: str(ids[match[1]]), route.path)
            found[route.name] = ("POST" if "POST" in (route.methods or ()) else "GET", path)
    return found


def test_every_route_is_in_this_test(scene: ConsoleScene) -> None:
    assert set(routes(scene)) == OPEN | COACHES | ADMINS | BOTH


def test_nobody_sees_nothing(scene: ConsoleScene) -> None:
    browser = scene.browser()
    for name, (method, path) in routes(scene).items():
        if name in OPEN:
            continue
        answer = browser.send(method, path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in"), path
        piece = browser.send(method, path, headers={"HX-Request": "true"})
        assert piece.headers["HX-Redirect"] == "/sign-in" and not piece.text
    assert scene.db.value(sa.text("select count(*) from audit where action = 'looked'")) == 0


def test_an_admin_who_coaches_nobody_sees_no_reviews(scene: ConsoleScene) -> None:
    browser = scene.browser(scene.admin)
    for name, (method, path) in routes(scene).items():
        if name in COACHES:
            assert browser.send(method, path, data={"token": browser.token()}).status_code == 404, path
    assert browser.send("GET", "/").headers["location"] == "/documents"
    browser.get("/documents")


def test_a_coach_of_another_team_sees_nothing_of_this_one(scene: ConsoleScene) -> None:
    other = scene.person("Other", scene.team("Trees"), coach=True)
    browser = scene.browser(other)
    for name, (method, path) in routes(scene).items():
        if name in COACHES - {"queue", "skills", "teams"}:
            answer = browser.send(method, path, data={"token": browser.token(), "question": "?"})
            assert answer.status_code == 404, path
    assert "Rosa" not in browser.get("/queue")
    browser.get("/documents", 404)


def test_staff_get_no_link_and_their_old_one_is_no_good(scene: ConsoleScene) -> None:
    staff = scene.person("Staff", scene.park)
    assert scene.links.sign_in_link(staff, AT) is None
    link = scene.links.sign_in_link(scene.coach, AT)
    scene.teams.set_role(scene.coach.id, scene.park.id, "staff", scene.admin.id, AT)
    assert scene.browser().send("POST", link or "").status_code == 410


@pytest.mark.parametrize("path", ["/reviews/{}", "/people/{}", "/teams/{}", "/teams/{}/levels.csv"])
@pytest.mark.parametrize("guess", [0, 999, 2**63, 10**40, "-1", "x", "1%00", "1'"])
def test_guessed_ids_are_not_there(scene: ConsoleScene, path: str, guess: object) -> None:
    scene.browser(scene.coach).get(path.format(guess), 404)


def test_what_is_taken_back_is_gone(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser, person = scene.browser(scene.coach), scene.review(review).person
    browser.get(f"/people/{person}")
    shares.take_back(scene.db, person, AT)
    browser.get(f"/people/{person}", 404)
    browser.get(f"/reviews/{review}", 404)
    browser.decide(review, "agree", 404)


def test_a_link_works_once(scene: ConsoleScene) -> None:
    link = scene.links.sign_in_link(scene.coach, AT) or ""
    # A messenger that fetches it to preview it does not use it.
    assert "Sign in" in scene.browser().send("GET", link).text
    first, second = scene.browser(), scene.browser()
    assert first.send("POST", link).headers["location"] == "/"
    first.get("/queue")
    assert second.send("POST", link).status_code == 410
    second.get("/queue", 303)


def test_a_link_works_for_ten_minutes(scene: ConsoleScene) -> None:
    link = scene.links.sign_in_link(scene.coach, AT) or ""
    scene.now = after(10)
    assert scene.browser().send("GET", link).status_code == 410
    assert scene.browser().send("POST", link).status_code == 410


def test_a_link_of_another_key_is_no_good(scene: ConsoleScene) -> None:
    link = Links("other" * 9, "http://testserver").sign_in_link(scene.coach, AT) or ""
    assert scene.browser().send("POST", link).status_code == 410
    for token in ("", ".", "WzFd.x", link.rpartition("/")[2][:-2]):
        assert scene.browser().send("POST", f"/sign-in/{token}").status_code in (404, 410)


def test_the_cookie_is_for_nobody_else(scene: ConsoleScene) -> None:
    answer = scene.browser().send("POST", scene.links.sign_in_link(scene.coach, AT) or "")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("rung=") and "httponly" in cookie and "samesite=strict" in cookie
    assert "secure" not in cookie
    token = re.match(r"rung=([^;]+)", answer.headers["set-cookie"])
    assert token is not None and token[1].encode() not in scene.db.path.read_bytes()


def test_behind_tls_the_cookie_goes_through_it_only(scene: ConsoleScene) -> None:
    scene.serve("https://testserver")
    answer = scene.browser().send("POST", scene.links.sign_in_link(scene.coach, AT) or "")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-rung=") and "Secure" in cookie and "Path=/;" in cookie


def test_a_change_of_rights_signs_out_everywhere(scene: ConsoleScene) -> None:
    first, second = scene.browser(scene.coach), scene.browser(scene.coach)
    scene.teams.join(scene.coach.id, scene.team("Trees").code, AT)
    first.get("/queue", 303)
    second.get("/queue", 303)


@pytest.mark.parametrize("how", ["removed", "made staff", "signed out"])
def test_session_when_a_coach_is_taken_out_then_over(scene: ConsoleScene, how: str) -> None:
    review = scene.waiting()
    browser, other = scene.browser(scene.coach), scene.browser(scene.second)
    token = browser.token()
    browser.get(f"/reviews/{review}")
    if how == "removed":
        scene.teams.leave(scene.coach.id, scene.park.id, AT, by=scene.admin.id)
    elif how == "made staff":
        scene.teams.set_role(scene.coach.id, scene.park.id, "staff", scene.admin.id, AT)
    else:
        scene.people.sign_out(scene.coach.id, OPERATOR, AT)
    browser.get(f"/reviews/{review}", 303)
    answer = browser.post(f"/reviews/{review}/decide", token=token, verdict="agree", version=1)
    assert answer == "/sign-in"
    assert scene.review(review).decision is None
    other.get(f"/reviews/{review}")


def test_session_when_an_admin_is_taken_out_then_over(scene: ConsoleScene) -> None:
    browser = scene.browser(scene.admin)
    browser.get("/documents")
    People(scene.db, {scene.second.telegram}).settle_admins(AT)
    browser.get("/documents", 303)
    scene.browser(scene.second).get("/documents")


def test_review_when_the_person_leaves_the_team_then_not_there(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    person = scene.review(review).person
    pages = (f"/reviews/{review}", f"/people/{person}")
    for page in pages:
        assert f'data-alive="{page}/alive"' in browser.get(page)
        browser.get(f"{page}/alive", 204)
    looked = scene.db.value(sa.text("select count(*) from audit where action = 'looked'"))
    assert looked == len(pages)
    scene.teams.leave(person, scene.park.id, AT)
    for page in pages:
        browser.get(f"{page}/alive", 404)
        browser.get(page, 404)
    browser.get("/alive", 204)


def test_signing_out_here_and_everywhere(scene: ConsoleScene) -> None:
    first, second, third = (scene.browser(scene.coach) for _ in range(3))
    kept = dict(first.cookies)
    assert first.post("/sign-out") == "/sign-in?told=left"
    first.cookies.update(kept)
    first.get("/queue", 303)
    second.get("/queue")
    second.post("/sign-out-everywhere")
    third.get("/queue", 303)


def test_a_session_ends_after_a_working_day(scene: ConsoleScene) -> None:
    browser = scene.browser(scene.coach)
    scene.now = after(60 * 12 - 1)
    browser.get("/queue")
    scene.now = after(60 * 12)
    browser.get("/queue", 303)


def test_a_forgotten_coach_is_signed_out(scene: ConsoleScene) -> None:
    browser = scene.browser(scene.coach)
    scene.db.execute(sa.text("delete from people where id = :p0"), p0=scene.coach.id)
    browser.get("/queue", 303)


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_writes_need_the_token_of_their_session(scene: ConsoleScene, token: str) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    for path in ("claim", "release", "decide", "ask"):
        browser.post(f"/reviews/{review}/{path}", 403, token=token, verdict="agree", version=1, question="?")
    other = scene.browser(scene.second)
    browser.post(f"/reviews/{review}/claim", 403, token=other.token(), version=1)
    assert scene.review(review).version == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
    ],
)
def test_writes_come_from_our_own_pages(scene: ConsoleScene, headers: dict[str, str]) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    form = {"token": browser.token(), "version": "1"}
    assert browser.send("POST", f"/reviews/{review}/claim", data=form, headers=headers).status_code == 403
    link = scene.links.sign_in_link(scene.second, AT) or ""
    assert scene.browser().send("POST", link, headers=headers).status_code == 403
    own = {"Origin": "http://testserver"}
    assert browser.send("POST", f"/reviews/{review}/claim", data=form, headers=own).status_code == 303


def test_large_forms_are_refused(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    browser.decide(review, "agree", 413, reason="x" * 70_000)
    browser.decide(review, "agree", 413, **{f"field{n}": "" for n in range(50)})


def test_headers_are_on_every_answer(scene: ConsoleScene) -> None:
    browser = scene.browser(scene.coach)
    for path in ("/queue", "/nowhere", "/sign-in", "/documents", "/static/console.css"):
        headers = browser.send("GET", path).headers
        assert headers["content-security-policy"] == POLICY and "unsafe" not in POLICY
        assert headers["x-frame-options"] == "DENY" and headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == ("public, max-age=3600" if "static" in path else "no-store")


def test_no_page_has_anything_inline(scene: ConsoleScene) -> None:
    review = scene.waiting()
    browser = scene.browser(scene.coach)
    for path in ("/queue", f"/reviews/{review}", "/agreement", f"/teams/{scene.park.id}"):
        page = browser.get(path)
        assert not re.search(r"<style|\sstyle=|<script(?! src=)|\son\w+=|javascript:", page), path
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page), path
