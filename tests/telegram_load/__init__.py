"""What `scripts.load` measures with: bots as processes, and people who write to them."""
