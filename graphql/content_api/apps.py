from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cms.declarations import Gate


class ContentApiConfig(AppConfig):
    name = "content_api"
    label = "content_api"
    verbose_name = _("Content API")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from cms.declarations.gates import register_gate_builder
        from cms.identity.rights import Road, declare_rights
        from cms.identity.roles import ADMINISTRATOR, declare_permissions
        from cms.plugins.runtime.preparing import preparations
        from cms.ratelimit.buckets import declare_rates, reject_unusable_changes
        from cms.ratelimit.limits import Rate
        from content_api import checks  # noqa: F401
        from content_api.access.table_triggers import attach_triggers
        from content_api.model.facets.link_log import attach_link_logs
        from content_api.schema.field_sources import checks as source_checks  # noqa: F401

        preparations.extend([reject_unusable_changes, build])
        declare_rates(__name__, {"search": Rate(300, 60, "Searches and completions of what is typed.")})
        register_gate_builder(build_gate)
        post_migrate.connect(attach_triggers, sender=self)
        post_migrate.connect(attach_link_logs, sender=self)
        declare_permissions(__name__, {ADMINISTRATOR: {"content_api.trusteddocument": "view"}})
        declare_rights(__name__, Road.ADMIN, {"Open the list of trusted documents": {ADMINISTRATOR}})


def build() -> None:
    """Build the schema, and hash what answers of other processes must have in common; imported late, because most
    commands need neither."""
    from django.conf import settings

    from content_api.engine.builds import compute_build
    from content_api.schema.build import build_schema

    build_schema()
    if settings.SHARED_ANSWERS_URL:
        compute_build()


def build_gate(request: HttpRequest | None, anonymous: bool) -> Gate:
    """The gate of a request, or of an anonymous caller of its site; imported late, because models are needed."""
    from content_api.access.context import request_gate

    return request_gate(request, anonymous)
