"""A page to chat with the bot in a browser: ``/?id=`` names the person."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .chats import Message
from .people import Person
from .refusals import Refused

if TYPE_CHECKING:
    from .server import TelegramServer

HAND = 4_000_000_001
"""Who chats by hand."""
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>A chat with the bot</title><link rel="icon" href="data:,">
<style>
  body {{ font: 16px/1.4 system-ui, sans-serif; margin: 0 auto; max-width: 40rem; display: flex;
         flex-direction: column; height: 100vh; background: #e7ebee; }}
  main {{ flex: 1; overflow-y: auto; padding: .6rem; }}
  form {{ display: flex; gap: .4rem; background: #fff; padding: .6rem; }}
  .message {{ background: #fff; border-radius: .6rem; padding: .5rem .7rem; margin: .3rem 20% .3rem 0;
             overflow-wrap: anywhere; white-space: pre-wrap; }}
  .mine {{ background: #d9f7c9; margin: .3rem 0 .3rem 20%; }}
  .message img {{ display: block; max-width: 100%; }}
  .message small {{ color: #66757f; }}
  .row {{ display: flex; gap: .3rem; margin-top: .3rem; }} .row button {{ flex: 1; padding: .4rem; }}
  [name=text] {{ flex: 1; font: inherit; }}
</style>
<main id="chat" aria-live="polite">{chat}</main>
<form method="post" enctype="multipart/form-data">
  <input name="text" aria-label="Your message" placeholder="Message" autocomplete="off" autofocus>
  <input name="file" type="file" aria-label="A file to send"><button>Send</button>
</form>
<script>
const chat = document.getElementById("chat");
const down = () => chat.lastElementChild?.scrollIntoView({{block: "end"}});
down();
setInterval(async () => {{
  const now = await (await fetch("/chat" + location.search)).text();
  if (now !== chat.dataset.shown) {{ chat.dataset.shown = now; chat.innerHTML = now; down(); }}
}}, 1000);
</script>
</html>"""


def routes(server: TelegramServer) -> list[web.RouteDef]:
    """Return the routes of the page."""

    def person(request: web.Request) -> Person:
        return server.person(int(request.query.get("id", HAND)), name="You")

    def chat(request: web.Request) -> str:
        with server.chats.lock:
            return "".join(map(_shown, person(request).messages))

    async def show(request: web.Request) -> web.Response:
        return web.Response(text=_PAGE.format(chat=chat(request)), content_type="text/html")

    async def part(request: web.Request) -> web.Response:
        return web.Response(text=chat(request), content_type="text/html")

    async def act(request: web.Request) -> web.Response:
        # Pages of other sites must not drive the bot through a browser.
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            raise web.HTTPForbidden
        try:
            _act(person(request), await request.post())
        except (Refused, ValueError, LookupError) as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        raise web.HTTPSeeOther(request.rel_url)

    return [web.get("/", show), web.get("/chat", part), web.post("/", act)]


def _act(person: Person, form: Mapping[str, Any]) -> None:
    """Send the file, tap the button or write the text that a form holds."""
    file = form.get("file")
    if isinstance(file, web.FileField) and file.filename:
        person.sends_document(file.file.read(), file.filename, file.content_type)
    if "data" in form:
        under = [each for each in person.replies if each.id == int(form["message"])]
        person.taps(form["data"], under[0])
    elif text := form.get("text", "").strip():
        person.says(text)


def _shown(message: Message) -> str:
    inner = ""
    if message.file and message.file.kind == "photo":
        inner = f'<img alt="" src="data:image/png;base64,{base64.b64encode(message.file.data).decode()}">'
    elif message.file:
        inner = f"\U0001f4c4 {escape(message.file.name)} ({len(message.file.data) // 1024} kB)<br>"
    # The source is HTML that the fake has read and found to be what Telegram takes.
    inner += message.source if message.outgoing else escape(message.text)
    marks = ["edited"] * bool(message.revisions) + message.reactions
    inner += f"<br><small>{' '.join(marks)}</small>" if marks else ""
    for row in message.rows:
        keys = "".join(
            f'<button name="data" value="{escape(button.data or "")}">{escape(button.label)}</button>'
            for button in row
        )
        hidden = f'<input type="hidden" name="message" value="{message.id}">'
        inner += f'<form class="row" method="post">{hidden}{keys}</form>'
    return f'<div class="message{"" if message.outgoing else " mine"}">{inner}</div>'
