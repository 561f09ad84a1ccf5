from wagtail import hooks

from content_api.documents.trusted.viewsets import TrustedDocumentViewSet


@hooks.register("register_admin_viewset")
def viewset() -> TrustedDocumentViewSet:
    return TrustedDocumentViewSet()
