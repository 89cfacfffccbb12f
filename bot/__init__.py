"""The running program: it wires, listens and loops."""
