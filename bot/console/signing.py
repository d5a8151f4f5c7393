"""Links that sign somebody in once, and the tokens that show that a form is ours."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import BadData, Signer, URLSafeSerializer

from bot import times
from bot.keeping.secret import kept_secret
from bot.store.people import Person

MINUTES = 10
"""Minutes a link can be used."""
KEY_FILE = "console.key"


@dataclass(frozen=True, slots=True)
class Admission:
    """What a link says: whose it is, with their rights when it was made, and what no other link has."""

    link: str
    person: int
    rights: int


class Links:
    """Makes links and reads them.

    Args:
        key: secret, at least 16 characters.
        address: where people open the console, without a slash at its end.
    """

    def __init__(self, key: str, address: str) -> None:
        self._key, self._address = key, address
        self._serializer = URLSafeSerializer(key, salt="rung console link")

    def sign_in_link(self, person: Person, at: str) -> str | None:
        """Return a link that signs somebody in once within ten minutes; None for who is neither coach nor
        admin.

        Args:
            person: who asked for it, and nobody else sees it.
            at: now.
        """
        if not may_enter(person):
            return None
        said = [person.id, person.rights, times.later(at, minutes=MINUTES), secrets.token_urlsafe(9)]
        return f"{self._address}/sign-in/{self._serializer.dumps(said)}"

    def read(self, token: str, at: str) -> Admission | None:
        """Return what a link says; None where it is not ours, or too old. Whether it was used it cannot tell.

        Args:
            token: the end of the link.
            at: now.
        """
        try:
            person, rights, ends, nonce = self._serializer.loads(token)
        except (BadData, ValueError, TypeError):
            return None
        return Admission(str(nonce), int(person), int(rights)) if times.checked(at) < ends else None

    def form_token(self, session: str) -> str:
        """Return what forms of a session carry, and nobody else can make."""
        signature: bytes = Signer(self._key, salt="rung console form").get_signature(session)
        return signature.decode()

    def is_form_token(self, session: str, token: str) -> bool:
        """Whether a form is of a session."""
        return hmac.compare_digest(self.form_token(session).encode(), token.encode())


def may_enter(person: Person) -> bool:
    """Whether somebody has anything to do in the console."""
    return person.role == "admin" or person.coaches_any


def open_links(home: Path, address: str) -> Links:
    """Return the links of a home; the key is made at first use, readable by the owner only.

    Args:
        home: Rung's folder.
        address: where people open the console.

    Raises:
        OSError: the folder cannot be written.
    """
    return Links(kept_secret(home / KEY_FILE), address)
