"""Programs of npm packages that speak OpenID Connect with us: a provider, and a client of ours."""
