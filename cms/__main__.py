"""Django's command line for the site: `manage.py` in a checkout, `aixplore` where the wheel is installed.

While developing, PostgreSQL and Valkey are started first unless they are given.
"""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings.dev")
    other_settings = any(word.startswith("--settings") for word in sys.argv)
    if os.environ["DJANGO_SETTINGS_MODULE"] == "cms.config.settings.dev" and not other_settings:
        from cms.services import ServiceError, ensure_services

        try:
            ensure_services()
        except ServiceError as error:
            sys.exit(str(error))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
