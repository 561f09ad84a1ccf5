"""Full-text search in PostgreSQL: one normal form for what is indexed and for what is asked."""
