from wagtail import hooks

from cms.exchange.viewsets import ImportRunViewSet


@hooks.register("register_admin_viewset")
def viewset() -> ImportRunViewSet:
    return ImportRunViewSet()
