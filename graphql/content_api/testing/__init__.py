"""Tests of the API as a whole: documents that ask for everything, and an oracle that finds what leaks."""
