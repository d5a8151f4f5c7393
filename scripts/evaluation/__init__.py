"""What `scripts/evaluate.py` measures, one subject a file."""
