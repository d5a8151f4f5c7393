"""Options that the commands of `scripts/train.py` share, and what they begin with."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot.settings import Settings
from index.build import Build, open_build
from index.encoder import Encoder, open_encoder
from index.trained_weights import WEIGHTS

HELD = ("rung-sfia-g", "rung-tsc-e2", "rung-tsc-f2", "rung-cv-j")
"""Authors the encoders do not hear: what stands on top is fitted on people they do not know."""


def _shared(name: str) -> Path | None:
    return Path(os.environ["RUNG_SHARED"]) / name if "RUNG_SHARED" in os.environ else None


FILE_TYPE = click.Path(path_type=Path, exists=True, dir_okay=False)
FOLDER_TYPE = click.Path(path_type=Path, exists=True, file_okay=False)
cases_option = click.option("--cases", "files", multiple=True, type=FILE_TYPE, help="More cases.")
tests_option = click.option(
    "--test", "tests", multiple=True, type=FILE_TYPE, help="Cases to tell the result on."
)
leave_out_option = click.option(
    "--leave-out-author",
    "left_out",
    multiple=True,
    default=HELD,
    help="Do not train on this file (its stem).",
)
authors_option = click.option(
    "--author", "authors", multiple=True, default=HELD, help="Fit on cases of this file only (its stem)."
)
readings_option = click.option(
    "--readings",
    type=FOLDER_TYPE,
    default=lambda: _shared("data/real"),
    help="Folder of readings; by default data/real of RUNG_SHARED.",
)
onet_option = click.option(
    "--onet",
    type=FOLDER_TYPE,
    default=lambda: _shared("data/documents/onet"),
    help="Folder with O*NET's CSV files; by default that of RUNG_SHARED.",
)
out_option = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=WEIGHTS, help="Folder to write to."
)


def opened() -> tuple[Build, Encoder]:
    """Return the live build of RUNG_HOME and the encoder it was made with."""
    settings = Settings.from_environment()
    return open_build(settings.home), open_encoder(settings.model, settings.encodings)
