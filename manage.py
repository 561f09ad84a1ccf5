#!/usr/bin/env python
"""Django's command line. Without DATABASE_URL or REDIS_URL, development servers of our own are started first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    if os.environ["DJANGO_SETTINGS_MODULE"] == "cms.settings.dev":
        from cms.services import ensure_services

        ensure_services()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
