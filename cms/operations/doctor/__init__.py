"""What `manage.py doctor` looks at before and while a site runs, and how it reports what it finds."""
