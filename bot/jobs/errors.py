"""Errors whose message tells a person what to do."""

from __future__ import annotations


def user_errors() -> tuple[type[Exception], ...]:
    """Return the errors that a person can correct; any other is a defect."""
    from bot.jobs.backup import BackupError
    from bot.settings import SettingError
    from bot.store import StoreError
    from index.manifest import BuildError
    from index.sentence_model import EncoderError
    from knowledge.catalogue import CatalogueError
    from knowledge.crosswalk import CrosswalkError
    from knowledge.model import DocumentError

    return (
        CrosswalkError,
        BackupError,
        BuildError,
        EncoderError,
        CatalogueError,
        DocumentError,
        SettingError,
        StoreError,
    )


def as_sentence(error: Exception) -> str:
    """Return an error's message as a sentence."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '`')) else '.'}"
