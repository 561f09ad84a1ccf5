"""A pytest plugin: real PostgreSQL and Valkey for the session, started before Django reads its settings.

Workers of a parallel run inherit the addresses from the process that started them.
"""

import os

from cms.services import temporary_services

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ.update(temporary_services())
