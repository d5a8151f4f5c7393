"""Tables as the numbered steps before Alembic left them: where a store of version 0.1 begins."""

from __future__ import annotations

revision = "001"
down_revision = None


def upgrade() -> None:
    """Do nothing: the tables are there."""
