"""Small functions that make content for tests. Every one takes the model's own field names as keywords."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.utils.text import slugify
from PIL import Image as PillowImage
from wagtail.models import Collection as MediaCollection, Locale, Page, Site

from cms.identity.models import User
from cms.media.models import Document, Image
from content_types.events.models import Event, EventIndex
from content_types.pages.models import Collection, CollectionIndex, HomePage, StandardPage
from content_types.reviews.models import Review
from content_types.solutions.models import Solution, SolutionIndex
from content_types.taxonomy.models import Category, Tag
from content_types.vendors.models import Vendor

__all__ = [
    "index_page",
    "make_category",
    "make_collection",
    "make_document",
    "make_event",
    "make_image",
    "make_language",
    "make_page",
    "make_review",
    "make_site",
    "make_solution",
    "make_standard_page",
    "make_user",
    "make_vendor",
    "png",
    "the_site",
    "unique",
]

numbers = count(1)
WELCOME = "Welcome to your new Wagtail site!"
INDEXES = (HomePage, SolutionIndex, EventIndex, CollectionIndex)


def make_site(hostname: str = "localhost", default: bool = True) -> Site:
    """A site with a home page and the three index pages below it."""
    locale = Locale.objects.get_or_create(language_code="en")[0]
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    slug = "home" if default else f"home-{next(numbers)}"
    if default:
        delete_site_pages()
        root.refresh_from_db(fields=["numchild"])
    ContentType.objects.get_for_models(*INDEXES)  # one statement
    home = HomePage(title="Home", slug=slug, locale=locale)
    indexes = [
        model(title=name.title(), slug=name, locale=locale)
        for model, name in (
            (SolutionIndex, "solutions"),
            (EventIndex, "events"),
            (CollectionIndex, "collections"),
        )
    ]
    add_pages(root, [home])
    add_pages(home, indexes)
    return Site.objects.create(hostname=hostname, port=80, root_page=home, is_default_site=default)


def delete_site_pages() -> None:
    """Delete all sites and pages. Wagtail's welcome page goes without a search for what may refer to it."""
    Site.objects.all().delete()
    tree = Page.objects.filter(depth__gt=1)
    if [(page.title, page.latest_revision_id) for page in tree[:2]] == [(WELCOME, None)]:
        tree._raw_delete(tree.db)
        Page.objects.filter(depth=1).update(numchild=0)
        return
    for page in Page.objects.filter(depth=2):
        page.delete()


