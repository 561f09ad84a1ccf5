"""What an approved claim gives: membership of the vendor, also in its versions that are published later."""

from __future__ import annotations

from django.db.models import Q
from wagtail.models import Revision

from cms.identity.models import User
from content_types.vendors.models import Vendor

__all__ = ["add_member", "list_members"]


def list_members(vendor: Vendor) -> set[int]:
    """Primary keys of the people who are members now."""
    rows = Vendor.members.through.objects.filter(vendor=vendor.pk)  # type: ignore[attr-defined]
    return set(rows.values_list("user", flat=True))


def add_member(vendor: Vendor, person: User, domain: str) -> None:
    """In the caller's transaction. domain: becomes the vendor's verified domain; empty where none was proven."""
    vendor.members.add(person)
    vendor.verified_domain = domain or vendor.verified_domain
    vendor.save(update_fields=["members", "verified_domain"])
    for version in list_later_versions(vendor):
        content = version.content
        content["members"] = sorted({*content.get("members", ()), person.pk})
        content["verified_domain"] = vendor.verified_domain
        version.save(update_fields=["content"])


def list_later_versions(vendor: Vendor) -> list[Revision]:
    """The draft and scheduled versions: published as they are, they would take the member away again."""
    later = Q(pk=vendor.latest_revision_id) | Q(approved_go_live_at__isnull=False)
    return list(Revision.objects.for_instance(vendor).filter(later))
