"""What the link check adds to the admin: its report."""

from __future__ import annotations

from wagtail import hooks

from cms.links.report import LinkReport


@hooks.register("register_admin_viewset")
def report() -> LinkReport:
    return LinkReport()