def add_pages(parent: Page, pages: list[Page]) -> None:
    """Add index pages as `add_child` does, but for checks and the log: many tests begin with four."""
    last = parent.get_last_child() if parent.numchild else None
    for page in pages:
        page.depth = parent.depth + 1
        page.path = last._inc_path() if last else Page._get_path(parent.path, page.depth, 1)
        page.draft_title, page.url_path = page.title, f"{parent.url_path}{page.slug}/"
        last = page
    shared = [field.attname for field in Page._meta.concrete_fields if not field.primary_key]
    bases = Page.objects.bulk_create(
        [Page(**{name: getattr(page, name) for name in shared}) for page in pages]
    )
    for page, base in zip(pages, bases, strict=True):
        page.id = page.page_ptr_id = base.pk
        page.save_base(raw=True, force_insert=True)
    parent.numchild += len(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def make_language(code: str, site: Site | None = None) -> HomePage:
    """The home page and index pages of another language, as translations of the default site's."""
    locale = Locale.objects.get_or_create(language_code=code)[0]
    home = (site or the_site()).root_page.specific
    children = list(home.get_children().specific())
    if not all(isinstance(page, INDEXES) and not page.latest_revision_id for page in (home, *children)):
        return translate_pages(home, children, locale)
    copy = copy_index(home, locale, f"{home.slug}-{code}")
    add_pages(home.get_parent(), [copy])
    add_pages(copy, [copy_index(child, locale, child.slug) for child in children])
    Site.clear_site_root_paths_cache()
    return copy


def copy_index(page: Page, locale: Locale, slug: str) -> Any:
    """A live translation of a page without revisions, not saved. Wagtail would copy it with 100 statements."""
    kept = {"path", "depth", "numchild", "url_path"}
    fields = [each for each in page._meta.concrete_fields if not each.primary_key and each.name not in kept]
    values = {
        each.attname: getattr(page, each.attname) for each in fields if each.name not in ("id", "locale")
    }
    return type(page)(**{**values, "locale": locale, "slug": slug})


def translate_pages(home: Page, children: list[Page], locale: Locale) -> HomePage:
    """Copy pages as Wagtail does, with their revisions' content and parts, and publish the copies."""
    copy = home.copy_for_translation(locale)
    for child in children:
        child.copy_for_translation(locale)
    for page in Page.objects.get(pk=copy.pk).get_descendants(inclusive=True):
        page.specific.save_revision().publish()
    return HomePage.objects.get(pk=copy.pk)


def the_site() -> Site:
    return Site.objects.filter(is_default_site=True).select_related("root_page").first() or make_site()


def index_page(model: type[Page], under: Page | None = None) -> Page:
    home = under or the_site().root_page
    return model.objects.descendant_of(home, inclusive=True).select_related("locale").first()


def unique(name: str) -> str:
    return f"{name}-{next(numbers)}"


def make_user(username: str = "", groups: tuple[str, ...] = (), **fields: Any) -> User:
    """A user with the password "password"; `groups` are looked up by name and made when missing."""
    name = username or unique("user")
    user = User.objects.create_user(name, fields.pop("email", f"{name}@example.com"), "password", **fields)
    user.groups.set([Group.objects.get_or_create(name=group)[0] for group in groups])
    return user


def make_category(name: str = "", parent: Category | None = None, **fields: Any) -> Category:
    title = name or unique("Category")
    new = Category(name=title, slug=fields.pop("slug", title.lower().replace(" ", "-")), **fields)
    return parent.add_child(instance=new) if parent else Category.add_root(instance=new)


def make_vendor(name: str = "", **fields: Any) -> Vendor:
    title = name or unique("Vendor")
    return Vendor.objects.create(
        name=title, slug=fields.pop("slug", title.lower().replace(" ", "-")), **fields
    )


def make_page(parent: Page, page: Page) -> Any:
    parent.refresh_from_db()
    return parent.add_child(instance=page)


def make_solution(
    title: str = "", under: Page | None = None, tags: tuple[str, ...] = (), **fields: Any
) -> Solution:
    name = title or unique("Solution")
    fields.setdefault("category", Category.objects.first() or make_category())
    fields.setdefault("summary", f"What {name} does.")
    parent = under or index_page(SolutionIndex)
    new = Solution(
        title=name,
        slug=fields.pop("slug", slugify(name, allow_unicode=True)),
        locale=parent.locale,
        **fields,
    )
    solution = make_page(parent, new)
    if tags:
        solution.tags.add(*[Tag.objects.get_or_create(name=tag, slug=tag)[0] for tag in tags])
        solution.save()
    return solution


def make_event(title: str = "", under: Page | None = None, **fields: Any) -> Event:
    name = title or unique("Event")
    start = fields.pop("starts_at", datetime.now(UTC).replace(microsecond=0) + timedelta(days=7))
    values = {
        "summary": f"About {name}.",
        "ends_at": start + timedelta(hours=2),
        "venue_name": "Town hall",
        **fields,
    }
    parent = under or index_page(EventIndex)
    slug = values.pop("slug", name.lower().replace(" ", "-"))
    return make_page(parent, Event(title=name, slug=slug, starts_at=start, locale=parent.locale, **values))


def make_collection(title: str = "", solutions: tuple[Solution, ...] = (), **fields: Any) -> Collection:
    name = title or unique("Collection")
    parent = index_page(CollectionIndex)
    new = Collection(
        title=name, slug=name.lower().replace(" ", "-"), summary="A list.", locale=parent.locale, **fields
    )
    for place, solution in enumerate(solutions):
        new.items.add(new.items.model(solution=solution, sort_order=place))
    return make_page(parent, new)


def make_standard_page(title: str = "", under: Page | None = None, **fields: Any) -> StandardPage:
    name = title or unique("Page")
    parent = under or the_site().root_page
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return make_page(parent, StandardPage(title=name, slug=slug, locale=parent.locale, **fields))


def make_review(solution: Solution, author: User | None = None, **fields: Any) -> Review:
    values = {
        "rating": 4, "title": "Good", "body": "It does what it says.", "state": "published",
        "created_at": datetime.now(UTC) - timedelta(days=3), **fields,
    }  # fmt: skip
    return Review.objects.create(solution=solution, author=author or make_user(), **values)


def png(size: tuple[int, int] = (40, 30), colour: str = "navy") -> BytesIO:
    buffer = BytesIO()
    PillowImage.new("RGB", size, colour).save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def make_image(title: str = "", collection: MediaCollection | None = None) -> Image:
    name = title or unique("Image")
    fields = {"collection": collection} if collection else {}
    return Image.objects.create(title=name, file=ImageFile(png(), name="picture.png"), **fields)


def make_document(title: str = "", collection: MediaCollection | None = None) -> Document:
    from django.core.files.base import ContentFile

    fields = {"collection": collection} if collection else {}
    return Document.objects.create(
        title=title or unique("Document"), file=ContentFile(b"text", name="a.txt"), **fields
    )
