from django.apps import AppConfig


class MergingConfig(AppConfig):
    name = "cms.merging"
    label = "merging"
    verbose_name = "Merging"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.merging import privacy
        from cms.merging.models import Merge
        from cms.merging.permissions import MergePolicy

        privacy.register()
        register_permission_policy(Merge, MergePolicy(Merge))
