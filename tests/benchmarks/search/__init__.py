"""Relevance and speed of the search: `python -m tests.benchmarks.search`, explained in docs/explanation/search-quality.md."""
