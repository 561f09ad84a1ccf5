"""What the API offers of vendors. Drafts and expired ones are hidden by the gate, as for every drafted model."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cms.declarations import (
    ApiCollection,
    Facet,
    Filter,
    SearchKind,
    declare,
    declare_own,
    declare_visibility,
    everyone,
)
from content_types.vendors.countries import Country
from content_types.vendors.models import Vendor


def register() -> None:
    declare_visibility(Vendor, everyone)
    declare_own(Vendor, build_member_rule)
    declare_own(get_user_model(), accounts_to_choose)
    declare(
        ApiCollection(
            name="vendors",
            model=Vendor,
            description="The makers of solutions.",
            one="vendor",
            keys={"slug": "slug"},
            filters={
                "slug": Filter("slug", str, "Any of these slugs.", many=True),
                "country": Filter("country", Country, "Any of these countries.", many=True),
                "query": Filter("name", str, "Only names that start with this.", lookup="folded_startswith"),
            },
            orders={"NAME_ASC": ("name",), "NAME_DESC": ("-name",), "FOUNDED_ASC": ("founded",),
                    "FOUNDED_DESC": ("-founded",)},
            default_order="NAME_ASC",
            facets={"country": Facet(label=_("Country"), path="country")},
        ),
        SearchKind("VENDOR", Vendor, title="name", summary=("description",), pins="pinned_vendors"),
    )  # fmt: skip


def build_member_rule(user: Any) -> Q:
    """Vendors whose member a person is, drafts and expired ones included."""
    return Q(pk__in=Vendor.objects.filter(members=user).values("pk"))


def accounts_to_choose(user: Any) -> Q:
    """Users who may choose members of vendors see the names of all accounts; others see their own."""
    return Q() if user.has_perm("vendors.change_vendor") else Q(pk=user.pk)
