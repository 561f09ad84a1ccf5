"""Migrations that would stop a site that is running: found in the operations, before they are run."""
