"""Addresses of the admin about plugins. A panel has two parts, a decision three, so their names cannot collide."""

from __future__ import annotations

from django.urls import path
from wagtail.admin.auth import permission_required

from cms.plugins.admin import panels, views

app_name = "plugins"
may_switch = permission_required(views.MAY_SWITCH)
may_configure = permission_required(views.MAY_CONFIGURE)

urlpatterns = [
    path("", may_switch(views.PluginsView.as_view()), name="index"),
    path("<str:plugin>/", may_switch(views.PluginView.as_view()), name="detail"),
    path("<str:plugin>/do/switch/", views.switch_view, name="switch"),
    path("<str:plugin>/do/retry/", views.retry_view, name="retry"),
    path("<str:plugin>/do/configure/", may_configure(views.SettingsView.as_view()), name="configure"),
    path("<str:plugin>/<str:name>/", panels.panel_page, name="panel"),
]
