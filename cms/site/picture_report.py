"""The report of pictures without alternative text."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.models import Collection, ReferenceIndex

from cms.media.models import Image
from cms.site.reports import EditorialReport, ReportViewSet
from cms.site.tables import ThumbnailColumn

__all__ = ["PictureReport"]


class PictureFilterSet(WagtailFilterSet):
    collection = django_filters.ModelChoiceFilter(
        queryset=Collection.objects.all(), label=_("Collection"), widget=forms.Select
    )
    is_used = django_filters.BooleanFilter(label=_("Used"))

    class Meta:
        model = Image
        fields = ["collection", "is_used"]


class UndescribedPictures(EditorialReport):
    """Pictures without alternative text; for visitors who do not see them, their title stands in for it."""

    model = Image
    page_title = _("Images without alternative text")
    header_icon = "image"
    explanation = _("People who do not see an image hear its alternative text. Open an image to write it.")
    empty_text = _("Every image has an alternative text.")
    filterset_class = PictureFilterSet
    search_fields = ("title",)
    default_ordering = "-created_at"
    list_export = ["pk", "title", "collection", "created_at", "is_used"]
    columns = [
        ThumbnailColumn("thumbnail", label=_("Image"), accessor=lambda image: image, width="60px"),
        TitleColumn(
            "title",
            label=_("Title"),
            sort_key="title",
            get_url=lambda image: reverse("wagtailimages:edit", args=[image.pk]),
        ),
        Column("collection", label=_("Collection"), sort_key="collection__name"),
        BooleanColumn("is_used", label=_("Used"), sort_key="is_used"),
        DateColumn("created_at", label=_("Uploaded"), sort_key="created_at"),
    ]

    def select_rows(self, rows: QuerySet) -> QuerySet:
        uses = ReferenceIndex.objects.filter(
            to_object_id=Cast(OuterRef("pk"), CharField()),
            to_content_type__app_label=Image._meta.app_label,
            to_content_type__model=Image._meta.model_name,
        )
        rows = rows.filter(description="").annotate(is_used=Exists(uses))
        return rows.select_related("collection").prefetch_related("renditions")


class PictureReport(ReportViewSet):
    name = "undescribed_pictures"
    view_class = UndescribedPictures
    menu_order = 100
