"""Schemathesis against a running server: `make verify` runs `python -m tests.fuzzing`."""
