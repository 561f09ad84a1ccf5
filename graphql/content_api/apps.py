from django.apps import AppConfig


class ContentApiConfig(AppConfig):
    name = "content_api"
    label = "content_api"
    verbose_name = "Content API"

    def ready(self) -> None:
        from cms.extensions.preparing import preparations
        from cms.visibility.current import install
        from content_api import checks  # noqa: F401
        from content_api.context import RequestContext

        install(lambda request: RequestContext(request).gate)
        preparations.append(build)


def build() -> None:
    """Build the schema; imported late, because most commands need none."""
    from content_api.schema import build_schema

    build_schema()
