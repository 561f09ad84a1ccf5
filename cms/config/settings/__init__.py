"""Settings. `dev`, `test` and `production` each start from `base`; only `env` reads the environment."""
