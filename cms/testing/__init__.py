"""Tools for testing plugins, as fixtures of the pytest plugin `aixplore.testing`: see docs/howto/test-a-plugin.md."""
