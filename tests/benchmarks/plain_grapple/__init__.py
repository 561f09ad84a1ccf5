"""The same models behind Wagtail and Grapple as their documentation sets them up: what the tiers are measured beside."""
