"""The admin's pages for legal texts, and the list of who agreed to which.

A text that has started is not changed any more, so that it stays certain what people agreed to; a change is a new
version. None is deleted: unticking “people are asked” ends it.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from cms.base.translated_texts import get_further_languages, label_translation, name_translation
from cms.people.models import Consent, LegalText
from cms.site.viewsets import ReadOnlyViewSet

__all__ = ["ConsentsGroup"]

ADDRESSES = {name_translation("address", code): code for code in get_further_languages()}


class LegalTextFormBase(WagtailAdminModelForm):
    """Keeps what people may have agreed to as it is."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        for name in ADDRESSES:
            self.initial.setdefault(name, getattr(self.instance, name))
        if self.instance.pk and self.instance.starts_at <= timezone.now():
            self.keep_all_but_asking()

    def keep_all_but_asking(self) -> None:
        for name in self.fields.keys() - {"is_asked"}:
            self.fields[name].disabled = True
        reason = _("People may have agreed to this version. Add a new version instead.")
        self.fields["version"].help_text = reason

    def _post_clean(self) -> None:
        for name in ADDRESSES:
            if name in self.cleaned_data:
                setattr(self.instance, name, self.cleaned_data[name])
        super()._post_clean()


def build_address_field(language: str) -> forms.URLField:
    return forms.URLField(
        label=label_translation(LegalText, "address", language), required=False, max_length=500,
        assume_scheme="https", validators=[URLValidator(["http", "https"])],
        help_text=gettext_lazy("While this is empty, the address in the default language is used."),
    )  # fmt: skip


make_form: Any = type(LegalTextFormBase)
LegalTextForm = make_form(
    "LegalTextForm",
    (LegalTextFormBase,),
    {name: build_address_field(code) for name, code in ADDRESSES.items()},
)


class LegalTextViewSet(ModelViewSet):
    model = LegalText
    icon = "doc-full"
    name = url_namespace = "legal_texts"
    url_prefix = "legal-texts"
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("kind", "version", "address", *ADDRESSES, "starts_at", "is_asked")],
        base_form_class=LegalTextForm,
    )
    list_display = [
        "__str__", DateColumn("starts_at", label=gettext_lazy("Starts")),
        BooleanColumn("is_asked", label=gettext_lazy("People are asked")),
    ]  # fmt: skip
    list_filter = ["kind"]

    def get_urlpatterns(self) -> list[Any]:
        return [each for each in super().get_urlpatterns() if each.name != "delete"]

    def get_common_view_kwargs(self, **given: Any) -> dict[str, Any]:
        return {**super().get_common_view_kwargs(**given), "delete_url_name": None}


class ConsentViewSet(ReadOnlyViewSet):
    model = Consent
    icon = "check"
    name = url_namespace = "consents"
    url_prefix = "consents"
    list_display = [
        Column("user", label=gettext_lazy("Username")), Column("text", label=gettext_lazy("Text")),
        DateColumn("agreed_at", label=gettext_lazy("Agreed"), sort_key="agreed_at"),
        DateColumn("withdrawn_at", label=gettext_lazy("Withdrawn"), sort_key="withdrawn_at"),
    ]  # fmt: skip
    list_filter = ["text"]
    list_export = ["user", "text", "agreed_at", "withdrawn_at"]
    search_fields = ["user__username", "user__email"]
    search_backend_name = None
    default_ordering = ("-agreed_at",)


class ConsentsGroup(ViewSetGroup):
    menu_label = gettext_lazy("Legal texts")
    menu_icon = "doc-full"
    menu_order = 970
    items = (LegalTextViewSet, ConsentViewSet)
