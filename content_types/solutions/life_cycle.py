"""The filter by life cycle in lists of the admin, whose column “Status” says whether a page is live."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from content_types.solutions.choices import SolutionStatus


def build_life_cycle_filter() -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=_("Life cycle"), choices=SolutionStatus.choices, widget=forms.RadioSelect, empty_label=_("All")
    )
