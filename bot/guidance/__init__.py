"""Guidance: suggestions with evidence, why not one higher, and what next.

`bot.guidance.model` holds the shapes and imports nothing heavy; `bot.guidance.guide` does the work.
"""
