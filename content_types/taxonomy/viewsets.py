"""The admin's listings of categories, tags and use cases."""

from typing import Any

from django.db.models import Count, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import NumberColumn
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, InspectView, SnippetViewSet

from cms.base.translated_texts import get_further_languages, list_translated_names
from content_types.taxonomy.forms import CategoryForm, indent_name
from content_types.taxonomy.models import Category, Tag, UseCase
from content_types.taxonomy.panels import build_edit_handler, category_panels, tag_panels, use_case_panels


class CategoryIndexView(IndexView):
    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        column = super()._get_title_column(field_name, *args, **kwargs)
        column.accessor, column.sort_key = indent_name, "path"
        return column

    def get_base_queryset(self) -> QuerySet:
        return (
            super()
            .get_base_queryset()
            .annotate(
                solution_count=Count("solutions", distinct=True),
                attribute_count=Count("attribute_definitions", distinct=True),
            )
        )


class CategoryTree:
    """A chooser's list in the order of the tree."""

    ordering = "path"

    @property
    def title_column(self) -> Any:
        column = super().title_column  # type: ignore[misc]
        column.accessor = indent_name
        return column


class CategoryChooseView(CategoryTree, ChooseView):
    pass


class CategoryChooseResultsView(CategoryTree, ChooseResultsView):
    pass


class CategoryChooserViewSet(SnippetChooserViewSet):
    choose_view_class = CategoryChooseView
    choose_results_view_class = CategoryChooseResultsView


class CategoryInspectView(InspectView):
    def get_field_label(self, field_name: str, field: Any) -> Any:
        known = {"attribute_definitions": _("Attributes")}
        return known.get(field_name) or super().get_field_label(field_name, field)


class CategoryViewSet(SnippetViewSet):
    model = Category
    icon = "folder-open-inverse"
    index_view_class = CategoryIndexView
    chooser_viewset_class = CategoryChooserViewSet
    edit_handler = build_edit_handler(Category, category_panels, CategoryForm)
    list_display = [
        "name",
        "slug",
        NumberColumn("solution_count", label=_("Solutions"), sort_key="solution_count"),
        NumberColumn("attribute_count", label=_("Attributes")),
    ]
    list_export = [
        "name", "slug", "depth", "description", *list_translated_names(Category), "icon", "solution_count",
    ]  # fmt: skip
    export_headings = {"solution_count": "solutions"}
    export_filename = "categories"
    list_per_page = 100
    chooser_per_page = 100
    ordering = "path"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = CategoryInspectView
    inspect_view_fields = [
        "name", "slug", "description", *list_translated_names(Category), "icon", "attribute_definitions",
    ]  # fmt: skip


class CountedIndexView(IndexView):
    """Rows with the number of solutions that carry them."""

    counted = "solutions"

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().annotate(solution_count=Count(self.counted))

    @cached_property
    def columns(self) -> list[Any]:
        return [
            *super().columns,
            NumberColumn("solution_count", label=_("Solutions"), sort_key="solution_count"),
        ]


class TagIndexView(CountedIndexView):
    counted = "tagged_solutions"


class TagViewSet(SnippetViewSet):
    model = Tag
    icon = "tag"
    index_view_class = TagIndexView
    edit_handler = build_edit_handler(Tag, tag_panels)
    list_display = ["name", "slug"]
    list_export = ["name", "slug", *list_translated_names(Tag), "solution_count"]
    export_filename = "tags"
    search_fields = ["name", "slug", *(f"translations__{code}__name" for code in get_further_languages())]
    list_per_page = 50
    ordering = "name"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ["name", "slug", *list_translated_names(Tag)]


class UseCaseViewSet(SnippetViewSet):
    model = UseCase
    icon = "clipboard-list"
    index_view_class = CountedIndexView
    edit_handler = build_edit_handler(UseCase, use_case_panels)
    list_display = ["name", "slug"]
    list_export = ["name", "slug", "description", *list_translated_names(UseCase), "solution_count"]
    export_filename = "use-cases"
    list_per_page = 50
    ordering = "name"
    inspect_view_enabled = True
    inspect_view_fields = ["name", "slug", "description", *list_translated_names(UseCase)]
