"""What search rules add to the admin."""

from __future__ import annotations

from wagtail import hooks

from cms.relevance.report import SearchReport
from cms.relevance.viewsets import SearchRulesGroup


@hooks.register("register_admin_viewset")
def rules() -> SearchRulesGroup:
    return SearchRulesGroup()


@hooks.register("register_admin_viewset")
def report() -> SearchReport:
    return SearchReport()
