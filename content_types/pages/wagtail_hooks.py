"""What the pages around the directory add to the admin."""

from wagtail import hooks

from content_types.pages.viewsets import CollectionListing, MenuViewSet


@hooks.register("register_admin_viewset")
def viewsets() -> list[object]:
    return [MenuViewSet(), CollectionListing()]
