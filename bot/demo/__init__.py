"""Plays a story: people write to an office on a virtual clock, and what Liaison makes of it is told in the terminal."""
