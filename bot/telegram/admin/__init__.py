"""Documents and builds, from a phone: what an admin sends, asks and presses; see `docs/new-document.md`."""
