"""Wagtail's API v3 for editors' machines: its schemas, forms and actions behind our credentials, gate and limits."""
