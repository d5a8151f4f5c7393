"""Reviews: what waits for coaches, what they see, decide and say."""
