"""What Rung is compared with: python-telegram-bot's Application with one handler that sends one reply.

It keeps nothing, knows nobody, and sends what Rung sends, with as many calls at once; with ``--light`` with
Rung's HTTP transport. The webhook is the way that the library's own example of a custom webhook takes: the
update goes into a queue in memory.

Run by `scripts.load`, with the same variables as `rung telegram`.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from telegram import LinkPreviewOptions, Update
from telegram.constants import ParseMode
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters
from telegram.request import HTTPXRequest

from bot.conversation import State, Text
from bot.conversation.step import step
from bot.settings import DEFAULT_PORT, Settings
from bot.telegram import server
from bot.telegram.delivery import CONCURRENT, request_options
from bot.telegram.html import messages
from bot.telegram.turn import ALLOWED
from bot.text.markup import Marked

SAID = "/cancel"
"""What people write: a whole turn of the conversation that changes its state and is answered once."""
STATE = State(stage="ended", number=1)
"""Where their conversation stands; it stands there again after each turn, one number on."""
SECRET = "s" * 32


def reply() -> str:
    """Return the reply, as Rung sends it."""
    return messages([Marked(step(STATE, Text(SAID)).replies[0].text)])[0]


def application(told: Settings, light: bool) -> Application[Any, Any, Any, Any, Any, Any]:
    """Return the library's application with its one handler."""
    text, no_preview = reply(), LinkPreviewOptions(is_disabled=True)

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.effective_chat
        await context.bot.send_message(
            update.effective_chat.id, text, ParseMode.HTML, link_preview_options=no_preview
        )

    builder = ApplicationBuilder().token(told.token).base_url(f"{told.telegram_api}/bot")
    builder = builder.concurrent_updates(CONCURRENT)
    if light:
        builder = builder.request(HTTPXRequest(read_timeout=15, **request_options(2 * CONCURRENT)))
        builder = builder.get_updates_request(HTTPXRequest(**request_options(1)))
    else:
        builder = builder.connection_pool_size(2 * CONCURRENT).read_timeout(15)
    built = (builder.updater(None) if told.webhook else builder).build()
    built.add_handler(MessageHandler(filters.TEXT, answer))
    return built


async def serve(told: Settings, bare: Application[Any, Any, Any, Any, Any, Any]) -> None:
    """Answer what comes to the webhook, until killed."""

    async def webhook(request: Request) -> Response:
        if request.headers.get(server.SECRET_HEADER) != SECRET:
            return PlainTextResponse("", 403)
        await bare.update_queue.put(Update.de_json(await request.json(), bare.bot))
        return PlainTextResponse("")

    async def healthz(_: Request) -> Response:
        return PlainTextResponse("ok")

    listening = server.listen(told.host, DEFAULT_PORT if told.port is None else told.port)
    routes = [Route(told.webhook_path, webhook, methods=["POST"]), Route("/healthz", healthz)]
    async with bare:
        await bare.start()
        await bare.bot.set_webhook(told.webhook, secret_token=SECRET, allowed_updates=ALLOWED)
        await server.Server(server.config(Starlette(routes=routes))).serve([listening])


def main() -> None:
    """Run it."""
    told = Settings.from_environment()
    bare = application(told, "--light" in sys.argv)
    if told.webhook:
        asyncio.run(serve(told, bare))
    else:
        bare.run_polling(allowed_updates=ALLOWED)


if __name__ == "__main__":
    main()
