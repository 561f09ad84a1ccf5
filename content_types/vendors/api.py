"""What the API offers of vendors. Drafts and expired ones are hidden by the gate, as for every drafted model."""

from cms.declarations import ApiCollection, Filter, SearchKind, declare, declare_visibility, everyone
from content_types.vendors.countries import Country
from content_types.vendors.models import Vendor


def register() -> None:
    declare_visibility(Vendor, everyone)
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
                "query": Filter("name", str, "Names that begin with this.", lookup="folded_startswith"),
            },
            orders={"NAME_ASC": ("name",), "NAME_DESC": ("-name",), "FOUNDED_ASC": ("founded",),
                    "FOUNDED_DESC": ("-founded",)},
            default_order="NAME_ASC",
        ),
        SearchKind("VENDOR", Vendor, title="name"),
    )  # fmt: skip
