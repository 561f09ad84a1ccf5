"""Import and export of solution profiles."""

from collections.abc import Hashable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils.translation import gettext_noop as _

from cms.base.reasons import join_reasons, read_messages
from cms.exchange.errors import Refusal
from cms.exchange.fields.body import Body
from cms.exchange.fields.children import Children
from cms.exchange.fields.file_references import FileReference
from cms.exchange.fields.measures import Day, Moment, Money, WholeNumberField
from cms.exchange.fields.plain import Choice, Choices, Field, Flag, Key, Name, Prose, Text
from cms.exchange.fields.relations import Reference, ReferenceList, number_children
from cms.exchange.fields.text import json_type, parse_text
from cms.exchange.kinds.pages import PageImporter
from cms.exchange.kinds.registry import register_importer
from cms.exchange.records import Row
from content_types.base.importer import PAGE_FIELDS
from content_types.solutions.choices import Deployment, Platform, PricingModel, PricingPeriod, SolutionStatus
from content_types.solutions.importer_duplicates import hold_back_duplicates
from content_types.solutions.importer_prices import read_price_cell
from content_types.solutions.models import AttributeValue, GalleryImage, PricingPlan, Solution, SolutionIndex
from content_types.taxonomy.models import AttributeDefinition, Category


class Attributes(Field):
    """Values by attribute key: `{"context-window": "128000"}`. `SolutionImporter.finish` fits them to the category."""

    def load(self, raw: Any, row: Row) -> dict[str, str]:
        if not isinstance(raw, Mapping):
            raise Refusal(_("must be an object, not %(given)s"), given=json_type(raw))
        return {key: parse_text(value) for key, value in raw.items() if value not in (None, "")}

    def dump(self, obj: Any) -> dict[str, str]:
        return {value.definition.key: value.value for value in obj.attribute_values.all()}

    def is_unchanged(self, obj: Any, value: Any) -> bool:
        return self.dump(obj) == value

    def store(self, obj: Any, value: Any) -> None: ...


class SolutionImporter(PageImporter):
    kind = "solution"
    model = Solution
    index_model = SolutionIndex
    needs = ("image", "document", "category", "tag", "use_case", "vendor")
    cell_fields = {"price": read_price_cell}
    named = ("vendor", "category")
    default_columns = {
        "name": "title",
        "publisher": "vendor",
        "category": "category",
        "summary": "summary",
        "version": "latestVersion",
        "last_release": "lastReleaseOn",
        "popularity": "popularity",
    }
    fields = (
        Name("title"),
        Text("summary"),
        Body("body"),
        Reference("vendor", kind="vendor"),
        Reference("category", kind="category"),
        ReferenceList("categories", kind="category"),
        ReferenceList("tags", kind="tag", through="tagged_items", target="tag"),
        ReferenceList("useCases", kind="use_case"),
        Prose("website"),
        FileReference("logo"),
        Children(
            "gallery", "gallery_images", model=GalleryImage, fields=(FileReference("image"), Text("caption"))
        ),
        Choice("pricingModel", choices=PricingModel, blank=True),
        Children(
            "pricingPlans",
            model=PricingPlan,
            fields=(
                Name("name"),
                Money("price"),
                Name("currency"),
                Choice("period", choices=PricingPeriod),
                Flag("isFree"),
                Text("description"),
            ),
        ),
        Name("licence"),
        Flag("openSource", "is_open_source"),
        Choices("deployment", choices=Deployment),
        Choices("platforms", choices=Platform),
        Day("launchedOn"),
        Attributes("attributes"),
        ReferenceList(
            "alternatives", kind="solution", paged=True, through="alternative_links", target="alternative"
        ),
        Moment("verifiedAt"),
        Choice("status", choices=SolutionStatus),
        Key("externalId"),
        Name("latestVersion"),
        Day("lastReleaseOn"),
        WholeNumberField("popularity"),
        *PAGE_FIELDS,
    )

    def identify(self, rows: list[Row]) -> None:
        super().identify(rows)
        definitions: dict[Hashable, Any] = {}
        if any("attributes" in row.record for row in rows):
            for item in AttributeDefinition.objects.annotate(category_path=F("category__path")):
                definitions.setdefault(item.category_path, {})[item.key] = item
        for row in rows:
            row.refs.found["attribute_definition"] = definitions

    def compare(self, rows: list[Row]) -> None:
        if rows and not rows[0].options.allow_duplicates:
            hold_back_duplicates(rows)

    def finish(self, row: Row) -> None:
        solution: Solution = row.obj
        if solution.category_id is None:
            raise Refusal(_("must be given"), "category")
        listed = solution.categories.all()
        if solution.category_id not in [category.pk for category in listed]:
            solution.categories = [*listed, solution.category]
        if solution.pk in [link.alternative_id for link in solution.alternative_links.all()]:
            raise Refusal(_("a solution cannot be its own alternative"), "alternatives")
        if "attributes" in row.values:
            definitions = self.definitions(solution.category, row.refs.found["attribute_definition"])
            values = row.values["attributes"].items()
            solution.attribute_values = number_children(
                [attribute(key, raw, definitions) for key, raw in values]
            )

    @staticmethod
    def definitions(category: Category, by_path: Mapping[Any, Any]) -> dict[str, AttributeDefinition]:
        """Attributes of the category and of those above it, by key; the nearest wins."""
        found: dict[str, AttributeDefinition] = {}
        for length in range(Category.steplen, len(category.path) + 1, Category.steplen):
            found |= by_path.get(category.path[:length], {})
        return found


def attribute(key: str, raw: str, definitions: Mapping[str, AttributeDefinition]) -> AttributeValue:
    if key not in definitions:
        raise Refusal(_("the category has no attribute “%(name)s”"), "attributes", name=key)
    try:
        value = AttributeValue(definition=definitions[key], value=definitions[key].parse(raw))
    except ValidationError as error:
        raise Refusal(join_reasons(" ", read_messages(error)), f"attributes.{key}") from None
    number = value.as_number()
    value.number = None if number is None else round(number, 6)
    return value


def register() -> None:
    register_importer(SolutionImporter())
