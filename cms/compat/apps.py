from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompatConfig(AppConfig):
    """Workarounds for faults of libraries; listed after their apps, so that these are ready before."""

    name = "cms.compat"
    label = "compat"
    verbose_name = _("Workarounds")

    def ready(self) -> None:
        from cms.base import page_addresses
        from cms.compat import (
            modelcluster_children,
            modelcluster_relations,
            wagtail_addresses,
            wagtail_blocks,
            wagtail_chooser_texts,
            wagtail_copies,
            wagtail_costs,
            wagtail_creation,
            wagtail_form_markup,
            wagtail_markup,
            wagtail_panels,
            wagtail_privacy,
            wagtail_redirect_form,
            wagtail_redirects,
            wagtail_rows,
            wagtail_schedule,
            wagtail_tree,
        )

        page_addresses.connect()
        for module in (
            modelcluster_children,
            modelcluster_relations,
            wagtail_addresses,
            wagtail_blocks,
            wagtail_chooser_texts,
            wagtail_copies,
            wagtail_costs,
            wagtail_creation,
            wagtail_form_markup,
            wagtail_markup,
            wagtail_panels,
            wagtail_privacy,
            wagtail_redirect_form,
            wagtail_redirects,
            wagtail_rows,
            wagtail_schedule,
            wagtail_tree,
        ):
            module.install()
