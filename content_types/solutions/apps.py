from django.apps import AppConfig


class SolutionsConfig(AppConfig):
    name = "content_types.solutions"
    label = "solutions"
    verbose_name = "Solutions"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from cms.links.finding import declare_links
        from content_types.solutions import api, importer, indexing, merging, roles
        from content_types.solutions.models import Solution
        from content_types.solutions.permissions import MembershipPagePolicy

        declare_links(Solution, "website", "canonical_url", "body")
        api.register()
        importer.register()
        merging.register()
        roles.register()
        indexing.register()
        register_permission_policy(Page, MembershipPagePolicy(Page))
