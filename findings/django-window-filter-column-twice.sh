#!/usr/bin/env bash
# Django 5.2.19: values_list() of a query that is filtered by a window function leaves out a column that is named twice. With
# "pk", "page_id" and "title", where page_id is the primary key, rows have two values instead of three; with title twice under
# an annotation, as well. The same query without the filter gives three. A row is then unpacked wrongly, without an error:
# this met a reader that asked for the key of a Wagtail page beside its "pk".
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check django==5.2.19

"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import django
from django.conf import settings

settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
)
django.setup()

from django.db import connection, models
from django.db.models import F, Window
from django.db.models.functions import RowNumber


class Page(models.Model):
    page = models.AutoField(primary_key=True, db_column="page_id")
    title = models.CharField(max_length=20)
    maker = models.IntegerField()

    class Meta:
        app_label = "finding"


with connection.schema_editor() as editor:
    editor.create_model(Page)
Page.objects.create(title="Atlas", maker=1)

place = Window(RowNumber(), partition_by=F("maker"), order_by="pk")
rows = Page.objects.annotate(place=place, also=F("title"))
found = {
    "by key": (rows.values_list("pk", "page", "title")[0], rows.filter(place=1).values_list("pk", "page", "title")[0]),
    "by title": (rows.values_list("title", "also")[0], rows.filter(place=1).values_list("title", "also")[0]),
}
for name, (plain, filtered) in found.items():
    print(f"Django {version('django')}: {name}: {plain}, filtered by the window {filtered}")
assert found["by key"] == ((1, 1, "Atlas"), (1, "Atlas")), "the behaviour has changed"
assert found["by title"] == (("Atlas", "Atlas"), ("Atlas",)), "the behaviour has changed"
PYTHON
