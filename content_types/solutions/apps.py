from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    name = "content_types.solutions"
    label = "solutions"
    verbose_name = "Solutions"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from content_types.solutions import api, importer, indexing, merging, roles
        from content_types.solutions.permissions import MembershipPagePolicy

        api.register()
        importer.register()
        merging.register()
        roles.register()
        indexing.register()
        register_permission_policy(Page, MembershipPagePolicy(Page))
