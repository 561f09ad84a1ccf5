"""The form by which an administrator enters a review for somebody."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, PageChooserPanel

from content_types.reviews.forms import ReviewForm
from content_types.vendors.choosers import person_chooser


def build_stars_panel(name: str) -> FieldPanel:
    return FieldPanel(name, widget=forms.NumberInput(attrs={"min": 1, "max": 5}))


review_edit_handler = ObjectList(
    [
        MultiFieldPanel(
            [
                PageChooserPanel("solution", page_type="solutions.Solution"),
                FieldPanel("author", widget=person_chooser.widget_class),
                FieldPanel("language", widget=forms.Select(choices=settings.LANGUAGES)),
            ],
            heading=_("Author and solution"),
            icon="user",
        ),
        MultiFieldPanel(
            [
                build_stars_panel("rating"),
                FieldRowPanel([build_stars_panel("ease_of_use"), build_stars_panel("features")]),
                FieldRowPanel([build_stars_panel("support"), build_stars_panel("value_for_money")]),
            ],
            heading=_("Stars"),
            icon="success",
            help_text=_("1 to 5. Only the rating is required."),
        ),
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("body"), FieldPanel("pros"), FieldPanel("cons")],
            heading=_("Text"),
            icon="pilcrow",
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reviewer_role"), FieldPanel("company_size")]),
                FieldRowPanel([FieldPanel("relationship"), FieldPanel("incentive")]),
            ],
            heading=_("Disclosure"),
            icon="info-circle",
            help_text=_("Always shown next to the review."),
        ),
    ],
    base_form_class=ReviewForm,
)
