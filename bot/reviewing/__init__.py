"""What the channels that coaches use share: a review put together, skills to choose from, telling people."""
