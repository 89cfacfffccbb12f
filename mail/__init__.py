"""How mail looks and how it moves."""
