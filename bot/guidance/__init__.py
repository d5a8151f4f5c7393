"""Suggestions with evidence, what is missing for the next level, and next steps.

`bot.guidance.model` holds the shapes and imports nothing heavy; `bot.guidance.guide` does the work.
"""
