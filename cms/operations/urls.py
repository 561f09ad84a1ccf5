"""Addresses for operators."""

from __future__ import annotations

from django.urls import path

from cms.operations.views import live, metrics, ready

urlpatterns = [
    path("livez", live, name="livez"),
    path("readyz", ready, name="readyz"),
    path("metrics", metrics, name="metrics"),
]
