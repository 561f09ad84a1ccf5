"""Addresses of the identity provider, below that of its issuer."""

from django.urls import path

from cms.identity.provider import device_pages, discovery, views

app_name = "oauth2_provider"
urlpatterns = [
    path(
        ".well-known/openid-configuration", discovery.show_configuration, name="oidc-connect-discovery-info"
    ),
    path("jwks", discovery.show_keys, name="jwks-info"),
    path("authorize", views.Authorize.as_view(), name="authorize"),
    path("token", views.Token.as_view(), name="token"),
    path("device", device_pages.Device.as_view(), name="device"),
    path("device_authorization", views.DeviceAuthorization.as_view(), name="device-authorization"),
    path("revoke", views.Revoke.as_view(), name="revoke-token"),
    path("introspect", views.Introspect.as_view(), name="introspect"),
    path("userinfo", views.UserInfo.as_view(), name="user-info"),
    path("logout", views.Logout.as_view(), name="rp-initiated-logout"),
]
