"""Learns the shipped examples once, after an installation, so that no first mail need wait for it: `python -m bot.learn`.

Nobody waits for an answer here, so it may have every core; what a service learns has one.
"""

from __future__ import annotations

from bot.app import the_meaning

if __name__ == "__main__":
    the_meaning().load()
