"""What the audit log adds to the admin: its report."""

from __future__ import annotations

from wagtail import hooks

from cms.audit.report import AuditReport


@hooks.register("register_admin_viewset")
def report() -> AuditReport:
    return AuditReport()
