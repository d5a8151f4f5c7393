"""Commands for developers: train, evaluate, benchmark, load, demo."""
