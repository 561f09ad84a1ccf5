#!/usr/bin/env bash
# django-modelcluster 6.5 with django-taggit 6.1.0: saving a ClusterForm in which nothing was changed deletes every row
# that links the object to its tags and inserts the same links again, under new keys. Objects of other relations keep
# their keys. Whoever counts or caches by the rows of that table sees a change with each save, and the keys run up.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
  django-modelcluster==6.5 django-taggit==6.1.0 django==5.2.19

mkdir -p "$folder/books"
touch "$folder/books/__init__.py"
cat >"$folder/books/models.py" <<'PYTHON'
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TaggedItemBase


class TaggedBook(TaggedItemBase):
    content_object = ParentalKey("books.Book", related_name="tagged_items", on_delete=models.CASCADE)


class Book(ClusterableModel):
    title = models.CharField(max_length=50)
    tags = ClusterTaggableManager(through=TaggedBook, blank=True)


class Chapter(models.Model):
    book = ParentalKey(Book, related_name="chapters", on_delete=models.CASCADE)
    name = models.CharField(max_length=50)
PYTHON

cd "$folder"
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "taggit", "modelcluster", "books"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", SECRET_KEY="finding",
)
django.setup()

from books.models import Book, Chapter, TaggedBook
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelcluster.forms import ClusterForm

call_command("migrate", run_syncdb=True, verbosity=0)
book = Book.objects.create(title="Atlas")
book.tags.add("maps", "world")
book.chapters.add(Chapter(name="Seas"))
book.save()


class BookForm(ClusterForm):
    class Meta:
        model = Book
        fields = ["title", "tags"]
        formsets = {"chapters": {"fields": ["name"]}}


def list_keys(model: type) -> list[int]:
    return sorted(model.objects.values_list("pk", flat=True))


def read_form() -> dict[str, str]:
    """What a browser would post of the unchanged form."""
    form = BookForm(instance=Book.objects.get())
    data = {"title": "Atlas", "tags": "maps, world"}
    for each in (form.formsets["chapters"].management_form, *form.formsets["chapters"].initial_forms):
        data |= {field.html_name: "" if field.value() is None else str(field.value()) for field in each}
    return data


before = list_keys(TaggedBook), list_keys(Chapter)
form = BookForm(read_form(), instance=Book.objects.get())
assert form.is_valid(), (form.errors, form.formsets["chapters"].errors)
with CaptureQueriesContext(connection) as captured:
    form.save()
after = list_keys(TaggedBook), list_keys(Chapter)
writes = [each["sql"].split('"')[0].strip() for each in captured if "books_taggedbook" in each["sql"]]
print(f"django-modelcluster {version('django-modelcluster')}, django-taggit {version('django-taggit')}")
print(f"links to tags: {before[0]} -> {after[0]}; chapters: {before[1]} -> {after[1]}")
print("statements on the table of links:", [each for each in writes if not each.startswith("SELECT")])
assert before[1] == after[1] and not set(before[0]) & set(after[0]), "the behaviour has changed"
PYTHON
