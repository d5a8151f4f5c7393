"""What `scripts/train.py` fits beside the weights of the index."""
