"""Signing in: links that work once for ten minutes, who is signed in, and the tokens that protect forms."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadData, Signer, URLSafeSerializer

from bot import times
from bot.jobs.permissions import stored_secret
from bot.store.people import Person

LINK_MINUTES = 10
"""Minutes that a sign-in link works."""
KEY_FILE = "console.key"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in."""

    person: Person
    session: str
    token: str

    @property
    def coach(self) -> bool:
        """Whether they coach a team."""
        return self.person.coaches_any

    @property
    def admin(self) -> bool:
        """Whether they are an admin."""
        return self.person.role == "admin"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What a link says: its unique id, whose it is, and their rights when it was made."""

    link: str
    person: int
    rights: int


class Links:
    """Signs and reads sign-in links.

    Args:
        key: secret, at least 16 characters.
    """

    def __init__(self, key: str, address: str) -> None:
        self._key, self._address = key, address
        self._serializer = URLSafeSerializer(key, salt="rung console link")

    def sign_in_link(self, person: Person, at: str) -> str | None:
        """Return a link that signs a person in once; None for a person without access."""
        if not may_enter(person):
            return None
        claims = [person.id, person.rights, times.later(at, minutes=LINK_MINUTES), secrets.token_urlsafe(9)]
        return f"{self._address}/sign-in/{self._serializer.dumps(claims)}"

    def read(self, token: str, at: str) -> SignIn | None:
        """Return what a link says; None if it is forged or expired. The store knows whether it was used."""
        try:
            person, rights, ends, nonce = self._serializer.loads(token)
        except (BadData, ValueError, TypeError):
            return None
        return SignIn(str(nonce), int(person), int(rights)) if times.checked(at) < ends else None

    def form_token(self, session: str) -> str:
        """Return the token that forms of a session carry."""
        signature: bytes = Signer(self._key, salt="rung console form").get_signature(session)
        return signature.decode()

    def is_form_token(self, session: str, token: str) -> bool:
        """Whether a form belongs to a session."""
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())


def may_enter(person: Person) -> bool:
    """Whether a person has access to the console."""
    return person.role == "admin" or person.coaches_any


def open_links(home: Path, address: str) -> Links:
    """Return the links of a home; the key is made at first use, readable by its owner only.

    Raises:
        OSError: the folder cannot be written.
    """
    return Links(stored_secret(home / KEY_FILE), address)
