"""The admin's listing of vendors."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, LiveStatusTagColumn, NumberColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from cms.audience.buttons import ReportButtonMixin
from cms.base.translated_texts import list_translated_names
from cms.site.tables import ThumbnailColumn
from content_types.vendors.models import Vendor
from content_types.vendors.panels import vendor_edit_handler


class VendorFilterSet(WagtailFilterSet):
    class Meta:
        model = Vendor
        fields = {"country": ["exact"], "live": ["exact"]}


class VendorIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet:
        rows: Any = super().get_base_queryset()
        return rows.select_related("logo").prefetch_related("logo__renditions").annotate(
            solution_count=Count("solutions", distinct=True)
        )  # fmt: skip


class VendorEditView(ReportButtonMixin, EditView):
    pass


class NewVendorForm(WagtailAdminModelForm):
    """Creates a vendor in a window above another form, whose fields have ids of their own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "id_new_vendor_%s", **kwargs})

    class Meta(WagtailAdminModelForm.Meta):
        model = Vendor
        fields = ["name", "slug", "website"]


class VendorChooserViewSet(SnippetChooserViewSet):
    """Also creates a vendor, so that a new profile need not be left for it."""

    creation_form_class = NewVendorForm
    creation_tab_label = _("New vendor")


class VendorViewSet(SnippetViewSet):
    model = Vendor
    icon = "building"
    index_view_class = VendorIndexView
    edit_view_class = VendorEditView
    chooser_viewset_class = VendorChooserViewSet
    edit_handler = vendor_edit_handler
    filterset_class = VendorFilterSet
    list_display = [
        "name",
        ThumbnailColumn("logo", label=_("Logo"), width="60px"),
        "country",
        NumberColumn("solution_count", label=_("Solutions"), sort_key="solution_count"),
        BooleanColumn("verified_domain", label=_("Verified")),
        LiveStatusTagColumn(),
    ]
    list_export = [
        "name",
        "slug",
        "website",
        "country",
        "founded",
        "verified_domain",
        "live",
        "solution_count",
    ]
    export_filename = "vendors"
    list_per_page = 50
    ordering = "name"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "slug",
        "website",
        "logo",
        "description",
        *list_translated_names(Vendor),
        "country",
        "founded",
        "verified_domain",
    ]
