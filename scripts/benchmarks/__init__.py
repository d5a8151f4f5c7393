"""What `scripts/benchmark.py` measures beside the index."""
