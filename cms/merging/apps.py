from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MergingConfig(AppConfig):
    name = "cms.merging"
    label = "merging"
    verbose_name = _("Merging")

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from cms.exchange.survivors import register_survivors
        from cms.merging import privacy, retention
        from cms.merging.models import Merge
        from cms.merging.permissions import MergePolicy
        from cms.merging.survivors import find_survivors

        privacy.register()
        retention.register()
        register_survivors(find_survivors)
        register_permission_policy(Merge, MergePolicy(Merge))
