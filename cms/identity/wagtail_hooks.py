"""What keys add to the admin."""

from __future__ import annotations

from wagtail import hooks

from cms.identity.key_viewsets import ApiKeyViewSet


@hooks.register("register_admin_viewset")
def keys() -> ApiKeyViewSet:
    return ApiKeyViewSet()
