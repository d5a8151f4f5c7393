"""Conversations that `scripts/demo.py` plays for the docs."""
