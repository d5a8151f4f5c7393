"""Builds of very many descriptors: written in a stream, opened by memory map, searched in two steps.

A build of ordinary size is compared whole with every question. That is linear in its size: from `LARGE`
descriptors on, a FAISS index that does not look at everything, rare words and trained directions first name
the skills that come into question, and these alone become an ordinary build in memory, which is searched as
ever. What that costs and what it finds is measured in docs/speed.md.
"""

LARGE = 50_000
"""Descriptors from which a build is a large one."""
