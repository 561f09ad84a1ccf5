"""Addresses for operators."""

from __future__ import annotations

from django.urls import path

from cms.operations.views import live, metrics, ready

urlpatterns = [
    path("health/live", live, name="health_live"),
    path("health/ready", ready, name="health_ready"),
    path("metrics", metrics, name="metrics"),
]
