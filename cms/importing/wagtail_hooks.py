from wagtail import hooks

from cms.importing.viewsets import ImportRunViewSet


@hooks.register("register_admin_viewset")
def viewset() -> ImportRunViewSet:
    return ImportRunViewSet()
