"""The database engine of this project: Django's PostgreSQL backend, made to survive outages. `cms.database.base`."""
