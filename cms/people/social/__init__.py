"""Signing in by an account at another site: Google, GitHub, Microsoft, or any OpenID Connect provider."""
