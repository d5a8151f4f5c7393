"""Training: from a catalogue and staff voices to `index/weights/`. Needs torch; run by `make train`."""
