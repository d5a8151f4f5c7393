"""Count the words of staff voices: writes index/weights/words.txt, which `index.text` and spelling use.

    python -m scripts.train_words

A word counts where it is written in lower case; what mostly has a capital is a name.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import click

from index import word_lists
from index.trained_weights import WEIGHTS
from index.training.labelled_cases import read_cases
from knowledge.voices import EDGE, FOLDER

FEWEST = 2
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@click.command(help=__doc__)
@click.option("--out", type=click.Path(path_type=Path), default=WEIGHTS / "words.txt")
def main(out: Path) -> None:
    """Count and write."""
    low, high, authors = Counter[str](), Counter[str](), dict[str, set[str]]()
    for case in read_cases(path for path in FOLDER.glob("*.jsonl") if path.name != EDGE):
        for message in case.messages:
            for match in WORD.finditer(message):
                word = word_lists.plain(match.group())
                inside = match.start() > 0 and message[match.start() - 2] not in ".!?:"
                if match.group()[0].islower():
                    low[word] += 1
                    authors.setdefault(word, set()).add(case.author)
                elif inside and not match.group().isupper():
                    high[word] += 1
    kept = sorted(w for w, n in low.items() if n >= FEWEST and len(authors[w]) >= FEWEST and n > high[w])
    out.write_text("".join(f"{word} {low[word]}\n" for word in kept), "utf-8")
    click.echo(f"{len(kept)} words of {len(low)}")


if __name__ == "__main__":
    main()
