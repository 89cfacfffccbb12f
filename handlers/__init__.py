"""What the office decides: pure functions over frozen values, without I/O, clock or randomness."""
