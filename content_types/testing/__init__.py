"""Content for tests: a small site, functions that add to it, and planted secret words."""
