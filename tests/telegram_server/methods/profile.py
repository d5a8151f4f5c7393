"""Methods about the bot itself: its name, commands, descriptions and menu button."""

from __future__ import annotations

import json
import re
from typing import Any

from ..calls import Call
from ..refusals import JSON, bad
from ..texts import units
from ..world import World
from .sending import Method

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}


def get_me(world: World, call: Call) -> JSON:  # noqa: ARG001
    """Return the bot."""
    return {
        **world.bot,
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_groups,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def set_my_commands(world: World, call: Call) -> bool:
    """Keep the commands of a scope and language."""
    commands = call.json("commands")
    if not isinstance(commands, list):
        raise bad("can't parse list of bot commands: expected an Array")
    if len(commands) > 100:
        raise bad("too many bot commands are specified; at most 100 are allowed")
    for each in commands:
        if not isinstance(each, dict) or not _COMMAND.fullmatch(str(each.get("command", "")).lstrip("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= units(str(each.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile.commands[_scope(world, call)] = [
        {"command": each["command"].lstrip("/"), "description": each["description"]} for each in commands
    ]
    return True


def get_my_commands(world: World, call: Call) -> list[JSON]:
    """Return the commands of a scope and language, exactly that one."""
    return world.profile.commands.get(_scope(world, call), [])


def delete_my_commands(world: World, call: Call) -> bool:
    """Forget the commands of a scope and language."""
    world.profile.commands.pop(_scope(world, call), None)
    return True


def _scope(world: World, call: Call) -> tuple[str, str]:
    scope = call.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    needed = _SCOPES[scope["type"]]
    for name in needed:
        if name not in scope:
            raise bad(f"can't parse BotCommandScope: {name} is not specified")
    if "chat_id" in needed:
        world.chat(scope["chat_id"])
    kept = {name: scope[name] for name in ("type", *needed)}
    return json.dumps(kept, sort_keys=True), _language(call)


def _language(call: Call) -> str:
    language = call.text("language_code") or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad("invalid language code specified")
    return language


def _setter(kind: str, name: str, limit: int) -> Method:
    def method(world: World, call: Call) -> bool:
        text = call.text(name) or ""
        if units(text) > limit:
            raise bad(f"{name.replace('_', ' ')} is too long")
        world.profile.texts[kind, _language(call)] = text
        return True

    return method


def _getter(kind: str, name: str) -> Method:
    def method(world: World, call: Call) -> JSON:
        texts = world.profile.texts
        text = texts.get((kind, _language(call))) or texts.get((kind, ""), "")
        return {name: text or (world.bot["first_name"] if kind == "name" else "")}

    return method


def set_chat_menu_button(world: World, call: Call) -> bool:
    """Keep the menu button of a private chat, or the default."""
    button: Any = call.json("menu_button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("commands", "web_app", "default"):
        raise bad("can't parse menu button: unsupported type specified")
    world.profile.menus[_menu_chat(world, call)] = button
    return True


def get_chat_menu_button(world: World, call: Call) -> JSON:
    """Return the menu button of a private chat, or the default."""
    menus = world.profile.menus
    return menus.get(_menu_chat(world, call)) or menus.get(None) or {"type": "default"}


def _menu_chat(world: World, call: Call) -> int | None:
    return world.chat(call.needed_chat()).id if call.params.get("chat_id") else None


def done(world: World, call: Call) -> bool:  # noqa: ARG001
    """Answer ``logOut`` and ``close``, which change nothing here."""
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": _setter("name", "name", 64),
    "getMyName": _getter("name", "name"),
    "setMyDescription": _setter("description", "description", 512),
    "getMyDescription": _getter("description", "description"),
    "setMyShortDescription": _setter("short", "short_description", 120),
    "getMyShortDescription": _getter("short", "short_description"),
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    "logOut": done,
    "close": done,
}
