"""Keeping Rung's data: looking it over, backing it up, bringing it back."""
