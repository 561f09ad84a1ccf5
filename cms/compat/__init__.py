"""Workarounds for libraries, one module for each, naming the version that needs them."""
