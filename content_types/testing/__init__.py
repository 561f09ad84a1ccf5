"""Content for tests: a small site, functions that add to it, and words that nobody may read."""
