"""Optional features. Each folder here is a plugin, and can be deleted whole."""
