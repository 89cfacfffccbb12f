"""Learns the shipped examples once, after an installation, so that no first mail need wait for it: `python -m bot.learn`."""

from __future__ import annotations

from bot.app import the_meaning
from bot.settings import use_one_blas_thread

if __name__ == "__main__":
    use_one_blas_thread()
    the_meaning().load()
