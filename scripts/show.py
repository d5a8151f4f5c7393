"""Plays a conversation with the real model, for the README: prints the transcript and draws the picture.

python scripts/show.py           print the transcript
python scripts/show.py --write   put it into README.md, and the picture into docs/suggestion.png
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
SAID = (
    "Morning! I look after about forty small clients and sell them what is on our price list.",
    "My manager checks every quote before it goes out. I do all the paperwork in the sales system",
    "Account Management",
    "not yet",
    "ya, with my boss",
    "no",
    "thanks",
)
MARKS = "<!-- transcript -->", "<!-- /transcript -->"


def main() -> None:
    """Play the conversation in a RUNG_HOME of its own."""
    with tempfile.TemporaryDirectory() as home:
        out = play(Path(home))
        picture = re.search(r"\S+ladder-\w+\.png", out)
        out = out.replace(home, "~/.local/share/rung")
        if "--write" not in sys.argv[1:]:
            print(out)
            return
        if picture:
            shutil.copy(picture.group(), ROOT / "docs" / "suggestion.png")
    write(out)


def play(home: Path) -> str:
    """Prepare, say what is to be said line by line, and return what a terminal would show."""
    environment = {**os.environ, "RUNG_HOME": str(home), "COLUMNS": "89"}
    rung = [sys.executable, "-m", "bot"]
    subprocess.run([*rung, "prepare"], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    said = "".join(f"{line}\n" for line in SAID)
    chat = subprocess.run(
        [*rung, "chat"], input=said, env=environment, cwd=ROOT, check=True, capture_output=True, text=True
    )
    return chat.stdout.strip()


def write(transcript: str) -> None:
    """Put the transcript between its marks in README.md."""
    readme = ROOT / "README.md"
    start, end = MARKS
    text = readme.read_text("utf-8")
    before, rest = text.split(start, 1)
    after = rest.split(end, 1)[1]
    readme.write_text(f"{before}{start}\n```text\n{transcript}\n```\n{end}{after}", "utf-8")


if __name__ == "__main__":
    main()
