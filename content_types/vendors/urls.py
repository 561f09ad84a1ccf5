"""Addresses of claims on vendors."""

from django.urls import path

from content_types.vendors.claims.pages import finish_claim

urlpatterns = [path("account/claims/<str:token>/", finish_claim, name="vendor_claim_finish")]
