"""Suites that every plugin for a slot passes: see README.md."""
