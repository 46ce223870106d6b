"""Workshops as they are stored: the way in, rounds of votes, what is decided."""
