"""Encode the staff voices once, for everybody: writes index/weights/voices.npz.

    python -m scripts.encode_voices

Run it after scripts/train.py, and whenever knowledge/data/voices/ or index/text.py changes: `rung build`
then finds their vectors and encodes none of them. Vectors of another model are never used.
"""

from __future__ import annotations

import time

import click

from bot.settings import Settings
from index.encoder import open_encoder
from index.text import as_one, neutral
from index.trained_weights import WEIGHTS, ship_vectors
from knowledge.voices import voices


@click.command(help=__doc__)
def main() -> None:
    """Encode, write, tell."""
    settings = Settings.from_environment()
    encoder = open_encoder(settings.model, settings.encodings)
    said = [text for voice in voices() for text in (*voice.messages, as_one(voice.messages))]
    texts = list(dict.fromkeys(said))
    read = [neutral(text) for text in texts]
    began = time.monotonic()
    with click.progressbar(length=len(texts), label="Encoding voices") as bar:
        vectors = encoder.encode(read, lambda done: bar.update(done - bar.pos))
    ship_vectors(texts, vectors, encoder.model)
    size = (WEIGHTS / "voices.npz").stat().st_size / 1e6
    click.echo(
        f"{len(texts)} texts, {encoder.encoded} encoded in {time.monotonic() - began:.0f} s, {size:.1f} MB"
    )


if __name__ == "__main__":
    main()
