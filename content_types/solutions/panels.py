"""The edit forms of solution pages."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)

from content_types.base.forms import TreeCheckboxes
from content_types.base.panels import introduction_tabs, page_tabs, tab, title_panel
from content_types.solutions.attribute_widgets import AttributeInput, AttributeSelect

EDITORS_ONLY = "solutions.change_solution"
"""Held by editors, not by vendors: whose profile it is, and whether it was checked, is not theirs to say."""

index_edit_handler = introduction_tabs(body=False)

PROFILE = tab(
    _("Profile"),
    title_panel(),
    FieldPanel("summary", icon="pilcrow"),
    MultiFieldPanel(
        [FieldPanel("vendor", permission=EDITORS_ONLY), FieldPanel("website")],
        heading=_("Who makes it"),
        icon="building",
    ),
    MultiFieldPanel(
        [FieldPanel("category"), FieldPanel("categories", widget=TreeCheckboxes)],
        heading=_("Categories"),
        icon="folder-open-inverse",
    ),
    MultiFieldPanel(
        [FieldPanel("tags"), FieldPanel("use_cases", widget=CheckboxSelectMultiple)],
        heading=_("Tags and use cases"),
        icon="tag",
    ),
)

DESCRIPTION = tab(
    _("Description"),
    FieldPanel(
        "body", help_text=_("What it does, for whom, and what it does not do. Facts go to their own tab.")
    ),
)

PLAN = [
    FieldRowPanel([FieldPanel("name"), FieldPanel("is_free")]),
    FieldRowPanel([FieldPanel("price"), FieldPanel("currency"), FieldPanel("period")]),
    FieldPanel("description"),
]
PRICING = tab(
    _("Pricing"),
    FieldPanel("pricing_model", icon="calculator"),
    InlinePanel(
        "pricing_plans",
        panels=PLAN,
        heading=_("Plans"),
        label=_("Plan"),
        icon="list-ul",
        help_text=_("In the order of the price list. An empty price is shown as “on request”."),
    ),
)

ATTRIBUTE = [
    FieldRowPanel(
        [FieldPanel("definition", widget=AttributeSelect), FieldPanel("value", widget=AttributeInput)]
    )
]
FACTS = tab(
    _("Facts"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("status"), FieldPanel("launched_on")]),
            FieldRowPanel([FieldPanel("latest_version"), FieldPanel("last_release_on")]),
        ],
        heading=_("Life cycle"),
        icon="history",
    ),
    MultiFieldPanel(
        [
            FieldPanel("is_open_source"),
            FieldPanel("licence"),
            FieldRowPanel([FieldPanel("deployment"), FieldPanel("platforms")]),
        ],
        heading=_("Licence and use"),
        icon="key",
    ),
    InlinePanel(
        "attribute_values",
        panels=ATTRIBUTE,
        heading=_("Attributes for comparison"),
        label=_("Attribute"),
        icon="sliders",
        help_text=_("Only attributes of the primary category or of those above it."),
    ),
    MultiFieldPanel(
        [
            FieldPanel(
                "verified_at",
                permission=EDITORS_ONLY,
                read_only=True,
                help_text=_("Choose “Mark as checked” in the menu next to the title after a check."),
            ),
            FieldRowPanel(
                [
                    FieldPanel("external_id", permission=EDITORS_ONLY),
                    FieldPanel("popularity", permission=EDITORS_ONLY),
                ]
            ),
        ],
        heading=_("Checks and source"),
        icon="check",
        permission=EDITORS_ONLY,
    ),
)

MEDIA = tab(
    _("Media"),
    FieldPanel("logo", help_text=_("Square, on a transparent background; at least 320 pixels wide.")),
    MultipleChooserPanel(
        "gallery_images",
        chooser_field_name="image",
        heading=_("Gallery"),
        label=_("Image"),
        icon="image",
        panels=[FieldPanel("image"), FieldPanel("caption")],
        help_text=_("Screenshots in the order in which visitors see them."),
    ),
)

RELATIONS = tab(
    _("Relations"),
    HelpPanel(content=_("<p>Choose what a buyer would compare this with, closest first.</p>")),
    MultipleChooserPanel(
        "alternative_links",
        chooser_field_name="alternative",
        heading=_("Alternatives"),
        label=_("Alternative"),
        icon="resubmit",
        panels=[PageChooserPanel("alternative", page_type="solutions.Solution")],
    ),
)

solution_edit_handler = page_tabs(PROFILE, DESCRIPTION, PRICING, FACTS, MEDIA, RELATIONS)
