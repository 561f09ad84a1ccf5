"""Choosing the people who may edit a vendor's solutions."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView, ChosenMultipleView, ChosenView
from wagtail.admin.viewsets.chooser import ChooserViewSet

NEEDED = "vendors.change_vendor"


class PersonFilterForm(BaseFilterForm):
    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Name or login")}),
    )

    def filter(self, objects: QuerySet) -> QuerySet:
        words = self.cleaned_data.get("q")
        if not words:
            return objects
        self.is_searching, self.search_query = True, words
        return objects.filter(Q(username__folded_contains=words) | Q(display_name__folded_contains=words))


class EditorsOnly:
    """Only people who may change vendors see the list of accounts."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(NEEDED):
            raise PermissionDenied(_("Only people who may change vendors choose their members."))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class PersonChoose(EditorsOnly, ChooseView):
    filter_form_class = PersonFilterForm
    ordering = "username"


class PersonChooseResults(EditorsOnly, ChooseResultsView):
    filter_form_class = PersonFilterForm
    ordering = "username"


class PersonChosen(EditorsOnly, ChosenView):
    pass


class PersonChosenMultiple(EditorsOnly, ChosenMultipleView):
    pass


class PersonChooserViewSet(ChooserViewSet):
    model = get_user_model()
    icon = "user"
    choose_one_text = _("Choose a person")
    choose_another_text = _("Choose another person")
    edit_item_text = _("Edit this account")
    register_widget = False
    choose_view_class = PersonChoose
    choose_results_view_class = PersonChooseResults
    chosen_view_class = PersonChosen
    chosen_multiple_view_class = PersonChosenMultiple


person_chooser = PersonChooserViewSet("person_chooser", url_prefix="people/choose")
PersonChooserBlock = person_chooser.get_block_class(name="PersonChooserBlock", module_path=__name__)
