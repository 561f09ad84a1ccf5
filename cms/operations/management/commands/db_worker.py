"""django-tasks-db's worker, which says that it lives and hands a task back that it cannot end in time."""

from __future__ import annotations

import os
from typing import Any

from django.utils.autoreload import DJANGO_AUTORELOAD_ENV
from django_tasks_db.management.commands import db_worker as library

from cms.base.metrics_port import serve_counted
from cms.operations.draining import DrainingWorker
from cms.operations.models import Role
from cms.operations.presence import announce


class Command(library.Command):
    help = f"{library.Command.help}. Its tasks are taken up by others when it dies."

    def handle(self, *args: Any, worker_id: str, reload: bool, **options: Any) -> None:
        # Its command names the class as a global of the module.
        library.Worker = DrainingWorker  # type: ignore[misc]
        watches_code = reload and os.environ.get(DJANGO_AUTORELOAD_ENV) != "true"
        if watches_code:  # it starts the worker as another process
            return super().handle(*args, worker_id=worker_id, reload=reload, **options)
        with serve_counted(), announce(Role.WORKER, worker_id):
            return super().handle(*args, worker_id=worker_id, reload=reload, **options)
