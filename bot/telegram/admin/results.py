"""What is said when a piece of work is done, with buttons for the next step."""

from __future__ import annotations

from collections.abc import Callable

from bot.jobs.compare import summary
from bot.jobs.job import Work, Works
from bot.telegram.admin import mapping
from bot.telegram.calls import Call
from bot.telegram.drafts import Draft, say, say_text
from bot.text import admin
from bot.text.admin import MOST_SHOWN


def told(works: Works, work: Work) -> list[Draft]:
    """Draft what came of a piece of work.

    Args:
        works: of the home.
        work: finished.
    """
    if work.state == "failed":
        return say_text(work.problem, (((admin.AGAIN, f"a:again:{work.id}"),),))
    tellers: dict[str, Callable[[Works, Work], list[Draft]]] = {
        "add": _added,
        "remove": _removed,
        "compare": _compared,
        "publish": _published,
        "roll back": _taken_back,
    }
    return tellers[work.kind](works, work)


def _added(_: Works, work: Work) -> list[Draft]:
    if work.result["outcome"] == "unmapped":
        upload = str(work.task["upload"])
        return say(*mapping.overview(upload, work.result))
    rows = (((admin.SEE, "a:see"),),) if work.result["outcome"] != "refused" else ()
    drafts = say(admin.added(work.result), rows)
    if len(work.result["problems"]) > MOST_SHOWN:
        drafts.append(Draft(Call("document", made={"problems": work.id})))
    return drafts


def _removed(_: Works, work: Work) -> list[Draft]:
    rows = (((admin.SEE, "a:see"),),)
    return say_text(admin.removed(str(work.task["name"]), bool(work.result["removed"])), rows)


def _compared(works: Works, work: Work) -> list[Draft]:
    number, live = work.result["number"], work.result["live"]
    rows = () if live else (((admin.PUBLISH, f"a:pub:{number}"),), ((admin.LEAVE, "a:no"),))
    found = works.difference(work.id)
    drafts = say(admin.difference(work.result, found, summary(found) if found else ()), rows)
    if not work.result["nothing"]:
        drafts.append(Draft(Call("document", made={"difference": work.id})))
    return drafts


def _published(_: Works, work: Work) -> list[Draft]:
    number, against = work.result["number"], work.result["against"]
    if not work.result["live"]:
        rows = (((admin.ANYWAY, f"a:why:{number}"),), ((admin.LEAVE, "a:no"),))
        return say(admin.published(work.result), rows)
    back = (((admin.UNDO, f"a:back:{against}:{number}"),),) if against else ()
    return say(admin.published(work.result), back)


def _taken_back(_: Works, work: Work) -> list[Draft]:
    text = admin.taken_back(work.result)
    if not work.result["live"] or "was" not in work.result:
        return say_text(text)
    was = work.result["was"]
    return say_text(text, (((f"{admin.PUBLISH} build {was} again", f"a:pub:{was}"),),))
