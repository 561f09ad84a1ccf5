from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SolutionsConfig(AppConfig):
    name = "content_types.solutions"
    label = "solutions"
    verbose_name = _("Solutions")

    def ready(self) -> None:
        from django.db.models.signals import post_delete
        from modelsearch.signal_handlers import post_delete_signal_handler
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from content_types.solutions import api, importer, indexing, merging, related, roles
        from content_types.solutions.models import Solution
        from content_types.solutions.permissions import MembershipPagePolicy

        api.register()
        importer.register()
        merging.register()
        roles.register()
        indexing.register()
        related.register_job()
        post_delete.connect(post_delete_signal_handler, sender=Solution)
        register_permission_policy(Page, MembershipPagePolicy(Page))
